import { describe, expect, it } from 'vitest';
import { refusal } from './support/answer.ts';
import { type Answered, createFace } from '../../src/oss/face.ts';
import { createWorld, KEY, NOW, type World } from './support/memory.ts';
import { anonymous, signed } from './support/sign.ts';

const SHOP = 'https://shop.example';

async function world(cors: string[]): Promise<World> {
  const made = createWorld({ buckets: [{ acl: 'public-read', cors }] });
  await made.put('examplebucket', 'photo.jpg', 'photo');
  return made;
}

const preflight = (origin: string | undefined, method = 'GET') =>
  anonymous('/examplebucket/photo.jpg', {
    method: 'OPTIONS',
    headers: {
      ...(origin === undefined ? {} : { origin }),
      'access-control-request-method': method,
      'access-control-request-headers': 'x-oss-date,authorization',
    },
  });

describe('browsers', () => {
  it('may ask before they ask, without a signature', async () => {
    const { face } = await world([SHOP]);
    const response = await face(preflight(SHOP, 'PUT'));
    expect(response.status).toBe(200);
    const signedFor = new Request(
      'http://127.0.0.1:8787/examplebucket/a?OSSAccessKeyId=x&Expires=1&Signature=y',
      preflight(SHOP, 'PUT'),
    );
    expect((await face(signedFor)).status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': SHOP,
      'access-control-allow-methods': 'GET, HEAD, PUT, POST, DELETE',
      'access-control-allow-headers': 'x-oss-date,authorization',
      'access-control-expose-headers': expect.stringContaining('ETag, x-oss-request-id') as unknown,
      vary: 'Origin',
    });
  });

  it('are told no for other origins and methods, and in buckets without rules', async () => {
    const { face } = await world([SHOP]);
    expect(await refusal(face(preflight('https://evil.example')))).toEqual([403, 'AccessForbidden']);
    expect(await refusal(face(preflight(SHOP, 'PATCH')))).toEqual([403, 'AccessForbidden']);
    expect(await refusal(face(preflight(undefined)))).toEqual([400, 'BadRequest']);
    expect(await refusal((await world([])).face(preflight(SHOP)))).toEqual([403, 'AccessForbidden']);
  });

  it.each([
    [[SHOP], SHOP, SHOP, 'Origin'],
    [[SHOP], 'https://evil.example', null, 'Origin'],
    [[SHOP], undefined, null, 'Origin'],
    [['*'], 'https://any.example', '*', null],
    [['*'], undefined, '*', null],
    [[], SHOP, null, null],
  ])('rules %o and origin %s: allowed %s, Vary %s', async (cors, origin, allowed, vary) => {
    const { face } = await world(cors);
    for (const path of ['photo.jpg', 'nothing.jpg']) {
      const sent = origin === undefined ? {} : { origin };
      const { headers } = await face(anonymous(`/examplebucket/${path}`, { headers: sent }));
      expect([headers.get('access-control-allow-origin'), headers.get('vary')]).toEqual([allowed, vary]);
    }
  });
});

describe('a custom domain', () => {
  it('answers its own bucket, though a path begins like another one', async () => {
    const hosts = new Map([['img.example.com', 'examplebucket']]);
    const { face, put } = createWorld({
      buckets: [{ acl: 'public-read' }, { name: 'otherbucket', acl: 'public-read' }],
      addressing: { hosts },
    });
    await put('otherbucket', 'evil.html', 'evil');
    const ask = () => face(new Request('http://img.example.com/otherbucket/evil.html'));
    expect(await refusal(ask())).toEqual([404, 'NoSuchKey', '0026-00000001']);
    await put('examplebucket', 'otherbucket/evil.html', 'its own');
    expect(await (await ask()).text()).toBe('its own');
  });
});

