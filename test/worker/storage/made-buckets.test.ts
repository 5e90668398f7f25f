/** Buckets that callers make, over R2: what isolates know of one another's. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { env } from 'cloudflare:workers';
import { startService, type Watched } from '../support/service.ts';
import { ACCESS_KEYS } from '../support/sign.ts';
import type { MadeBucket } from '../../../src/oss/ports.ts';

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
