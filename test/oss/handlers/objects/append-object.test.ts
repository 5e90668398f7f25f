import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../../support/answer.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { anonymous, signed, type SignOptions } from '../../support/sign.ts';

const HELLO_CRC = '11177612005948864433';

let world: World;
beforeEach(() => {
  world = createWorld();
});

const send = (path: string, options: SignOptions = {}) =>
  world.face(signed(`/examplebucket/${path}`, options));
const append = (position: number, body: string, headers: Record<string, string> = {}) =>
  send(`log.txt?append&position=${position}`, {
    method: 'POST',
    body,
    headers: { 'content-length': `${body.length}`, ...headers },
  });
const text = async (path = 'log.txt', headers: Record<string, string> = {}) =>
  (await send(path, { headers, ...(path.startsWith('?prefix') && { resource: '/examplebucket/' }) })).text();
const next = (response: Response) => response.headers.get('x-oss-next-append-position');

describe('AppendObject', () => {
  it('begins an object and adds to it, and tells where the next bytes go', async () => {
    const first = await append(0, 'hel', { 'content-type': 'text/plain', 'x-oss-meta-author': 'bob' });
    expect([first.status, next(first)]).toEqual([200, '3']);
    world.clock.time += 5000;
    const second = await append(3, 'lo', { 'x-oss-meta-author': 'eve' });
    expect(next(second)).toBe('5');
    expect(second.headers.get('x-oss-hash-crc64ecma')).toBe(HELLO_CRC);
    expect(second.headers.get('etag')).not.toBe(first.headers.get('etag'));

    const head = (await send('log.txt', { method: 'HEAD' })).headers;
    expect(Object.fromEntries(head)).toMatchObject({
      'content-length': '5',
      'content-type': 'text/plain',
      etag: second.headers.get('etag'),
      'last-modified': 'Sat, 01 Mar 2025 12:00:05 GMT',
      'x-oss-hash-crc64ecma': HELLO_CRC,
      'x-oss-meta-author': 'bob',
      'x-oss-next-append-position': '5',
      'x-oss-object-type': 'Appendable',
    });
    expect(head.has('content-md5')).toBe(false);
    expect(world.changed).toEqual(['examplebucket/log.txt', 'examplebucket/log.txt']);
  });

  it.each([
    [0, '3', 'a position that is taken'],
    [4, '3', 'a position past the end'],
  ])('refuses position %i and says %s: %s', async (position, expected) => {
    await append(0, 'hel');
    const refused = await append(position, 'lo');
    expect(next(refused)).toBe(expected);
    expect(refused.headers.get('x-oss-hash-crc64ecma')).toMatch(/^\d+$/);
    expect((await refusal(refused)).slice(0, 2)).toEqual([409, 'PositionNotEqualToLength']);
    expect(await text()).toBe('hel');
  });

  it('refuses to begin anywhere but at 0', async () => {
    const refused = await append(1, 'x');
    expect(next(refused)).toBe('0');
    expect((await refusal(refused))[1]).toBe('PositionNotEqualToLength');
    expect((await send('log.txt')).status).toBe(404);
  });

  it.each([
    ['put', { method: 'PUT', body: 'hello' }],
    ['linked', { method: 'PUT', headers: { 'x-oss-symlink-target': 'a.jpg' } }],
  ])('refuses an object that was %s', async (what, options) => {
    await send(what === 'put' ? 'log.txt' : 'log.txt?symlink', options);
    expect((await refusal(append(0, 'x'))).slice(0, 2)).toEqual([409, 'ObjectNotAppendable']);
    expect((await refusal(append(5, 'x'))).slice(0, 2)).toEqual([409, 'ObjectNotAppendable']);
  });

  it.each([
    ['append&position=one', 'InvalidArgument'],
    ['append&position=-1', 'InvalidArgument'],
    ['append', 'MissingArgument'],
  ])('needs a position: ?%s', async (query, code) => {
    expect((await refusal(send(`log.txt?${query}`, { method: 'POST', body: 'x' })))[1]).toBe(code);
  });

  it('needs the right to write', async () => {
    const answer = world.face(
      anonymous('/examplebucket/log.txt?append&position=0', { method: 'POST', body: 'x' }),
    );
    expect((await refusal(answer))[1]).toBe('AccessDenied');
  });

  it('checks the MD5 of what is added', async () => {
    const md5 = (of: string) => createHash('md5').update(of).digest('base64');
    expect((await append(0, 'hello', { 'content-md5': md5('hello') })).status).toBe(200);
    expect((await refusal(append(5, 'x', { 'content-md5': md5('y') })))[1]).toBe('InvalidDigest');
    const large = 'y'.repeat(2 * 1024 * 1024);
    expect((await refusal(append(5, large, { 'content-md5': md5('y') })))[1]).toBe('InvalidDigest');
    expect((await append(5, large, { 'content-md5': md5(large) })).status).toBe(200);
    expect(await text()).toBe(`hello${large}`);
  });

  it('adds nothing when there is nothing to add', async () => {
    expect(next(await append(0, ''))).toBe('0');
    expect(next(await append(0, 'x'))).toBe('1');
    expect(next(await append(1, ''))).toBe('1');
    expect(await text()).toBe('x');
  });
});

