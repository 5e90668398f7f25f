import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { allowsReferer, NO_RULES } from '../../../../src/oss/request/access/referer.ts';
import { refusal, xml } from '../../support/answer.ts';
import { createWorld, KEY, type World } from '../../support/memory.ts';
import { anonymous, signed, type SignOptions } from '../../support/sign.ts';

let world: World;
beforeEach(async () => {
  world = createWorld({ buckets: [{ acl: 'public-read' }] });
  await world.put('examplebucket', 'a.jpg', 'hello');
});

const send = (query: string, options: SignOptions = {}) =>
  world.face(signed(`/examplebucket/${query}`, options));
const visit = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  world.face(anonymous(`/examplebucket/${path}`, { method, headers }));

describe('PutBucketAcl', () => {
  it('decides what callers that do not sign may do, in every answer that tells it', async () => {
    expect((await visit('a.jpg')).status).toBe(200);
    expect((await send('?acl', { method: 'PUT', headers: { 'x-oss-acl': 'private' } })).status).toBe(200);
    expect((await refusal(visit('a.jpg')))[1]).toBe('AccessDenied');
    expect((await refusal(visit('a.jpg?x-oss-process=image/resize,w_1')))[1]).toBe('AccessDenied');
    expect(await (await send('?acl')).text()).toContain('<Grant>private</Grant>');
    expect(await (await send('?bucketInfo')).text()).toContain('<Grant>private</Grant>');
  });

  it('knows the word that one SDK has for what opens nothing to them', async () => {
    const headers = { 'x-oss-acl': 'authenticated-read' };
    expect((await send('?acl', { method: 'PUT', headers })).status).toBe(200);
    for (const query of ['?acl', '?bucketInfo'])
      expect(await (await send(query)).text()).toContain('<Grant>authenticated-read</Grant>');
    for (const method of ['GET', 'PUT']) expect((await visit('a.jpg', {}, method)).status).toBe(403);
    expect((await send('a.jpg')).status).toBe(200);
  });

  it('stays as it is where none is said', async () => {
    expect((await send('?acl', { method: 'PUT' })).status).toBe(200);
    expect(await (await send('?acl')).text()).toContain('<Grant>public-read</Grant>');
  });

  it('comes with PutBucket too', async () => {
    await send('', { method: 'PUT', headers: { 'x-oss-acl': 'public-read-write' } });
    expect((await visit('b.jpg', {}, 'PUT')).status).toBe(200);
  });

  it.each([[{ 'x-oss-acl': 'everybody' }, 'InvalidArgument']])('refuses %o', async (headers, code) => {
    expect((await refusal(send('?acl', { method: 'PUT', headers })))[1]).toBe(code);
  });

  it('is for keys that may write settings', async () => {
    const closed = createWorld({ keys: [{ ...KEY, permissions: ['read', 'write'] }] });
    const headers = { 'x-oss-acl': 'public-read' };
    for (const query of ['?acl', '']) {
      const answer = closed.face(signed(`/examplebucket/${query}`, { method: 'PUT', headers }));
      expect((await refusal(answer))[1]).toBe('AccessDenied');
    }
  });
});

