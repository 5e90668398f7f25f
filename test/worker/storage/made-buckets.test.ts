/** Buckets that callers make, over R2: what isolates know of one another's. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { env } from 'cloudflare:workers';
import { startService, type Watched } from '../support/service.ts';
import { ACCESS_KEYS } from '../support/sign.ts';
import type { Bucket, MadeBucket } from '../../../src/oss/ports.ts';
import { createMadeBuckets } from '../../../src/worker/storage/made-buckets.ts';

const ASKED: MadeBucket = { acl: 'public-read', storageClass: 'IA', redundancy: 'LRS' };

let one: Watched;
let other: Watched;
const bucketsOf = ({ service }: Watched) => service.buckets;

beforeEach(() => {
  const start = () => startService({ ACCESS_KEYS, BUCKET_TEMPLATE: { binding: 'PRIVATE' } });
  [one, other] = [start(), start()];
});

describe('a bucket that a caller makes', () => {
  it('is made once, and found by every isolate with what was asked for it', async () => {
    const name = `made-${crypto.randomUUID()}`;
    expect(await bucketsOf(other).find(name)).toBeUndefined();
    const made = await Promise.all(
      [one, other].map((service) => bucketsOf(service).maker?.make(name, ASKED)),
    );
    expect(made.filter((bucket) => bucket !== undefined)).toHaveLength(1);
    for (const buckets of [bucketsOf(one), bucketsOf(other)]) {
      expect((await buckets.find(name))?.settings).toMatchObject({ name, acl: 'public-read', made: ASKED });
      expect((await buckets.list()).map(({ settings }) => settings.name)).toContain(name);
    }
  });

  it('costs no call of its own where all are listed', async () => {
    const names = Array.from({ length: 5 }, () => `made-${crypto.randomUUID()}`);
    await Promise.all(names.map((name) => bucketsOf(other).maker?.make(name, ASKED)));
    const head = vi.spyOn(env.PRIVATE, 'head');
    const listed = await bucketsOf(one).list();
    expect(listed.map(({ settings }) => settings)).toEqual(
      expect.arrayContaining(names.map((name) => expect.objectContaining({ name, made: ASKED }))),
    );
    expect(await bucketsOf(one).find(names[0] ?? '')).toBeDefined();
    expect(head).not.toHaveBeenCalled();
    head.mockRestore();
  });

  it('is found however short the pages of a listing are', async () => {
    const names = Array.from({ length: 3 }, () => `made-${crypto.randomUUID()}`);
    for (const name of names) await bucketsOf(other).maker?.make(name, ASKED);
    const list = env.PRIVATE.list.bind(env.PRIVATE);
    const short = vi
      .spyOn(env.PRIVATE, 'list')
      .mockImplementation((options = {}) => list({ ...options, limit: 1 } as R2ListOptions));
    const listed = (await bucketsOf(one).list()).map(({ settings }) => settings.name);
    short.mockRestore();
    expect(listed).toEqual(expect.arrayContaining(names));
  });

  it('keeps its objects where no caller of another bucket comes', async () => {
    const name = `made-${crypto.randomUUID()}`;
    const bucket = await bucketsOf(one).maker?.make(name, ASKED);
    const attributes = { headers: {}, meta: {}, kind: 'Normal' } as const;
    await bucket?.objects.put('a', new TextEncoder().encode('hello'), { attributes });
    expect(await (await env.PRIVATE.get(`/buckets/${name}/a`))?.text()).toBe('hello');
    const configured = await bucketsOf(one).find('privatebucket');
    expect(JSON.stringify(await configured?.objects.list({ limit: 1000 }))).not.toContain(name);
    const address = `http://${name}.localhost:8787/a`;
    expect(await (await other.service.face(new Request(address))).text()).toBe('hello');
  });

  it('is gone when it was removed, with what it had put aside', async () => {
    const name = `made-${crypto.randomUUID()}`;
    const bucket = await bucketsOf(one).maker?.make(name, ASKED);
    const attributes = { headers: {}, meta: {}, kind: 'Normal' } as const;
    await bucket?.staging.put('part', new Uint8Array(3), { attributes });
    await bucket?.sums.put('note', new Uint8Array(), { attributes });
    await bucketsOf(one).maker?.remove(name);
    expect(await bucketsOf(one).find(name)).toBeUndefined();
    expect(await bucketsOf(other).find(name)).toBeUndefined();
    for (const room of ['staging', 'sums'])
      expect((await env.PRIVATE.list({ prefix: `/${room}/${name}/` })).objects).toEqual([]);
  });
});

describe('what is known of made buckets', () => {
  const settings = { acl: 'private', delimiters: [], protect: [], cors: [], callbacks: [] } as const;
  let time: number;
  beforeEach(async () => {
    time = Date.UTC(2025, 0, 1);
    for (const { key } of (await env.PRIVATE.list()).objects) await env.PRIVATE.delete(key);
  });
  /** As an isolate knows them, and how often it has asked. */
  const isolate = (r2: R2Bucket = env.PRIVATE) => {
    const head = vi.fn<R2Bucket['head']>((key) => r2.head(key));
    const bucket = new Proxy(r2, {
      get: (target, name: keyof R2Bucket) =>
        name === 'head' ? head : (target[name] as (...args: unknown[]) => unknown).bind(target),
    });
    const open = (config: { readonly settings: object }) => ({ settings: config.settings }) as Bucket;
    const template = { binding: 'PRIVATE', settings };
    return { head, ...createMadeBuckets({ template, r2: bucket, open, now: () => time }) };
  };

  it('is that they are there for ten seconds, and missing only for those who say that it will do', async () => {
    const [here, there] = [isolate(), isolate()];
    expect(await here.find('photos', true)).toBeUndefined();
    await there.make('photos', ASKED);
    expect(await here.find('photos', true)).toBeUndefined();
    expect(here.known('photos')).toBeUndefined();
    expect(here.head).toHaveBeenCalledTimes(1);
    const found = await here.find('photos', false);
    expect(found?.settings).toMatchObject({ name: 'photos', created: new Date(time) });
    await there.remove('photos');
    time += 9_999;
    expect(await here.find('photos', false)).toBe(found);
    expect(here.known('photos')).toBe(found);
    time += 1;
    expect(here.known('photos')).toBeUndefined();
    expect(await here.find('photos', true)).toBeUndefined();
  });
  it('is the same bucket as long as it was made once', async () => {
    const [here, there] = [isolate(), isolate()];
    const first = await here.make('photos', { ...ASKED, acl: undefined });
    expect(first?.settings).toMatchObject({ acl: 'private', made: { acl: undefined, storageClass: 'IA' } });
    expect((await here.list())[0]).toBe(first);
    time += 1;
    await there.remove('photos');
    await there.make('photos', ASKED);
    expect((await here.list())[0]).not.toBe(first);
    expect((await here.find('photos', false))?.settings.acl).toBe('public-read');
  });
  it('asks nobody about what is no name of a bucket', async () => {
    const { find, head } = isolate();
    expect(await find('../photos', false)).toBeUndefined();
    expect(head).not.toHaveBeenCalled();
  });
  it.each([
    [999, true],
    [1000, false],
  ])('takes no more than a thousand of them: beside %i', async (count, isMade) => {
    const list = async () => ({
      objects: Array.from({ length: count }, () => ({ key: 'k' })),
      truncated: false,
    });
    const put = vi.fn<() => Promise<object>>(async () => ({}));
    const { make } = isolate({ list, put } as unknown as R2Bucket);
    const made = make('photos', ASKED);
    if (isMade) expect(await made).toBeDefined();
    else await expect(made).rejects.toMatchObject({ code: 'TooManyBuckets' });
    expect(put).toHaveBeenCalledTimes(isMade ? 1 : 0);
  });
  it('goes with all that one has put aside, however short the pages are, and with nothing of others', async () => {
    const { make, remove } = isolate(
      new Proxy(env.PRIVATE, {
        get: (target, name: keyof R2Bucket) =>
          name === 'list'
            ? (options: R2ListOptions) => target.list({ ...options, limit: 2 })
            : (target[name] as (...args: unknown[]) => unknown).bind(target),
      }),
    );
    await make('photos', ASKED);
    for (const room of ['staging', 'appends', 'sums'])
      for (const key of ['1', '2', '3', '4', '5']) await env.PRIVATE.put(`/${room}/photos/${key}`, 'x');
    await env.PRIVATE.put('/staging/photos-2/1', 'x');
    await remove('photos');
    expect((await env.PRIVATE.list()).objects.map(({ key }) => key)).toEqual(['/staging/photos-2/1']);
  });
});