describe('an object that grows', () => {
  beforeEach(async () => {
    await append(0, 'hel', { 'x-oss-object-acl': 'public-read' });
    await append(3, 'lo');
  });

  it('is one object to ranges, listings and pictures', async () => {
    expect(await text('log.txt', { range: 'bytes=1-3' })).toBe('ell');
    const listed = await text('?prefix=log');
    expect(listed).toContain('<Type>Appendable</Type>');
    expect(listed).toContain('<Size>5</Size>');
    await send('log.txt?x-oss-process=image/resize,w_1');
    expect(world.renderer.jobs[0]?.original).toMatchObject({ key: 'log.txt', size: 5 });
  });

  it('grows on after its ACL and tags were written', async () => {
    await send('log.txt?acl', { method: 'PUT', headers: { 'x-oss-object-acl': 'private' } });
    const tagging = '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>';
    await send('log.txt?tagging', { method: 'PUT', body: tagging });
    expect(next(await append(5, '!'))).toBe('6');
    expect(await text('log.txt?acl')).toContain('<Grant>private</Grant>');
    expect(await text('log.txt?tagging')).toContain('<Key>a</Key>');
    expect(await text()).toBe('hello!');
  });

  it('takes the ACL of what is added, and nothing else that is said of it', async () => {
    const headers = { 'x-oss-object-acl': 'private', 'x-oss-meta-author': 'eve' };
    expect(next(await append(5, '!', headers))).toBe('6');
    expect(await text('log.txt?acl')).toContain('<Grant>private</Grant>');
    expect((await send('log.txt', { method: 'HEAD' })).headers.has('x-oss-meta-author')).toBe(false);
    await append(6, '!', { 'x-oss-object-acl': 'anything' });
    expect(next(await append(6, '?'))).toBe('7');
    expect(await text()).toBe('hello!?');
  });

  it('is copied into one that does not grow', async () => {
    const headers = { 'x-oss-copy-source': '/examplebucket/log.txt' };
    expect((await send('copy.txt', { method: 'PUT', headers })).status).toBe(200);
    const { headers: told } = await send('copy.txt', { method: 'HEAD' });
    expect(told.get('x-oss-object-type')).toBe('Normal');
    expect(told.get('x-oss-hash-crc64ecma')).toBe(HELLO_CRC);
    expect(await text('copy.txt')).toBe('hello');
  });

  it.each([
    ['a put', 'log.txt', { method: 'PUT', body: 'new' }, 'new'],
    [
      'a copy onto itself',
      'log.txt',
      { method: 'PUT', headers: { 'x-oss-copy-source': '/examplebucket/log.txt', 'content-type': 'a/b' } },
      'hello',
    ],
  ])('grows no more after %s', async (_, path, options, expected) => {
    expect((await send(path, options)).status).toBe(200);
    expect(await text()).toBe(expected);
    expect((await refusal(append(expected.length, 'x')))[1]).toBe('ObjectNotAppendable');
  });

  it('begins anew after it was deleted', async () => {
    await send('log.txt', { method: 'DELETE' });
    expect((await send('log.txt')).status).toBe(404);
    expect(next(await append(0, 'new'))).toBe('3');
    expect(await text()).toBe('new');
  });
});

