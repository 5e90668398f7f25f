import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Delimiter } from '../../../../src/oss/ports.ts';
import { refusal } from '../../support/answer.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { anonymous, signed } from '../../support/sign.ts';

const ETAG = '"5D41402ABC4B2A76B9719D911017C592"';
const ALL: Delimiter[] = ['-', '_', '/', '!'];

let world: World;
beforeEach(async () => {
  world = createWorld({ buckets: [{ acl: 'public-read', delimiters: ALL, cors: ['https://shop.example'] }] });
  await world.put('examplebucket', 'a.jpg', 'hello', {
    headers: {
      contentType: 'image/jpeg',
      contentEncoding: 'gzip',
      cacheControl: 'max-age=9',
      contentDisposition: 'inline',
    },
    meta: { author: 'bob' },
    crc64: '1',
  });
  world.style('thumb', 'image/resize,w_1');
});

const get = (path: string, headers: Record<string, string> = {}) =>
  world.face(anonymous(`/examplebucket/${path}`, { headers }));
const text = async (path: string) => (await get(path)).text();

describe('a processed picture', () => {
  it('has the headers of the operations reference, section 8', async () => {
    const response = await get('a.jpg?x-oss-process=image/resize,w_100');
    expect(await response.text()).toBe('a.jpg: image/resize,w_100');
    const { 'x-oss-request-id': _, ...headers } = Object.fromEntries(response.headers);
    expect(headers).toEqual({
      'cache-control': 'max-age=9',
      'content-disposition': 'inline',
      'content-length': '25',
      'content-type': 'image/png',
      date: 'Sat, 01 Mar 2025 12:00:00 GMT',
      etag: ETAG,
      'last-modified': 'Sat, 01 Mar 2025 12:00:00 GMT',
      server: 'AliyunOSS',
      'server-timing': 'render;dur=1',
      vary: 'Origin',
      'x-oss-meta-author': 'bob',
      'x-oss-object-type': 'Normal',
      'x-oss-server-time': '0',
      'x-oss-storage-class': 'Standard',
    });
  });

  it('answers HEAD with the same headers and no body', async () => {
    const path = '/examplebucket/a.jpg?x-oss-process=image/resize,w_100';
    const head = await world.face(anonymous(path, { method: 'HEAD' }));
    expect(head.headers.get('content-length')).toBe('25');
    expect(await head.text()).toBe('');
  });

  it('is whole, whatever Range asks for', async () => {
    const response = await get('a.jpg?x-oss-process=image/resize,w_100', { range: 'bytes=0-1' });
    expect([response.status, (await response.text()).length]).toEqual([200, 25]);
  });

  it.each([{ 'if-none-match': ETAG }, { 'if-modified-since': 'Sat, 01 Mar 2025 12:00:00 GMT' }])(
    'is 304 for %o, and nothing is rendered',
    async (headers) => {
      const response = await get('a.jpg!thumb', headers as unknown as Record<string, string>);
      expect(response.status).toBe(304);
      expect(world.renderer.jobs).toEqual([]);
    },
  );

  it('is asked for by parameter or header, decoded once, in canonical form', async () => {
    expect(await text('a.jpg?x-oss-process=image%2Fresize%2Cw_100%7Cimage%2Frotate%2C90')).toBe(
      'a.jpg: image/resize,w_100/rotate,90',
    );
    const byHeader = await get('a.jpg', { 'x-oss-process': 'image/rotate,90', accept: 'image/webp' });
    expect(byHeader.headers.get('vary')).toBe('x-oss-process, Origin');
    expect(await byHeader.text()).toBe('a.jpg: image/rotate,90');
    expect(world.renderer.jobs.at(-1)).toMatchObject({ accept: undefined });
  });

  it('is not made of an empty or a misspelt parameter', async () => {
    for (const query of ['x-oss-process', 'x-oss-process=', 'X-Oss-Process=image/info']) {
      expect(await text(`a.jpg?${query}`)).toBe('hello');
    }
  });

  it.each([
    ['image/slim,1', 400, 'InvalidArgument', '0040-00000213'],
    ['video/snapshot,t_1', 400, 'InvalidArgument', undefined],
    ['image/resize,w_1|sys/saveas,o_YQ', 400, 'InvalidArgument', undefined],
    ['style/thumb|sys/saveas,o_YQ', 400, 'InvalidArgument', undefined],
    ['style/nothing', 404, 'NoSuchStyle', undefined],
    ['style/', 404, 'NoSuchStyle', undefined],
    ['style/../thumb', 404, 'NoSuchStyle', undefined],
    ['style/thumb/resize,w_1', 404, 'NoSuchStyle', undefined],
    ['x'.repeat(5000), 400, 'InvalidArgument', '0017-00000288'],
  ])('%s is %d %s, the object there or not', async (process, status, code, ec) => {
    const expected = ec === undefined ? [status, code] : [status, code, ec];
    for (const key of ['a.jpg', 'no.jpg']) {
      expect(await refusal(get(`${key}?x-oss-process=${process}`))).toEqual(expected);
    }
  });

  it('of nothing is NoSuchKey', async () => {
    expect(await refusal(get('no.jpg?x-oss-process=image/info'))).toEqual([
      404,
      'NoSuchKey',
      '0040-00000024',
    ]);
  });

  it('takes a signed chain as it was signed and no other', async () => {
    const path = '/examplebucket/a.jpg?x-oss-process=image/rotate,90';
    expect((await world.face(signed(path))).status).toBe(200);
    const { headers } = signed('/examplebucket/a.jpg');
    expect((await refusal(world.face(anonymous(path, { headers }))))[1]).toBe('SignatureDoesNotMatch');
    headers.set('x-oss-process', 'image/rotate,90');
    const appended = anonymous('/examplebucket/a.jpg', { headers });
    expect((await refusal(world.face(appended)))[1]).toBe('SignatureDoesNotMatch');
  });
});

