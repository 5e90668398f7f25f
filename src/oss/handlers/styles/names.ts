/** Which names and contents styles may have (operations reference, section 7). */
import { OssError } from '../../protocol/error/oss-error.ts';
import { invalidArgument } from '../../protocol/error/errors.ts';

/** Styles per bucket. */
export const MAX_STYLES = 50;
const MAX_NAME = 63;

/** 1 to 63 of `A-Z a-z 0-9 _ . -`. */
export function isStyleName(name: string): boolean {
  return /^[A-Za-z0-9_.-]{1,63}$/.test(name);
}

/** Throws `InvalidArgument`; the vendor spells the parameter in lower case. */
export function checkStyleName(name: string): void {
  if (isStyleName(name)) return;
  const tooLong = name === '' || name.length > MAX_NAME;
  throw invalidArgument('stylename', name, tooLong ? '0017-00000250' : '0017-00000251');
}

/** Throws `BadRequest` when a content is empty or holds one of `; ( ) ' * ?` or a space. */
export function checkStyleText(content: string): void {
  if (content === '' || /[;()'*? ]/.test(content)) throw invalidStyle('0017-00000253');
}

/** `reason` tells the author of a style what is wrong with it. */
export function invalidStyle(ec: string, reason?: string): OssError {
  return new OssError('BadRequest', {
    message: 'Style content is invalid.',
    ec,
    ...(reason === undefined ? {} : { elements: { Reason: reason } }),
  });
}