describe('PutBucketCors', () => {
  const SHOP = 'https://shop.example';
  const rule = (inner: string) => `<CORSConfiguration><CORSRule>${inner}</CORSRule></CORSConfiguration>`;
  const write = (body: string) => send('?cors', { method: 'PUT', body });
  const ask = (origin: string, method = 'GET', headers = '') =>
    visit(
      'a.jpg',
      { origin, 'access-control-request-method': method, 'access-control-request-headers': headers },
      'OPTIONS',
    );
  const RULE = rule(
    '<AllowedOrigin>https://*.shop.example</AllowedOrigin><AllowedOrigin>https://shop.example</AllowedOrigin>' +
      '<AllowedMethod>GET</AllowedMethod><AllowedHeader>X-Trace</AllowedHeader>' +
      '<ExposeHeader>x-oss-meta-author</ExposeHeader><MaxAgeSeconds>7</MaxAgeSeconds>',
  );

  it('holds for preflight requests and for what follows them', async () => {
    expect((await write(RULE)).status).toBe(200);
    const allowed = await ask('https://a.shop.example', 'GET', 'x-trace');
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://a.shop.example');
    expect(allowed.headers.get('access-control-max-age')).toBe('7');
    const read = await visit('a.jpg?x-oss-process=image/resize,w_1', { origin: SHOP });
    expect(read.headers.get('access-control-allow-origin')).toBe(SHOP);
    expect(read.headers.get('access-control-expose-headers')).toContain('x-oss-meta-author');
    expect(read.headers.get('vary')).toContain('Origin');
  });

  it('answers a preflight request by the rule that fits all of it, not by the first that names the origin', async () => {
    const second =
      '<CORSRule><AllowedOrigin>https://shop.example</AllowedOrigin><AllowedMethod>PUT</AllowedMethod></CORSRule>';
    const first = '<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>';
    await write(`<CORSConfiguration>${first}${second}</CORSConfiguration>`);
    const allowed = await ask(SHOP, 'PUT');
    expect(allowed.headers.get('access-control-allow-origin')).toBe(SHOP);
    expect(allowed.headers.get('access-control-allow-methods')).toBe('PUT');
  });

  it.each([
    [SHOP, 200, ''],
    ['https://evil.example', 403, 'AccessForbidden'],
  ])('answers a preflight request by its rules, whoever signed it: %s', async (origin, status, code) => {
    await write(RULE);
    const headers = { origin, 'access-control-request-method': 'GET' };
    const key = { id: 'stranger', secret: 'unknown' };
    const asked = await world.face(signed('/examplebucket/a.jpg', { method: 'OPTIONS', headers, key }));
    expect([asked.status, (await asked.text()).includes(code)]).toEqual([status, true]);
  });

  it('answers programs that sign a preflight request for a bucket that is not here', async () => {
    const headers = { origin: SHOP, 'access-control-request-method': 'GET' };
    const asked = world.face(signed('/nowhere-bucket/a', { method: 'OPTIONS', headers }));
    expect((await refusal(asked)).slice(0, 2)).toEqual([404, 'NoSuchBucket']);
  });

  it.each([
    ['https://evil.example', 'GET', ''],
    ['https://shop.example.evil.example', 'GET', ''],
    [SHOP, 'PUT', ''],
    [SHOP, 'GET', 'x-other'],
  ])('refuses %s %s %s', async (origin, method, headers) => {
    await write(RULE);
    expect(await refusal(ask(origin, method, headers))).toEqual([403, 'AccessForbidden']);
  });

  it('is read back and dropped', async () => {
    expect(await refusal(send('?cors'))).toEqual([404, 'NoSuchCORSConfiguration']);
    await write(RULE);
    expect((await xml(await send('?cors')))['CORSConfiguration']).toMatchObject({
      CORSRule: { AllowedMethod: 'GET', AllowedHeader: 'x-trace', MaxAgeSeconds: '7' },
    });
    expect((await send('?cors', { method: 'DELETE' })).status).toBe(204);
    expect(await refusal(ask(SHOP))).toEqual([403, 'AccessForbidden']);
  });

  it.each([
    '<CORSConfiguration/>',
    rule('<AllowedMethod>GET</AllowedMethod>'),
    rule('<AllowedOrigin>*</AllowedOrigin>'),
    rule('<AllowedOrigin>*</AllowedOrigin><AllowedMethod>PATCH</AllowedMethod>'),
    rule('<AllowedOrigin>h*p://*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>'),
    rule(
      '<AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod><ExposeHeader>a&#10;b: c</ExposeHeader>',
    ),
  ])('refuses %s', async (body) => {
    expect((await refusal(write(body)))[1]).toBe('MalformedXML');
  });

  it.each([
    [20, 1, '', 200],
    [21, 1, '', 400],
    [1, 2, '', 200],
    [1, 3, '', 400],
    [1, 1, '<MaxAgeSeconds>999999999</MaxAgeSeconds>', 200],
    [1, 1, '<MaxAgeSeconds>1000000000</MaxAgeSeconds>', 400],
    [1, 1, '<MaxAgeSeconds>-1</MaxAgeSeconds>', 400],
    [1, 1, '<AllowedHeader>x-a b</AllowedHeader>', 400],
  ])('takes %i rules with an origin in %i pieces and %s: %i', async (count, pieces, more, status) => {
    const origin = `https://${Array.from({ length: pieces }, (_, at) => `p${at}`).join('*')}`;
    const one = `<AllowedOrigin>${origin}</AllowedOrigin><AllowedMethod>GET</AllowedMethod>${more}`;
    const all = Array.from({ length: count }, () => `<CORSRule>${one}</CORSRule>`).join('');
    expect((await write(`<CORSConfiguration>${all}</CORSConfiguration>`)).status).toBe(status);
  });
});

