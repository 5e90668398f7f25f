/** Signatures of imgproxy: HMAC-SHA256 of salt and path, in base64 for URLs, perhaps cut short. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { hexToBytes } from '@noble/hashes/utils.js';

/** Key and salt, hexadecimal. */
export interface ImgproxySecret {
  readonly key: string;
  readonly salt: string;
}

/** Bytes of a signature that is cut as short as `IMGPROXY_SIGNATURE_SIZE` allows here. */
const LEAST_LETTERS = 22;

/** Whether a signature belongs to a path, which begins with a slash. In time that does not depend on where they differ. */
export function isSignatureOf(signature: string, path: string, { key, salt }: ImgproxySecret): boolean {
  const text = new TextEncoder().encode(path);
  const salted = hexToBytes(salt);
  const message = new Uint8Array(salted.length + text.length);
  message.set(salted);
  message.set(text, salted.length);
  const sum = hmac(sha256, hexToBytes(key), message);
  const full = btoa(String.fromCharCode(...sum))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  if (signature.length < LEAST_LETTERS || signature.length > full.length) return false;
  let different = 0;
  for (let at = 0; at < signature.length; at++) different |= signature.charCodeAt(at) ^ full.charCodeAt(at);
  return different === 0;
}
