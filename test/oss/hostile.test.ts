/** Requests nobody sends by mistake: the right code each time, nothing written and nothing told. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { refusal } from './support/answer.ts';
import { createWorld, KEY, type World } from './support/memory.ts';
import { anonymous, signed } from './support/sign.ts';

let world: World;
beforeEach(async () => {
  world = createWorld({
    buckets: [{ acl: 'public-read', cors: ['https://shop.example'] }, { name: 'secretbucket' }],
    addressing: { fallback: 'examplebucket', hosts: new Map([['img.example.com', 'examplebucket']]) },
  });
  await world.put('examplebucket', 'photo.jpg', 'photo');
  await world.put('secretbucket', 'secret-key.jpg', 'TOP-SECRET');
});

/** A request with headers that no Request object accepts or keeps. */
function raw(url: string, headers: Record<string, string>, method = 'GET'): Request {
  return new Request(url, { method, headers });
}

describe('hosts', () => {
  it.each(['a.example, b.example', 'a.example b.example', 'a/b', 'a.example:port', 'a@b', '<script>', ''])(
    'Host: %s is InvalidArgument',
    async (host) => {
      const response = world.face(raw('http://127.0.0.1/photo.jpg', { host }));
      expect(await refusal(response)).toEqual([400, 'InvalidArgument']);
    },
  );

  it('is never read from X-Forwarded-Host and its relatives', async () => {
    const response = await world.face(
      raw('http://127.0.0.1/secret-key.jpg', {
        'x-forwarded-host': 'secretbucket.localhost',
        'x-original-url': '/secretbucket/secret-key.jpg',
        'x-rewrite-url': '/secretbucket/secret-key.jpg',
        forwarded: 'host=secretbucket.localhost',
        'x-host': 'secretbucket.localhost',
        'x-http-method-override': 'DELETE',
      }),
    );
    expect(await refusal(response)).toEqual([404, 'NoSuchKey', '0026-00000001']);
  });
});

describe('paths', () => {
  it.each([
    ['%00', 'InvalidObjectName'],
    ['a%00.jpg', 'InvalidObjectName'],
    ['%2e%2e%2fsecretbucket%2fsecret-key.jpg', 'InvalidObjectName'],
    ['a/%2e%2e%2f%2e%2e%2fsecretbucket/secret-key.jpg', 'InvalidObjectName'],
    ['..%5csecretbucket', 'NoSuchKey'],
    ['%5cphoto.jpg', 'InvalidObjectName'],
    ['%2Fphoto.jpg', 'InvalidObjectName'],
    ['%ff%fe', 'InvalidArgument'],
    ['%zz', 'InvalidArgument'],
    ['%', 'InvalidArgument'],
    ['%ed%a0%80', 'InvalidArgument'],
    ['a'.repeat(1024), 'InvalidObjectName'],
    ['%E5%9B%BE'.repeat(342), 'InvalidObjectName'],
    ['a'.repeat(1023), 'NoSuchKey'],
    ['__proto__', 'NoSuchKey'],
  ])('/%s is %s', async (path, code) => {
    const response = await world.face(anonymous(`/examplebucket/${path}`));
    const [status, found] = await refusal(response);
    expect([status, found]).toEqual([code === 'NoSuchKey' ? 404 : 400, code]);
  });

  it('never leave their bucket', async () => {
    for (const path of [
      '/examplebucket/../secretbucket/secret-key.jpg',
      '/examplebucket/%2e%2e/secretbucket/secret-key.jpg',
    ]) {
      expect((await refusal(world.face(anonymous(path)))).slice(0, 2)).toEqual([403, 'AccessDenied']);
    }
  });
});

describe('queries', () => {
  it.each(['?%zz', '?x-oss-process=%ff', '?a=%'])('%s is InvalidArgument', async (query) => {
    expect(await refusal(world.face(anonymous(`/examplebucket/photo.jpg${query}`)))).toEqual([
      400,
      'InvalidArgument',
    ]);
  });

  it('counts the first of several values, and signs them all', async () => {
    const path = '/examplebucket/photo.jpg?x-oss-process=image/rotate,90';
    const request = signed(path);
    const doubled = new Request(`${request.url}&x-oss-process=image/info`, { headers: request.headers });
    expect((await refusal(world.face(doubled)))[1]).toBe('SignatureDoesNotMatch');
  });
});

describe('methods', () => {
  it.each(['PATCH', 'PROPFIND', 'MKCOL', 'COPY'])('%s is MethodNotAllowed', async (method) => {
    const response = await world.face(new Request('http://127.0.0.1/photo.jpg', { method }));
    expect(await refusal(response)).toEqual([405, 'MethodNotAllowed']);
  });
});