describe('answers to a signature', () => {
  it('are for its caller alone, whatever the bucket says, and say what the object says', async () => {
    const { face, put } = createWorld({
      buckets: [{ acl: 'public-read', cacheControl: 'public, max-age=60' }],
    });
    await put('examplebucket', 'a', 'a', { acl: 'private' });
    await put('examplebucket', 'b', 'b', { headers: { cacheControl: 'public, s-maxage=9, max-age=3' } });
    await put('examplebucket', 'c', 'c', { headers: { cacheControl: 'max-age=3' } });
    const control = async (path: string) => (await face(signed(path))).headers.get('cache-control');
    expect(await control('/examplebucket/a')).toBe('private, max-age=60');
    expect(await control('/examplebucket/b')).toBe('public, s-maxage=9, max-age=3');
    expect(await control('/examplebucket/c')).toBe('max-age=3');
    expect(await control('/examplebucket/a?x-oss-process=image/resize,w_1')).toBe('private, max-age=60');
    // What is in `Authorization` keeps shared caches away by itself (RFC 9111 section 3.5).
    expect(await control('/examplebucket/?acl')).toBeNull();
    const open = await face(anonymous('/examplebucket/b'));
    expect(open.headers.get('cache-control')).toBe('public, s-maxage=9, max-age=3');
  });
});

describe('every answer', () => {
  it('has an id of its own, the date and the server', async () => {
    const { face } = await world([]);
    const answers = await Promise.all([
      face(anonymous('/examplebucket/photo.jpg')),
      face(anonymous('/examplebucket/nothing.jpg')),
      face(anonymous('/examplebucket/%00')),
      face(signed('/examplebucket/?acl')),
    ]);
    const ids = answers.map(({ headers }) => headers.get('x-oss-request-id'));
    expect(new Set(ids).size).toBe(4);
    for (const { headers } of answers) {
      expect(headers.get('date')).toBe('Sat, 01 Mar 2025 12:00:00 GMT');
      expect(headers.get('server')).toBe('AliyunOSS');
    }
  });

  it('is told to who counts, with what was asked and nothing that is secret', async () => {
    const { services, put } = createWorld({ buckets: [{ acl: 'public-read' }] });
    await put('examplebucket', 'photo.jpg', 'photo');
    const told: Answered[] = [];
    let time = NOW;
    const clock = { ...services.clock, now: () => (time += 7) };
    const logged: unknown[] = [];
    const log = (error: unknown) => void logged.push(error);
    const face = createFace({ ...services, clock, log, answered: (answer) => void told.push(answer) });
    const broken = new TypeError('a fault of ours');
    await face(signed('/examplebucket/photo.jpg', { now: NOW }));
    await face(anonymous('/examplebucket/photo.jpg', { method: 'HEAD' }));
    await face(anonymous('/examplebucket/none.jpg?x-oss-process=image/resize,w_1'));
    await face(anonymous('/examplebucket/photo.jpg?x-oss-process=image/resize,w_1'));
    Object.assign(services.renderer, { render: () => Promise.reject(broken) });
    await face(anonymous('/examplebucket/photo.jpg?x-oss-process=image/resize,w_2'));
    const get = {
      route: 'GET object',
      method: 'GET',
      bucket: 'examplebucket',
      path: '/examplebucket/photo.jpg',
    };
    expect(told).toMatchObject([
      { ...get, caller: KEY.id, status: 200, code: undefined, bytes: 5, timing: undefined },
      { ...get, route: 'HEAD object', method: 'HEAD', caller: undefined, status: 200, bytes: undefined },
      { ...get, path: '/examplebucket/none.jpg', status: 404, code: 'NoSuchKey' },
      { ...get, status: 200, timing: 'render;dur=1' },
      { ...get, status: 500, code: 'InternalError' },
    ]);
    expect(told.every(({ milliseconds }) => milliseconds > 0 && milliseconds % 7 === 0)).toBe(true);
    expect(logged).toEqual([broken]);
    expect(JSON.stringify(told)).not.toMatch(/w_1|Signature/);
  });
});
