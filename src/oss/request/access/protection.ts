/** Original protection: what callers that did not sign see of a picture only through a style (operations reference 7.1). */
import type { ServiceCall } from '../call.ts';
import { originalProtected } from '../../protocol/error/errors.ts';
import type { Bucket } from '../../ports.ts';
import { type Rules, readRules } from './rules.ts';

/** How an object is asked for: as it is stored, through a chain of the caller's own, or through a named style. */
export type Use = 'original' | 'chain' | 'style';

/** Throws `AccessDenied` when an anonymous caller may not use the object so. Signed callers see everything. */
export async function checkProtection(
  { caller, services }: ServiceCall,
  bucket: Bucket,
  key: string,
  use: Use,
): Promise<void> {
  if (caller || use === 'style') return;
  if (isProtected(await readRules(services.settings, bucket.settings), key, use)) throw originalProtected();
}

/** Whether rules keep anonymous callers from using an object so. */
export function isProtected(
  { protect, originalsForbidden, stylesOnly }: Rules,
  key: string,
  use: Use,
): boolean {
  if (use === 'original' ? originalsForbidden : stylesOnly) return true;
  return protect.some((suffix) => suffix === '*' || key.toLowerCase().endsWith(`.${suffix.toLowerCase()}`));
}
