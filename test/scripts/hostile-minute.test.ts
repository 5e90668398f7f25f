/**
 * A hostile hour in a minute: the largest pictures, cut ones, uploads of unknown length, slow readers and hang-ups, all at
 * once. An isolate has 128 MB; the local runtime ends none, so what it holds is read from its inspector.
 */
import { request } from 'node:http';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomOf } from '../../scripts/chaos/faults.ts';
import { type Runtime, startRuntime } from '../../scripts/chaos/runtime.ts';
import { breakOff, endEarly, exchange } from '../oss/support/socket.ts';

const SECONDS = 2;
const CALLERS = 16;
const MEGABYTE = 1024 * 1024;

const CHAINS = [
  'image/resize,w_200',
  'image/resize,w_1200/quality,q_80',
  'image/format,png',
  'image/format,webp',
  'image/format,webp/quality,Q_100',
  'image/rotate,90/resize,w_2000',
  'image/blur,r_50,s_50/resize,w_300',
  'image/resize,w_900/watermark,text_5L2g5aW9,size_60',
  'image/crop,w_3000,h_3000/sharpen,100',
  'image/average-hue',
  'image/info',
];

let runtime: Runtime;
const names: string[] = [];

beforeAll(async () => {
  runtime = await startRuntime({
    main: 'src/index.ts',
    variables: { BUCKETS: { examplebucket: { binding: 'ORIGINALS', acl: 'public-read-write' } } },
  });
  const bucket = await runtime.bucket('ORIGINALS');
  for (const [name, bytes] of Object.entries(await largePictures())) {
    names.push(name);
    await bucket.put(name, bytes);
    await bucket.put(`cut-${name}`, bytes.subarray(0, bytes.length / 2));
    names.push(`cut-${name}`);
  }
});
afterAll(() => runtime?.stop());

async function largePictures(): Promise<Record<string, Buffer>> {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  const small = await sharp({ create: { width: 600, height: 400, channels: 3, background: 'grey', noise } })
    .png()
    .toBuffer();
  const scaled = (width: number, height: number) => sharp(small).resize(width, height, { fit: 'fill' });
  return {
    'large.jpg': await scaled(8000, 6000).jpeg({ quality: 75 }).toBuffer(),
    'progressive.jpg': await scaled(6000, 4000).jpeg({ progressive: true }).toBuffer(),
    'turned.jpg': await scaled(4000, 3000).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    'large.png': await scaled(5000, 3000).png({ compressionLevel: 1 }).toBuffer(),
    'large.webp': await scaled(4000, 4000).webp({ effort: 0 }).toBuffer(),
  };
}

interface Sent {
  readonly method?: string;
  readonly body?: Iterable<Buffer>;
  readonly headers?: Record<string, string>;
  /** Milliseconds until the caller hangs up. */
  readonly hangUp?: number;
}

/** The status, or `gone` for a caller that hung up; answers are read slowly. */
function ask(
  path: string,
  { method = 'GET', body, headers = {}, hangUp }: Sent = {},
): Promise<number | 'gone'> {
  return new Promise((resolve) => {
    const sent = request(`${runtime.origin}/${path}`, { method, headers }, (answer) => {
      answer.on('data', () => {
        answer.pause();
        setTimeout(() => answer.resume(), 1);
      });
      answer.on('end', () => resolve(answer.statusCode ?? 0));
      answer.on('error', () => resolve('gone'));
    });
    sent.on('error', () => resolve('gone'));
    sent.on('close', () => resolve('gone'));
    if (hangUp !== undefined) setTimeout(() => sent.destroy(), hangUp);
    for (const piece of body ?? []) sent.write(piece);
    sent.end();
  });
}

async function caller(seed: number, until: number, count: (status: number | 'gone') => void): Promise<void> {
  const random = randomOf(seed);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
  while (performance.now() < until) {
    if (random() < 0.15) {
      const piece = Buffer.alloc(MEGABYTE, random() * 256);
      const pieces = Array.from({ length: 1 + random() * 8 }, () => piece);
      count(await ask(`upload-${seed}`, { method: 'PUT', body: pieces }));
      continue;
    }
    const path = `${pick(names)}?x-oss-process=${pick(CHAINS)}/bright,${Math.floor(random() * 50)}`;
    count(await ask(path, random() < 0.3 ? { hangUp: random() * 2000 } : {}));
  }
}

it('holds less than 128 MB, refuses only by rule, and has given all of it back afterwards', async () => {
  const isolate = await runtime.isolate();
  const statuses = new Set<number | 'gone'>();
  const until = performance.now() + SECONDS * 1000;
  const count = (status: number | 'gone') => void statuses.add(status);
  const callers = Promise.all(Array.from({ length: CALLERS }, (_, seed) => caller(seed, until, count)));
  const callersAre = { gone: false };
  void callers.finally(() => (callersAre.gone = true));
  const held: number[] = [];
  while (!callersAre.gone) {
    held.push(await isolate.held());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  held.push(await isolate.held());
  isolate.close();
  expect(Math.max(...held) / MEGABYTE).toBeLessThan(128);
  // Pictures were under way while it was looked.
  expect(Math.max(...held) / MEGABYTE).toBeGreaterThan(20);
  expect([...statuses].filter((status) => ![200, 400, 503, 'gone'].includes(status))).toEqual([]);
  expect(statuses).toContain(200);
  expect((held.at(-1) ?? Infinity) / MEGABYTE).toBeLessThan(32);
  expect(await ask('turned.jpg?x-oss-process=image/resize,w_100')).toBe(200);
}, 600_000);

// Asked of the runtime itself. Through `wrangler dev`, on a busy machine, such an upload has been stored now and then, as if it were
// whole: what ends its body there is not known.
it.each([
  ['breaks off', breakOff],
  ['sends no more', endEarly],
])('stores no chunked upload whose sender %s between two chunks', async (_, leave) => {
  const bucket = await runtime.bucket('ORIGINALS');
  const port = Number(new URL(runtime.origin).port);
  const head = 'PUT /torn HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n';
  const chunk = ['30d40\r\n', Buffer.alloc(200_000, 7), '\r\n'];
  await leave(port, head, ...chunk);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await bucket.head('torn')).toBeNull();
  // Nothing but its end was missing.
  expect((await exchange(port, head, ...chunk, '0\r\n\r\n'))?.status).toBe(200);
  await bucket.delete('torn');
});