describe('PutBucketReferer', () => {
  const write = (inner: string) =>
    send('?referer', { method: 'PUT', body: `<RefererConfiguration>${inner}</RefererConfiguration>` });
  const ONLY =
    '<AllowEmptyReferer>false</AllowEmptyReferer><RefererList><Referer>https://*.shop.example</Referer></RefererList>';

  it.each(['a.jpg', 'a.jpg?x-oss-process=image/resize,w_1'])('keeps other pages from %s', async (path) => {
    expect((await write(ONLY)).status).toBe(200);
    expect((await visit(path, { referer: 'https://www.shop.example/page?q=1' })).status).toBe(200);
    for (const referer of ['https://evil.example/', '', 'https://www.shop.example.evil.example/']) {
      expect((await refusal(visit(path, { referer })))[1]).toBe('AccessDenied');
      expect((await visit(path, { referer }, 'HEAD')).status).toBe(403);
    }
  });

  it('does not hold for programs that sign', async () => {
    await write(ONLY);
    expect((await send('a.jpg')).status).toBe(200);
  });

  it('is read back, and lets everybody through where nobody wrote any', async () => {
    expect((await xml(await send('?referer')))['RefererConfiguration']).toMatchObject({
      AllowEmptyReferer: 'true',
    });
    await write(ONLY);
    expect((await xml(await send('?referer')))['RefererConfiguration']).toMatchObject({
      AllowEmptyReferer: 'false',
      AllowTruncateQueryString: 'true',
      RefererList: { Referer: 'https://*.shop.example' },
    });
  });

  it.each([
    [['http://shop.example'], 'http://shop.example/a', true],
    [['http://shop.example'], 'http://shop.example:8080/a', true],
    [['http://shop.example'], 'https://shop.example/', false],
    [['http://shop.example'], 'http://shop.example.cn/', false],
    [['shop.example'], 'https://shop.example/', true],
    [['shop.example'], 'https://evil.example/shop.example', false],
    [['http://www.?hop.example'], 'http://www.shop.example', true],
    [['http://a.example/(b)'], 'http://a.example/(b)', true],
    [['http://shop.example'], 'http://shopxexample', false],
    [['http://shop.example'], 'HTTP://Shop.Example#top', true],
    [['http://*.shop.example/'], 'http://a.shop.example/b', true],
    [['http://*.*.shop.example'], 'http://a.shop.example/shop.example', false],
    [['*'], 'anything', true],
  ])('with %j, %s: %s', (allowed, referer, expected) => {
    expect(allowsReferer({ ...NO_RULES, allowed }, referer)).toBe(expected);
  });

  it.each([
    ['https://a.example/secret/x?q=1', true, true],
    ['https://a.example/secret/x?q=1', false, false],
    ['a.example/secret', true, true],
    ['https://evil.example/x', true, false],
  ])('%s, whose path is left out: %s, is let through: %s', (referer, truncatePath, expected) => {
    const rules = { ...NO_RULES, truncatePath, denied: ['*/secret', 'evil.example'] };
    expect(allowsReferer(rules, referer)).toBe(expected);
  });

  it('keeps whether paths are left out', async () => {
    const body = '<RefererConfiguration><TruncatePath>true</TruncatePath></RefererConfiguration>';
    await send('?referer', { method: 'PUT', body });
    expect(await (await send('?referer')).text()).toContain('<TruncatePath>true</TruncatePath>');
  });

  it('are what the same pattern is as a regular expression, in little time', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab.?*:/#') });
    fc.assert(
      fc.property(text, text, (pattern, referer) => {
        const scheme = pattern.includes('://') ? '' : '(?:[a-z][a-z0-9+.-]*://)?';
        const escaped = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        const expected = new RegExp(
          `^${scheme}${escaped}${pattern.endsWith('/') ? '' : '(?:[/:?#].*)?$'}`,
          's',
        );
        expect(
          allowsReferer(
            { ...NO_RULES, truncate: false, allowEmpty: expected.test(''), allowed: [pattern] },
            referer,
          ),
        ).toBe(expected.test(referer));
      }),
      { numRuns: 2000 },
    );
    // A regular expression goes back to each of the stars here, which takes years.
    const rules = { ...NO_RULES, allowed: ['*a'.repeat(20) + 'b'] };
    expect(allowsReferer(rules, 'a'.repeat(8000))).toBe(false);
  });

  it('takes any text for a pattern, and a denied page stays denied', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, referer) => {
        const rules = { ...NO_RULES, truncate: false, allowed: ['*'] };
        expect(allowsReferer({ ...rules, denied: [pattern] }, referer)).toBeTypeOf('boolean');
        expect(allowsReferer({ ...rules, denied: ['*'] }, referer)).toBe(false);
      }),
    );
  });
});

it('GetBucketStat counts objects, bytes and uploads', async () => {
  await send('b.jpg?uploads', { method: 'POST' });
  expect((await xml(await send('?stat')))['BucketStat']).toMatchObject({
    Storage: '5',
    ObjectCount: '1',
    MultipartUploadCount: '1',
  });
});
