import { beforeEach, describe, expect, it } from 'vitest';
import { sweepSums } from '../../../../src/oss/handlers/objects/sweep-sums.ts';
import { Crc64 } from '../../../../src/oss/protocol/digest/crc64.ts';
import type { ObjectStore } from '../../../../src/oss/ports.ts';
import { signedForm } from '../../support/form.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { anonymous, signed, type SignOptions } from '../../support/sign.ts';

const CRC = 'x-oss-hash-crc64ecma';
/** More than is read before it is written. */
const LONG = 'line of a long file\n'.repeat(60_000);

let world: World;
beforeEach(() => {
  world = createWorld({ buckets: [{ acl: 'public-read' }] });
});

const send = (path: string, options: SignOptions = {}) =>
  world.face(signed(`/examplebucket/${path}`, options));
const put = (body: string, headers: Record<string, string> = {}) =>
  send('a', { method: 'PUT', body, headers: { 'content-length': `${body.length}`, ...headers } });
const post = async (body: string) => world.face(await signedForm({ key: 'a' }, body));
const sumOf = (text: string) => {
  const crc = new Crc64();
  crc.update(new TextEncoder().encode(text));
  return crc.value;
};
const told = async (path = 'a', options: SignOptions = {}) => (await send(path, options)).headers.get(CRC);
const notes = async () => (await world.buckets.get('examplebucket')!.sums.list({ limit: 9 })).objects;

describe('the CRC-64 of an object', () => {
  it.each([
    ['short, put', 'hello', put, 0],
    ['long, put', LONG, put, 1],
    ['short, from a form', 'hello', post, 0],
    ['long, from a form', LONG, post, 1],
  ])('%s, is told by the upload and by every signed read', async (_, body, write, noted) => {
    const sum = sumOf(body);
    expect((await write(body)).headers.get(CRC)).toBe(sum);
    expect(await told('a', { method: 'HEAD' })).toBe(sum);
    expect(await told('a', { method: 'GET' })).toBe(sum);
    expect(await told('a', { headers: { range: 'bytes=1-2' } })).toBe(sum);
    expect(await told('a?objectMeta', { method: 'HEAD' })).toBe(sum);
    expect(await notes()).toHaveLength(noted);
    // Nobody else waits for a second call of the store.
    expect((await world.face(anonymous('/examplebucket/a'))).headers.get(CRC)).toBe(noted ? null : sum);
  });

  it('goes with a copy, stays with new metadata, and ends with the object', async () => {
    await put(LONG);
    const sum = sumOf(LONG);
    const from = { 'x-oss-copy-source': '/examplebucket/a' };
    expect(await told('b', { method: 'PUT', headers: from })).toBe(sum);
    expect(await told('b', { method: 'HEAD' })).toBe(sum);
    await send('a?acl', { method: 'PUT', headers: { 'x-oss-object-acl': 'private' } });
    expect(await told('a', { method: 'HEAD' })).toBe(sum);
    await send('a', { method: 'PUT', headers: { ...from, 'x-oss-metadata-directive': 'REPLACE' } });
    expect(await told('a', { method: 'HEAD' })).toBe(sum);
    await send('a', { method: 'DELETE' });
    expect(await notes()).toEqual([]);
  });

  it('is never that of other bytes', async () => {
    await put(LONG);
    const { attributes } = (await world.buckets.get('examplebucket')!.objects.head('a'))!;
    await world.put('examplebucket', 'a', 'other', attributes);
    expect(await told('a', { method: 'HEAD' })).toBeNull();
    await put('hello');
    expect(await told('a', { method: 'HEAD' })).toBe(sumOf('hello'));
  });

  it('is not told while the store is in trouble, and what was written is good', async () => {
    const { sums } = world.buckets.get('examplebucket')!;
    sums.put = () => Promise.reject(new Error('busy'));
    expect((await put(LONG)).status).toBe(200);
    expect(world.logged).toHaveLength(1);
    sums.head = () => Promise.reject(new Error('busy'));
    const read = await send('a');
    expect([read.status, read.headers.get(CRC), await read.text()]).toEqual([200, null, LONG]);
  });
});

describe('a sweep of what is noted', () => {
  const HOUR = 3_600_000;
  const NOW = 1_800_000_000_000;
  const attributes = { headers: {}, meta: {}, kind: 'Normal' } as const;
  const bucket = () => world.buckets.get('examplebucket')!;
  const text = (body: string) => new TextEncoder().encode(body);

  /** Stores an object, and notes a sum of the bytes `of`, each so many milliseconds before `NOW`. */
  async function noted(key: string, { object, of, objectAge = 0, noteAge = 0, summed = true }: Noted) {
    const { objects, sums } = bucket();
    world.clock.time = NOW - noteAge;
    const { etag } = (await objects.put(key, text(of), { attributes }))!;
    await objects.delete([key]);
    await sums.put(key, new Uint8Array(), { attributes: { ...attributes, meta: { of: etag }, crc64: '1' } });
    world.clock.time = NOW - objectAge;
    if (object !== undefined)
      await objects.put(key, text(object), { attributes: { ...attributes, ...(summed && { summed }) } });
    world.clock.time = NOW;
  }

  interface Noted {
    readonly object?: string;
    readonly of: string;
    readonly objectAge?: number;
    readonly noteAge?: number;
    readonly summed?: boolean;
  }

  it.each<[string, Noted, number]>([
    ['the object is gone', { of: 'x', noteAge: HOUR + 1 }, 1],
    ['the object is gone, or not there yet', { of: 'x', noteAge: HOUR }, 0],
    ['the object is that one', { object: 'x', of: 'x', noteAge: HOUR + 1, objectAge: HOUR + 1 }, 0],
    ['the object has other bytes', { object: 'y', of: 'x', noteAge: HOUR + 1, objectAge: HOUR + 1 }, 1],
    // The note of those may be written between the look and the deletion.
    ['the object has other bytes, new ones', { object: 'y', of: 'x', noteAge: 9 * HOUR, objectAge: HOUR }, 0],
    [
      'the object has the same bytes and tells their sum itself',
      { object: 'x', of: 'x', noteAge: HOUR + 1, objectAge: HOUR + 1, summed: false },
      1,
    ],
    ['the note is newer than the object', { object: 'y', of: 'x', objectAge: 9 * HOUR }, 0],
  ])('where %s', async (_, states, swept) => {
    await noted('a', states);
    expect(await sweepSums(bucket(), NOW)).toBe(swept);
    expect(await notes()).toHaveLength(1 - swept);
  });

  it('looks at a thousand at a time, goes on there the next time, and then begins anew', async () => {
    const { objects, sums, staging } = bucket();
    for (let at = 0; at < 2500; at++) await noted(`${at}`, { of: 'x', noteAge: 2 * HOUR });
    let calls = 0;
    const counted: ObjectStore = {
      ...objects,
      head: (key) => (calls++, objects.head(key)),
    };
    const once = () => sweepSums({ objects: counted, sums, staging }, NOW);
    expect([await once(), await once(), await once(), await once()]).toEqual([1000, 1000, 500, 0]);
    expect([calls, (await staging.list({ limit: 9 })).objects]).toEqual([2500, []]);
  });

  it('has nothing to look at while all notes are young', async () => {
    await noted('a', { of: 'x' });
    const { sums, staging } = bucket();
    const objects = { ...bucket().objects, head: () => Promise.reject(new Error('asked')) };
    expect(await sweepSums({ objects, sums, staging }, NOW)).toBe(0);
  });
});