it('is what was added, in any pieces, read in any range', async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 200, size: 'max' });
  await fc.assert(
    fc.asyncProperty(sizes, fc.double({ min: 0, max: 1, noNaN: true }), async (all, at) => {
      world = createWorld();
      let whole = '';
      for (const [index, size] of all.entries()) {
        const piece = String.fromCharCode(97 + (index % 26)).repeat(size);
        const answer = await append(whole.length, piece);
        whole += piece;
        expect(next(answer)).toBe(`${whole.length}`);
      }
      expect(await text()).toBe(whole);
      const first = Math.floor(at * whole.length);
      if (first < whole.length)
        expect(await text('log.txt', { range: `bytes=${first}-` })).toBe(whole.slice(first));
    }),
    { numRuns: 15 },
  );
});

describe('SealAppendObject', () => {
  const seal = (position: number, key = 'log.txt') =>
    send(`${key}?position=${position}&seal`, { method: 'POST' });
  const SEALED = 'Sat, 01 Mar 2025 12:00:00 GMT';
  const told = async () => (await send('log.txt', { method: 'HEAD' })).headers.get('x-oss-sealed-time');

  it('ends the growing of an object, and tells when that was first asked for', async () => {
    await append(0, 'hello');
    expect(await told()).toBeNull();
    for (const _ of ['first', 'again']) {
      const sealed = await seal(5);
      expect([sealed.status, sealed.headers.get('x-oss-sealed-time')]).toEqual([200, SEALED]);
      world.clock.time += 5000;
    }
    expect(await told()).toBe(SEALED);
    for (const position of [5, 0]) {
      expect((await refusal(append(position, 'x'))).slice(0, 2)).toEqual([
        400,
        'AppendSealedObjectNotAllowed',
      ]);
    }
    expect(await text()).toBe('hello');
  });

  it('stays with tags and ACL, and with no copy', async () => {
    await append(0, 'hello');
    await seal(5);
    expect(
      (await send('log.txt?acl', { method: 'PUT', headers: { 'x-oss-object-acl': 'private' } })).ok,
    ).toBe(true);
    expect(await told()).toBe(SEALED);
    const copied = { 'x-oss-copy-source': '/examplebucket/log.txt' };
    expect((await send('copy', { method: 'PUT', headers: copied })).status).toBe(200);
    expect((await send('copy', { method: 'HEAD' })).headers.has('x-oss-sealed-time')).toBe(false);
    await send('log.txt', { method: 'DELETE' });
    expect(next(await append(0, 'anew'))).toBe('4');
  });

  it('is refused at another length, and of what does not grow', async () => {
    await append(0, 'hello');
    const refused = await seal(4);
    expect(next(refused)).toBe('5');
    expect((await refusal(refused)).slice(0, 2)).toEqual([409, 'PositionNotEqualToLength']);
    expect(next(await append(5, '!'))).toBe('6');
    await send('plain', { method: 'PUT', body: 'hello' });
    expect((await refusal(seal(5, 'plain'))).slice(0, 2)).toEqual([409, 'ObjectNotAppendable']);
    expect((await refusal(seal(0, 'nothing'))).slice(0, 2)).toEqual([404, 'NoSuchKey']);
    expect((await refusal(send('log.txt?seal', { method: 'POST' })))[1]).toBe('MissingArgument');
  });
});
