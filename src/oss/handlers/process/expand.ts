/** From what a process text asks for to the canonical chain that is rendered. */
import type { Process } from '../../../core/engine/chain/language.ts';
import type { BucketSettings, CheckedChain, Style } from '../../ports.ts';
import type { Services } from '../../request/call.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { refusedAuto } from '../../../core/ops/format.ts';
import { invalidStyle, isStyleName } from '../styles/names.ts';

/** A chain, and when the style that holds it was written. */
export interface Expanded extends CheckedChain {
  /** Undefined for a chain of the caller's own. */
  readonly modified?: Date | undefined;
}

export interface ExpandOptions {
  /** True for a chain that another language was translated into, which may use what OSS has not. */
  readonly isTranslated?: boolean;
  /** The style of that name, where it was looked up already. */
  readonly known?: Style | undefined;
}

/**
 * The checked form of a chain or of a style's chain. Throws ProcessError for a chain that cannot be, `NoSuchStyle`
 * for an unknown style and `BadRequest` for one whose text is no chain: a style holds no other style.
 */
export async function expand(
  { styles, renderer }: Services,
  bucket: string,
  { chain, style }: Process,
  { isTranslated = false, known }: ExpandOptions = {},
): Promise<Expanded> {
  if (style === undefined) return renderer.check(chain ?? '', { isTranslated });
  const found = known ?? (isStyleName(style) ? await styles.get(bucket, style) : undefined);
  if (found === undefined) throw new OssError('NoSuchStyle');
  if (!found.content.startsWith('image/')) throw invalidStyle('0040-00000602');
  const { text, ignoresErrors, namedBy } = renderer.check(found.content);
  return { text, ignoresErrors, namedBy, modified: found.modified };
}

/**
 * True when the format of what a chain makes depends on what the caller accepts. Throws `InvalidArgument` for `format,auto`
 * in a bucket that has no such thing, as OSS has none.
 */
export function isNegotiated({ autoFormat = 'off' }: BucketSettings, { namedBy }: CheckedChain): boolean {
  if (namedBy === 'accept' && autoFormat === 'off') throw refusedAuto();
  return namedBy === 'accept' || (namedBy === 'nobody' && autoFormat === 'always');
}
