/** Addresses of pictures that an operator encrypted, so that nobody else learns where originals are. */
import { fromBase64, fromHex } from '../../protocol/text/base64.ts';
import { OssError } from '../../protocol/error/oss-error.ts';

/** AES works on blocks of so many bytes; the first one says how the chain of them begins (NIST SP 800-38A, 6.2). */
const BLOCK = 16;

/**
 * The address in base64url of a vector and what AES-CBC made of it with `key`, hexadecimal of 16, 24 or 32 bytes. Throws
 * `NoSuchKey` for anything else: who tries many is to learn no more than who names what is not there.
 */
export async function openAddress(key: string, sealed: string): Promise<string> {
  const bytes = fromBase64(sealed);
  if (bytes === undefined || bytes.length <= BLOCK) throw new OssError('NoSuchKey');
  const bits = new Uint8Array(fromHex(key));
  const secret = await crypto.subtle.importKey('raw', bits, 'AES-CBC', false, ['decrypt']);
  const [iv, text] = [new Uint8Array(bytes.subarray(0, BLOCK)), new Uint8Array(bytes.subarray(BLOCK))];
  try {
    const plain = await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, secret, text);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain);
  } catch {
    throw new OssError('NoSuchKey');
  }
}
