/** What the renderer answers with, what it puts into the cache, and that it lets go of every picture. */
import { beforeEach, expect, it, vi } from 'vitest';
import { ProcessError } from '../../../src/core/spec/error.ts';
import type { EdgeCache } from '../../../src/worker/renderer/edge-cache.ts';
import type { Made } from '../../../src/worker/renderer/jobs.ts';
import { createPictureServer } from '../../../src/worker/renderer/server.ts';
import { REQUEST, toAddress } from '../../../src/worker/wire/address.ts';
import { SourceChanged } from '../../../src/worker/wire/errors.ts';

const ADDRESS = toAddress({
  version: 'v',
  bucket: 'photos',
  key: 'a.png',
  etag: 'e',
  chain: 'image/resize,w_1',
  offer: '',
  marks: '',
});
const CHUNKS = ['ab', 'c'].map((text) => new TextEncoder().encode(text));
const rendered = { chunks: CHUNKS, size: 3, type: 'text/plain', timing: 'wait;dur=1.0', plan: 'bytes=9' };

let background: Promise<unknown>[];
let put: (response: Response) => Promise<unknown>;
let kept: Response | undefined;
let shared: boolean;
let make: () => Promise<Made>;
/** How often each use of the picture was ended. */
let ended: { asked: number; kept: number };

beforeEach(() => {
  background = [];
  kept = undefined;
  shared = false;
  put = (response) => response.text();
  ended = { asked: 0, kept: 0 };
  make = async () => ({
    rendered,
    shared,
    done: () => void ended.asked++,
    use: () => () => void ended.kept++,
  });
});

const cache: EdgeCache = {
  match: async () => kept,
  put: async (_, response) => void (await put(response)),
};
const serve = () =>
  createPictureServer({
    jobs: { make: () => make() },
    cache,
    seconds: 77,
    waitUntil: (work) => void background.push(work.catch(() => undefined)),
  })(new Request(ADDRESS, { headers: { [REQUEST]: 'mine' } }));

it('answers with the picture and keeps one like it, and is done with each once it is read', async () => {
  const texts: string[] = [];
  put = async (response) => texts.push(await response.text());
  const response = await serve();
  await Promise.all(background);
  expect([texts, ended.asked]).toEqual([['abc'], 0]);
  expect(ended.kept).toBeGreaterThan(0);
  expect(await response.text()).toBe('abc');
  expect(ended.asked).toBeGreaterThan(0);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/plain',
    'cache-control': 'public, max-age=77, immutable, stale-if-error=0',
    'x-made-for': 'mine',
    'x-size': '3',
    'x-timing': 'wait;dur=1.0',
    'x-img-plan': 'bytes=9',
  });
});

it.each<[string, (response: Response) => Promise<unknown>]>([
  ['fails', () => Promise.reject(new Error('no room'))],
  ['leaves it unread', () => Promise.resolve()],
])('is done with the picture for a cache that %s', async (_, putting) => {
  put = putting;
  await (await serve()).text();
  await Promise.all(background);
  expect(ended.kept).toBeGreaterThan(0);
});

it('is done with a picture whose caller leaves', async () => {
  const reader = (await serve()).body!.getReader();
  await reader.read();
  expect(ended.asked).toBe(0);
  await reader.cancel();
  expect(ended.asked).toBeGreaterThan(0);
});

it('leaves keeping a picture to whoever asked for it first', async () => {
  shared = true;
  put = vi.fn<typeof put>();
  expect(await (await serve()).text()).toBe('abc');
  expect(put).not.toHaveBeenCalled();
});

it('makes nothing that is kept', async () => {
  kept = new Response('kept');
  make = vi.fn<typeof make>();
  expect(await (await serve()).text()).toBe('kept');
  expect(make).not.toHaveBeenCalled();
});

it.each([
  [new ProcessError('InvalidArgument', 'no'), 400],
  [new ProcessError('ServiceUnavailable', 'busy'), 503],
  [new SourceChanged(), 409],
])('tells a refusal, and keeps none: %s', async (error, status) => {
  put = vi.fn<typeof put>();
  make = () => Promise.reject(error);
  const response = await serve();
  expect([response.status, response.headers.get('cache-control')]).toEqual([status, 'no-store']);
  expect(put).not.toHaveBeenCalled();
});

it('throws what is nobody’s doing', async () => {
  make = () => Promise.reject(new TypeError('a fault of ours'));
  await expect(serve()).rejects.toThrow('a fault of ours');
});
