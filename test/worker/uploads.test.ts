/** Uploads in parts and from forms, over real R2. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { bytesOf, errorOf } from './support/ask.ts';
import { startService } from './support/service.ts';
import { ACCESS_KEYS, KEY, signed } from './support/sign.ts';

const BUCKET = 'examplebucket';
const MINIMUM = 100 * 1024;
const { get } = startService({ ACCESS_KEYS });

const send = async (method: string, key: string, parameters: Record<string, string>, body?: BodyInit) =>
  get(await signed({ method, bucket: BUCKET, key, parameters }), {
    method,
    ...(body === undefined ? {} : { body }),
  });

async function initiate(key: string): Promise<string> {
  const xml = await (await send('POST', key, { uploads: '' })).text();
  return /<UploadId>(\w+)</.exec(xml)?.[1] ?? '';
}

/** Bytes that tell where they stand. */
function counting(length: number, start: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => ((start + index) * 31) >> 5);
}

async function upload(key: string, uploadId: string, sizes: readonly number[]): Promise<string> {
  let [list, start] = ['', 0];
  for (const [index, size] of sizes.entries()) {
    const parameters = { partNumber: `${index + 1}`, uploadId };
    const response = await send('PUT', key, parameters, counting(size, start));
    expect(response.status).toBe(200);
    list += `<Part><PartNumber>${index + 1}</PartNumber><ETag>${response.headers.get('etag')}</ETag></Part>`;
    start += size;
  }
  return `<CompleteMultipartUpload>${list}</CompleteMultipartUpload>`;
}

/** XML without a type: a text's would have to be signed. */
const untyped = (text: string) => new TextEncoder().encode(text);
const keysOf = async (prefix: string) => (await env.ORIGINALS.list({ prefix })).objects.map(({ key }) => key);

beforeEach(async () => {
  const keys = await keysOf('/staging/');
  if (keys.length > 0) await env.ORIGINALS.delete(keys);
});

describe('an upload in parts smaller than R2 takes', () => {
  it('becomes one object and leaves nothing else', async () => {
    const sizes = [MINIMUM, 6 * 1024 * 1024, MINIMUM + 1, 7];
    const uploadId = await initiate('big.bin');
    const list = await upload('big.bin', uploadId, sizes);
    const done = await send('POST', 'big.bin', { uploadId }, untyped(list));
    expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('<ETag>')]);
    const read = await get(await signed({ method: 'GET', bucket: BUCKET, key: 'big.bin' }));
    const total = sizes.reduce((sum, size) => sum + size);
    expect(await bytesOf(read)).toEqual(counting(total, 0));
    for (const name of ['etag', 'x-oss-hash-crc64ecma']) {
      expect(read.headers.get(name)).toBe(done.headers.get(name));
    }
    expect(read.headers.get('x-oss-object-type')).toBe('Multipart');
    expect(await keysOf('/')).toEqual([]);
  });

  it.each(['\f ends in a tab\t', 'line\nfeed\r', '%0A is no \u0001', '图 片+.jpg'])(
    'has any key: %j',
    async (key) => {
      const uploadId = await initiate(key);
      expect(await (await send('GET', '', { uploads: '' })).text()).toContain(uploadId);
      const list = await upload(key, uploadId, [11]);
      expect((await send('POST', key, { uploadId }, untyped(list))).status).toBe(200);
      const read = await get(await signed({ method: 'GET', bucket: BUCKET, key }));
      expect(await bytesOf(read)).toEqual(counting(11, 0));
      expect(await keysOf('/')).toEqual([]);
    },
  );

  it('is dropped with its parts when it is aborted', async () => {
    const uploadId = await initiate('gone.bin');
    await upload('gone.bin', uploadId, [5, 6]);
    expect((await send('DELETE', 'gone.bin', { uploadId })).status).toBe(204);
    expect(await keysOf('/')).toEqual([]);
    expect(await errorOf(await send('GET', 'gone.bin', { uploadId }))).toMatchObject({
      code: 'NoSuchUpload',
    });
  });

  it('takes parts of unknown length', async () => {
    const uploadId = await initiate('chunked.bin');
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(counting(MINIMUM, 0));
        controller.close();
      },
    });
    const part = await send('PUT', 'chunked.bin', { partNumber: '1', uploadId }, body);
    expect(part.headers.get('etag')).toMatch(/^"[0-9A-F]{32}"$/);
    expect(await keysOf('/staging/')).toHaveLength(3);
  });
});

