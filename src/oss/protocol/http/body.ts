/** The small bodies of requests, XML and save-as texts, which are read whole; and what any body holds of memory. */
import { md5 } from '@noble/hashes/legacy.js';
import { invalidDigest, tooLarge } from '../error/errors.ts';
import { toBase64 } from '../text/base64.ts';

/** A batch delete of a thousand long keys is the largest body that is no upload. */
export const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

/** Bytes that a body without a length holds on its way: its beginning, and a part that is being collected. */
const UNKNOWN_HELD = 9 * 1024 * 1024;

/** Bytes of the request's body that are held at once. What is longer than a text streams as it comes. */
export function heldBytes({ body, headers }: Request): number {
  if (body === null) return 0;
  const length = headers.get('content-length');
  if (length === null) return UNKNOWN_HELD;
  return Number(length) <= MAX_DOCUMENT_BYTES ? Number(length) : 0;
}

/** The body as bytes. Throws `EntityTooLarge` once it is longer than `limit`, `InvalidDigest` for a wrong Content-MD5. */
export async function readBytes(request: Request, limit = MAX_DOCUMENT_BYTES): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > limit) throw tooLarge(limit, declared);
  const bytes = await collect(request.body, limit);
  const digest = request.headers.get('content-md5');
  if (digest !== null && toBase64(md5(bytes)) !== digest.trim()) throw invalidDigest(digest);
  return bytes;
}

/** As `readBytes`, as UTF-8; broken sequences become U+FFFD. */
export async function readText(request: Request, limit = MAX_DOCUMENT_BYTES): Promise<string> {
  return new TextDecoder().decode(await readBytes(request, limit));
}

async function collect(body: Request['body'], limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
