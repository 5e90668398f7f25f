/** `x-oss-request-id`: 24 upper-case hexadecimal digits. */
import { toHex } from '../text/base64.ts';

export function newRequestId(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(12))).toUpperCase();
}
