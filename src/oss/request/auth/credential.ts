/** The parts of a V4 claim that header and URL write alike. */
import { OssError } from '../../protocol/error/oss-error.ts';
import type { Scope } from './claim.ts';

/** What is signed for another service, such as a cloud box, is not for this one. */
const PRODUCT = 'oss';
const NO_PRODUCT = 'Invalid signing product in Authorization header.';
const NO_REGION = 'The signing region in credential is invalid.';

/** What a V4 signature calls itself, in headers, addresses and the text that is signed. */
export const V4 = 'OSS4-HMAC-SHA256';

/** Last part of every credential and last message of the key derivation. */
export const TERMINATOR = 'aliyun_v4_request';

/**
 * `id/20250301/cn-hangzhou/oss/aliyun_v4_request`; undefined for anything else. Any region will do, but none at all throws
 * `InvalidArgument`, and so does another product.
 */
export function readCredential(text: string): { id: string; scope: Scope } | undefined {
  const [id, date, region, product, terminator, ...more] = text.split('/');
  if (!id || !date || !product || terminator !== TERMINATOR || more.length > 0) return undefined;
  if (!region) throw new OssError('InvalidArgument', { message: NO_REGION });
  if (product !== PRODUCT)
    throw new OssError('InvalidArgument', { message: NO_PRODUCT, ec: '0002-00000227' });
  return { id, scope: { date, region, product } };
}

/** `host;content-length` as sorted lower-case names. */
export function readAdditional(text: string): string[] {
  const names = text.split(';').map((name) => name.trim().toLowerCase());
  return [...new Set(names)].filter((name) => name !== '').toSorted();
}