describe('writes without a signature', () => {
  it.each([
    'PUT ?style&styleName=a',
    'DELETE ?style&styleName=a',
    'PUT ?processConfiguration',
    'PUT ?img',
    'PUT ?acl',
    'POST photo.jpg?x-oss-process',
    'POST photo.jpg?append&position=0',
    'PUT photo.jpg?symlink',
  ])('%s is AccessDenied', async (line) => {
    const [method, path] = line.split(' ') as [string, string];
    const response = world.face(anonymous(`/examplebucket/${path}`, { method, body: '<Style/>' }));
    expect((await refusal(response)).slice(0, 2)).toEqual([403, 'AccessDenied']);
  });
});

describe('XML', () => {
  const bomb =
    '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' +
    '<Style><Content>&b;</Content></Style>';
  it.each([
    bomb,
    '<!DOCTYPE x SYSTEM "file:///etc/passwd"><Style><Content>a</Content></Style>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1/">]><Style><Content>&e;</Content></Style>',
    '<Style><Content>&unknown;</Content></Style>',
    '<Style>'.repeat(5000),
    `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`,
    '<Style><__proto__><polluted>1</polluted></__proto__></Style>',
    '<Style><constructor>1</constructor></Style>',
  ])('body %# is a 400', async (body) => {
    for (const resource of ['style&styleName=a', 'processConfiguration', 'img']) {
      const response = await world.face(signed(`/examplebucket/?${resource}`, { method: 'PUT', body }));
      expect(response.status).toBe(400);
    }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(await (await world.face(signed('/examplebucket/?style'))).text()).toContain(
      '<StyleList></StyleList>',
    );
  });

  it('longer than two megabytes is EntityTooLarge, said before it is read', async () => {
    const body = `<Style><Content>${'a'.repeat(3_000_000)}</Content></Style>`;
    const request = signed('/examplebucket/?style&styleName=a', { method: 'PUT', body });
    expect(await refusal(world.face(request))).toEqual([400, 'EntityTooLarge']);
  });
});

describe('trouble inside', () => {
  it('is 500 without detail; only the log hears what it was', async () => {
    const trouble = new Error('the store is at /var/secret');
    const objects = world.buckets.get('examplebucket')?.objects as { get: unknown };
    objects.get = () => Promise.reject(trouble);
    const response = await world.face(anonymous('/examplebucket/photo.jpg'));
    const text = await response.clone().text();
    expect(await refusal(response)).toEqual([500, 'InternalError']);
    expect(text).not.toContain('secret');
    expect(world.logged).toEqual([trouble]);
  });

  it('is not logged when it is the caller who is wrong', async () => {
    await world.face(anonymous('/examplebucket/nothing'));
    expect(world.logged).toEqual([]);
  });
});

it('answers anything with a status below 500 but 501, and never with a secret', async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'examplebucket',
      'secretbucket',
      '..',
      '%2e',
      '%00',
      '!',
      '@!',
      '//',
      '?',
      '&',
      '=',
      'style/',
      'image/',
      '|',
    ),
    fc.constantFrom(
      'x-oss-process=',
      'OSSAccessKeyId=',
      'Signature=',
      'Expires=9999999999',
      'x-oss-signature=',
      'uploadId=',
    ),
    fc.constantFrom(
      'acl',
      'style',
      'styleName=',
      'objectMeta',
      'TestAccessKeyId',
      'photo.jpg',
      'secret-key.jpg',
    ),
    fc.string({ maxLength: 8 }),
  );
  const method = fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS');
  const value = fc.string({ unit: 'grapheme-ascii', maxLength: 40 });
  const headers = fc.dictionary(
    fc.constantFrom(
      'authorization',
      'range',
      'if-match',
      'x-oss-date',
      'date',
      'origin',
      'x-oss-process',
      'content-md5',
    ),
    value,
  );
  await fc.assert(
    fc.asyncProperty(method, fc.array(piece, { maxLength: 8 }), headers, async (method, pieces, headers) => {
      const response = await world.face(
        new Request(`http://127.0.0.1/${pieces.join('')}`, { method, headers }),
      );
      const text = (await response.text()) + JSON.stringify([...response.headers]);
      expect(response.status === 501 || response.status < 500).toBe(true);
      expect(text).not.toContain(KEY.secret);
      expect(text).not.toContain('TOP-SECRET');
      expect(world.renderer.jobs.map(({ bucket }) => bucket.settings.name)).not.toContain('secretbucket');
    }),
    { numRuns: 500 },
  );
  expect(world.logged).toEqual([]);
});