describe('a style in the path', () => {
  it.each(['a.jpg!thumb', 'a.jpg@!thumb', 'a.jpg%21thumb', 'a.jpg-thumb', 'a.jpg_thumb', 'a.jpg/thumb'])(
    '%s',
    async (path) => {
      expect(await text(path)).toBe('a.jpg: image/resize,w_1');
    },
  );

  it.each(['a.jpg!thumb', 'a.jpg-thumb', 'a.jpg?x-oss-process=style/thumb'])(
    'is looked up once: %s',
    async (path) => {
      const lookUp = vi.spyOn(world.services.styles, 'get');
      expect(await text(path)).toBe('a.jpg: image/resize,w_1');
      expect(lookUp).toHaveBeenCalledTimes(1);
    },
  );

  it('gives way to an object of the whole name, except after an exclamation mark', async () => {
    await world.put('examplebucket', 'a.jpg-thumb', 'literal');
    await world.put('examplebucket', 'a.jpg!thumb', 'literal');
    expect(await text('a.jpg-thumb')).toBe('literal');
    expect(await text('a.jpg!thumb')).toBe('a.jpg: image/resize,w_1');
  });

  it('that is unknown leaves an object with an exclamation mark in its name alone', async () => {
    await world.put('examplebucket', 'wow!.jpg', 'literal');
    expect(await text('wow!.jpg')).toBe('literal');
  });

  it('that is unknown is said so after an exclamation mark, and is part of the key after others', async () => {
    expect(await refusal(get('a.jpg!none'))).toEqual([404, 'NoSuchStyle']);
    expect(await refusal(get('a.jpg-none'))).toEqual([404, 'NoSuchKey', '0026-00000001']);
  });

  it('is left alone when a chain is asked for', async () => {
    expect(await refusal(get('a.jpg!thumb?x-oss-process=image/info'))).toEqual([
      404,
      'NoSuchKey',
      '0040-00000024',
    ]);
  });

  it.each(['csdar5324', 'style/thumb', 'image/info|sys/saveas,o_YQ', 'image/slim,1'])(
    'whose text is %s is 400 when it is used',
    async (content) => {
      world.style('odd', content);
      expect((await get('a.jpg!odd')).status).toBe(400);
    },
  );
});

describe('ignore-error,1', () => {
  const FAILS = 'image/rotate,45/ignore-error,1';
  const FAILING = `?x-oss-process=image/resize,w_1/rotate,45`;

  it('shows the original, as what it is, where the picture cannot be made', async () => {
    expect(await refusal(await get(`a.jpg${FAILING}`))).toEqual([400, 'BadRequest', '0040-00000005']);
    const response = await get(`a.jpg${FAILING}/ignore-error,1`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(await response.text()).toBe('hello');
  });

  it('does so for styles and for HEAD', async () => {
    world.style('loose', `image/ignore-error,1/resize,w_1/rotate,45`);
    expect(await text('a.jpg!loose')).toBe('hello');
    const head = await world.face(anonymous('/examplebucket/a.jpg!loose', { method: 'HEAD' }));
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '5']);
  });

  it.each([
    ['none.jpg', `${FAILING}/ignore-error,1`, 404, 'NoSuchKey'],
    ['a.jpg', '?x-oss-process=style/none', 404, 'NoSuchStyle'],
    ['a.jpg', `?x-oss-process=${FAILS}/slim,1`, 400, 'InvalidArgument'],
  ])('keeps the error of %s%s', async (key, query, status, code) => {
    expect(await refusal(await get(`${key}${query}`))).toEqual(expect.arrayContaining([status, code]));
  });

  it('never shows a protected original to an anonymous caller', async () => {
    const closed = createWorld({ buckets: [{ acl: 'public-read', protect: ['jpg'] }] });
    await closed.put('examplebucket', 'a.jpg', 'hello', {});
    closed.style('loose', `image/ignore-error,1/resize,w_1/rotate,45`);
    const path = '/examplebucket/a.jpg?x-oss-process=style/loose';
    expect(await refusal(await closed.face(anonymous(path)))).toEqual([400, 'BadRequest', '0040-00000005']);
    expect(await (await closed.face(await signed(path))).text()).toBe('hello');
  });
});

describe('a chain in a header', () => {
  it.each(['image/resize,w_100', 'image%2Fresize%2Cw_100', 'image%2fresize,w_100'])('%s', async (chain) => {
    const response = await get('a.jpg', { 'x-oss-process': chain });
    expect(await response.text()).toBe('a.jpg: image/resize,w_100');
    expect(response.headers.get('vary')).toContain('x-oss-process');
  });
});
