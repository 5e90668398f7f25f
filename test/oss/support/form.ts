/** Forms as a browser sends them. */
import { createHmac } from 'node:crypto';
import { KEY, NOW } from './memory.ts';

/** Node fails to cancel the stream of a form, so the request has its bytes; `length` cuts them off. */
export async function formRequest(
  form: FormData,
  bucket = 'examplebucket',
  length?: number,
): Promise<Request> {
  const whole = new Response(form);
  const headers = { 'content-type': whole.headers.get('content-type') ?? '' };
  const body = (await whole.bytes()).slice(0, length);
  return new Request(`http://127.0.0.1:8787/${bucket}/`, { method: 'POST', body, headers });
}

/** The fields of a V1 signature for conditions that end in an hour. */
export function formPolicy(
  conditions: readonly unknown[],
  key: { id: string; secret: string } = KEY,
): Record<string, string> {
  const text = JSON.stringify({ expiration: new Date(NOW + 3_600_000).toISOString(), conditions });
  const encoded = Buffer.from(text).toString('base64');
  const Signature = createHmac('sha1', key.secret).update(encoded).digest('base64');
  return { policy: encoded, OSSAccessKeyId: key.id, Signature };
}

/** A form of the test's key that may store anything. */
export function signedForm(fields: Readonly<Record<string, string>>, file: string): Promise<Request> {
  const body = new FormData();
  const all = { ...formPolicy([{ bucket: 'examplebucket' }]), ...fields };
  for (const [name, value] of Object.entries(all)) body.set(name, value);
  body.set('file', new Blob([file]), 'file.bin');
  return formRequest(body);
}
