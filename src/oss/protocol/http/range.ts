/** The `Range` header as OSS reads it: one range, and anything it cannot serve is the whole object (wire reference 2.2). */
import { OssError } from '../error/oss-error.ts';
import type { ByteRange } from '../../ports.ts';

/**
 * The part of `size` bytes to send, or undefined for all of them. The last none of them throws `InvalidRange`. With `x-oss-range-behavior: standard` (`strict`) the
 * end is clamped as RFC 9110 section 14.1.2 says, and a start beyond the end throws `InvalidRange`.
 */
export function readRange(header: string | undefined, size: number, strict: boolean): ByteRange | undefined {
  const parts = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  const [, first = '', last = ''] = parts ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '' && Number(last) === 0) throw unsatisfiable(header ?? '', size);
  const offset = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Number(last);
  if (end < offset && offset < size) return undefined;
  if (offset >= size) {
    if (strict) throw unsatisfiable(header ?? '', size);
    return undefined;
  }
  if (end >= size && !strict) return undefined;
  return { offset, length: Math.min(end, size - 1) - offset + 1 };
}

/** `bytes 0-9/44`. */
export function contentRange({ offset, length }: ByteRange, size: number): string {
  return `bytes ${offset}-${offset + length - 1}/${size}`;
}

function unsatisfiable(header: string, size: number): OssError {
  return new OssError('InvalidRange', {
    elements: { ActualObjectSize: `${size}`, RangeRequested: header },
    headers: { 'Content-Range': `bytes */${size}` },
  });
}
