/** Signs and sends callbacks. The addresses were checked before; nothing here goes anywhere else. */
import type { Callbacks } from '../../oss/ports.ts';
import { fromBase64 } from '../../oss/protocol/text/base64.ts';
import type { CallbackKey } from '../config/callbacks.ts';

/** Milliseconds for the whole answer: the vendor's own. */
const DEADLINE = 5000;
/** Bytes of an answer: the vendor's own. */
const MAX_ANSWER = 3 * 1024 * 1024;
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'MD5' };

/** Callbacks in the name of the operator's key. `send` is `fetch`. */
export function createCallbacks(
  { pem, url }: CallbackKey,
  send: (url: URL, init: RequestInit) => Promise<Response> = (to, init) => fetch(to, init),
): Callbacks {
  let key: Promise<CryptoKey> | undefined;
  return {
    keyUrl: url,
    async sign(message) {
      key ??= importKey(pem);
      return new Uint8Array(await crypto.subtle.sign(RSA.name, await key, message as BufferSource));
    },
    async post(to, headers, body) {
      const signal = AbortSignal.timeout(DEADLINE);
      const answer = await send(to, {
        method: 'POST',
        headers,
        body: body as BufferSource,
        redirect: 'manual',
        signal,
      });
      return { status: answer.status, body: await read(answer) };
    },
    clientOf: (request) => request.headers.get('cf-connecting-ip') ?? '',
  };
}

async function importKey(pem: string): Promise<CryptoKey> {
  const bytes = fromBase64(pem.replaceAll(/-----[^-]+-----|\s/g, '')) as Uint8Array<ArrayBuffer>;
  return crypto.subtle.importKey('pkcs8', bytes, RSA, false, ['sign']);
}

async function read({ body }: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > MAX_ANSWER) throw new Error(`The answer is longer than ${MAX_ANSWER} bytes.`);
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}
