/** Bodies of an origin's answers that nobody reads: each is let go, or it keeps a connection open. */
import { expect, it } from 'vitest';
import type { ObjectHead, ObjectStore } from '../../../src/oss/ports.ts';
import { createOrigin, type Origin } from '../../../src/worker/storage/origin/origin.ts';
import { readThrough } from '../../../src/worker/storage/origin/read-through.ts';

const ACCESS = {
  kind: 'oss',
  url: 'https://photos.oss-cn-hangzhou.aliyuncs.com/',
  bucket: 'photos',
  region: undefined,
  acl: 'bucket',
  key: { id: 'ID', secret: 'SECRET', token: undefined },
} as const;
const PLAIN = { 'content-length': '5', etag: '"1"' };

/** Bodies by what they answer to, and those that were let go. */
function bodies() {
  const open = new Map<string, number>();
  const answer = (what: string, headers: Record<string, string>, status = 200): Response => {
    open.set(what, (open.get(what) ?? 0) + 1);
    const cancel = () => void open.set(what, (open.get(what) ?? 0) - 1);
    const body = new ReadableStream<Uint8Array>({ cancel }, { highWaterMark: 0 });
    return { status, headers: new Headers(headers), body } as unknown as Response;
  };
  const left = () => [...open].filter(([, count]) => count !== 0).map(([what]) => what);
  return { answer, left };
}

/** An origin of answers' headers, by `METHOD ?query`. */
function originOf(answers: Record<string, Record<string, string>>, access: object = {}) {
  const { answer, left } = bodies();
  const origin = createOrigin(
    { ...ACCESS, ...access },
    async (url, init) => {
      const what = `${init.method} ${url.search}`;
      const headers = answers[what];
      return headers ? answer(what, headers) : answer(what, {}, 404);
    },
    'private',
  );
  return { origin, left };
}

const PACKED = { ...PLAIN, 'content-encoding': 'gzip' };
const UNNAMED = 'GET ?response-content-encoding=identity';
it.each<[string, Record<string, Record<string, string>>, object, string[]]>([
  ['an object', { 'GET ': PLAIN }, {}, ['GET ']],
  ['an object without a length', { 'GET ': { etag: '"1"' }, 'HEAD ': {} }, {}, []],
  [
    'a link',
    { 'GET ': { ...PLAIN, 'x-oss-object-type': 'Symlink' }, 'GET ?symlink': { 'x-oss-symlink-target': 'b' } },
    {},
    [],
  ],
  ['a link to nothing', { 'GET ': { ...PLAIN, 'x-oss-object-type': 'Symlink' }, 'GET ?symlink': {} }, {}, []],
  ['nothing', {}, {}, []],
  ['what is packed', { 'GET ': PACKED, 'HEAD ': PACKED, [UNNAMED]: PLAIN }, {}, [UNNAMED, 'HEAD ']],
  [
    'what is packed, and another by then',
    { 'GET ': PACKED, 'HEAD ': PACKED, [UNNAMED]: { ...PLAIN, etag: '"2"' } },
    {},
    ['HEAD '],
  ],
  ['what is packed where nobody signs', { 'GET ': PACKED }, { key: undefined }, []],
])('of %s only that stays open which is handed on', async (_, answers, access, kept) => {
  const { origin, left } = originOf(answers, access);
  await origin.get('a').catch(() => undefined);
  // Answers to HEAD have no bodies.
  expect(left().filter((what) => !what.startsWith('HEAD'))).toEqual(kept.filter((what) => what !== 'HEAD '));
});

it('of a version that nobody asked for is let go', async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) });
  const head = { key: 'a', size: 5, etag: 'new', modified: new Date(0) } as ObjectHead;
  const origin = { get: async () => ({ head, body, md5: undefined }) } as unknown as Origin;
  const through = readThrough({
    store: { get: async () => undefined, head: async () => undefined } as unknown as ObjectStore,
    tombstones: { has: async () => false, add: async () => undefined },
    origin,
    closed: [],
    told: () => undefined,
    waitUntil: () => undefined,
  });
  expect(await through.get('a', { etag: 'old' })).toBeUndefined();
  expect(cancelled).toBe(true);
});