describe('a form', () => {
  const post = async (key: string, file: Uint8Array<ArrayBuffer>, conditions: readonly unknown[] = []) => {
    const expiration = new Date(Date.now() + 60_000).toISOString();
    const policy = btoa(JSON.stringify({ expiration, conditions: [{ bucket: BUCKET }, ...conditions] }));
    const body = new FormData();
    const fields = { key, policy, OSSAccessKeyId: KEY.id, Signature: await signPolicy(policy) };
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set('file', new Blob([file], { type: 'image/png' }), 'a.png');
    return get(`${BUCKET}/`, { method: 'POST', body });
  };

  it.each([5, 6 * 1024 * 1024])('stores a file of %d bytes', async (size) => {
    expect((await post('forms/${filename}', counting(size, 0))).status).toBe(204);
    const stored = await env.ORIGINALS.get('forms/a.png');
    expect(new Uint8Array((await stored?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(counting(size, 0));
    expect(stored?.httpMetadata?.contentType).toBe('image/png');
  });

  it.each([5, 6 * 1024 * 1024])('stores nothing of %d bytes that are too many', async (size) => {
    const range = ['content-length-range', 0, size - 1];
    expect(await errorOf(await post('large', counting(size, 0), [range]))).toMatchObject({
      status: 400,
      code: 'EntityTooLarge',
    });
    expect(await keysOf('large')).toEqual([]);
  });
});

async function signPolicy(policy: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-1' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(KEY.secret), algorithm, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(policy));
  return btoa(String.fromCharCode(...new Uint8Array(mac)));
}

it('an object that grew is copied, whole and in part, and read with its length', async () => {
  await send('DELETE', 'log.bin', {});
  const bytes = counting(2 * MINIMUM, 0);
  const half = bytes.slice(0, MINIMUM);
  expect((await send('POST', 'log.bin', { append: '', position: '0' }, half)).status).toBe(200);
  const rest = await send('POST', 'log.bin', { append: '', position: `${MINIMUM}` }, bytes.slice(MINIMUM));
  expect(rest.status).toBe(200);
  const copyTo = async (key: string, parameters: Record<string, string>) => {
    const headers = { 'x-oss-copy-source': `/${BUCKET}/log.bin` };
    const request = await signed({ method: 'PUT', bucket: BUCKET, key, parameters, headers });
    return get(request, { method: 'PUT', headers });
  };
  expect((await copyTo('log-copy.bin', {})).status).toBe(200);
  expect(
    (await copyTo('log-parts.bin', { partNumber: '1', uploadId: await initiate('log-parts.bin') })).status,
  ).toBe(200);
  for (const key of ['log.bin', 'log-copy.bin']) {
    const read = await get(await signed({ method: 'GET', bucket: BUCKET, key }));
    expect(read.headers.get('content-length')).toBe(`${bytes.length}`);
    expect(await bytesOf(read)).toEqual(bytes);
  }
});

/** A quarter of a second each way at 100 KiB a second. */
it('takes and gives as slowly as it is asked to, and nothing but that', async () => {
  const [bytes, limit] = [counting(25 * 1024, 0), '819200'];
  const parameters = { 'x-oss-traffic-limit': limit };
  const put = await send('PUT', 'slow.bin', parameters, bytes);
  expect(put.status).toBe(200);
  expect(Number(put.headers.get('x-oss-qos-delay-time'))).toBeGreaterThanOrEqual(245);
  const read = await send('GET', 'slow.bin', parameters);
  expect(read.headers.get('content-length')).toBe(`${bytes.length}`);
  expect(await bytesOf(read)).toEqual(bytes);
});
