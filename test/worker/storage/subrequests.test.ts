/** How often the largest upload asks R2 when it is completed: a request on the platform may do so a bounded number of times. */
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { faultyR2 } from '../support/faulty-r2.ts';
import { startService } from '../support/service.ts';
import { ACCESS_KEYS, signed } from '../support/sign.ts';

const MINIMUM = 100 * 1024;
/** Objects of one page of a listing. */
const PAGE = 1000;
/** `[limits] subrequests` of `wrangler.toml`, and the most parts that an upload has. */
const ALLOWED = 50_000;
const MOST_PARTS = 10_000;

/** Calls of R2 that completing an upload of so many parts makes. */
async function callsOf(parts: number): Promise<number> {
  const { bucket, calls } = faultyR2(env.ORIGINALS, (_, run) => run());
  const { get, settle } = startService({ ACCESS_KEYS, ORIGINALS: bucket });
  const send = async (method: string, parameters: Record<string, string>, body?: BodyInit) =>
    get(await signed({ method, bucket: 'examplebucket', key: 'parts', parameters }), {
      method,
      ...(body !== undefined && { body }),
    });
  const opened = await (await send('POST', { uploads: '' })).text();
  const uploadId = /<UploadId>(\w+)</.exec(opened)?.[1] ?? '';
  let list = '';
  for (let number = 1; number <= parts; number++) {
    const part = await send('PUT', { partNumber: `${number}`, uploadId }, new Uint8Array(MINIMUM));
    list += `<Part><PartNumber>${number}</PartNumber><ETag>${part.headers.get('etag')}</ETag></Part>`;
  }
  calls.length = 0;
  const body = new TextEncoder().encode(`<CompleteMultipartUpload>${list}</CompleteMultipartUpload>`);
  const done = await send('POST', { uploadId }, body);
  expect([done.status, await done.text()]).toMatchObject([200, expect.stringContaining('<ETag>')]);
  await settle();
  expect((await env.ORIGINALS.head('parts'))?.size).toBe(parts * MINIMUM);
  return calls.length;
}

describe('an upload of ten thousand parts', () => {
  it('is completed within the calls that the platform allows', async () => {
    const [few, many] = [await callsOf(5), await callsOf(45)];
    // Each part is opened once; the rest is the same for both.
    expect(many - few).toBe(40);
    const fixed = few - 5;
    expect(fixed).toBeLessThan(16);
    // Beyond a page there are more pages: of records, and of records and bytes that are listed and deleted.
    const pages = MOST_PARTS / PAGE + 2 * ((2 * MOST_PARTS) / PAGE);
    expect(MOST_PARTS + fixed + pages).toBeLessThan(ALLOWED);
  });
});

describe('a read of an original', () => {
  it.each([
    ['a plain one', 200, {}, ['get']],
    ['a range', 206, { Range: 'bytes=1-2' }, ['head', 'get']],
    [
      'one that has it already',
      304,
      { 'If-Modified-Since': new Date(Date.now() + 60_000).toUTCString() },
      ['head'],
    ],
  ] as const)('asks R2 no oftener than it must: %s', async (_, status, headers, expected) => {
    await env.ORIGINALS.put('read.txt', 'hello');
    const { bucket, calls } = faultyR2(env.ORIGINALS, (_call, run) => run());
    const { get, settle } = startService({ ACCESS_KEYS, ORIGINALS: bucket });
    const response = await get('examplebucket/read.txt', { headers });
    await response.arrayBuffer();
    await settle();
    expect(response.status).toBe(status);
    expect(calls.filter(({ key }) => key === 'read.txt').map(({ name }) => name)).toEqual(expected);
  });
});
