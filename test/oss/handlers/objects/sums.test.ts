import { beforeEach, describe, expect, it } from 'vitest';
import { Crc64 } from '../../../../src/oss/protocol/digest/crc64.ts';
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
