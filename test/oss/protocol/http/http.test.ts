import { describe, expect, it } from 'vitest';
import { isUnchanged, matches } from '../../../../src/oss/protocol/http/conditional.ts';
import { corsHeaders, openTo, preflight } from '../../../../src/oss/protocol/http/cors.ts';
import { readCompactDate, readHttpDate, toHttpDate } from '../../../../src/oss/protocol/http/dates.ts';
import { contentRange, readRange } from '../../../../src/oss/protocol/http/range.ts';
import { emptyReply } from '../../../../src/oss/protocol/http/reply.ts';
import { newRequestId } from '../../../../src/oss/protocol/http/request-id.ts';

const NOON = Date.UTC(2025, 2, 1, 12);

describe('dates', () => {
  it('reads what it writes', () => {
    expect(toHttpDate(new Date(NOON))).toBe('Sat, 01 Mar 2025 12:00:00 GMT');
    expect(readHttpDate('Sat, 01 Mar 2025 12:00:00 GMT')).toBe(NOON);
    expect(readCompactDate('20250301T120000Z')).toBe(NOON);
  });
  it.each(['', 'now', '2025-03-01T12:00:00Z', 'Sat, 01 Foo 2025 12:00:00 GMT', '1740830400'])(
    'knows that %j is no HTTP date',
    (text) => expect(readHttpDate(text)).toBeUndefined(),
  );
  it.each(['20250301', '20251301T120000Z', '20250301T120000'])('knows that %j is no compact date', (text) =>
    expect(readCompactDate(text)).toBeUndefined(),
  );
});

describe('an answer without a body', () => {
  it.each([
    [200, '0'],
    [203, '0'],
    [204, undefined],
    [303, '0'],
    [304, undefined],
    [412, '0'],
  ])('of status %d has the length %s', (status, length) => {
    const { headers, body } = emptyReply(status, { ETag: '"e"' });
    expect(headers).toEqual({ ETag: '"e"', ...(length !== undefined && { 'Content-Length': length }) });
    expect(body).toBeUndefined();
  });
});

describe('conditions', () => {
  const current = { etag: '5d41402abc4b2a76b9719d911017c592', modified: new Date(NOON + 500) };
  const check = (headers: Record<string, string>) => {
    try {
      return isUnchanged(new Headers(headers), current) ? 304 : 200;
    } catch (error) {
      return (error as { status: number }).status;
    }
  };
  it.each([
    [{}, 200],
    [{ 'If-None-Match': '"5D41402ABC4B2A76B9719D911017C592"' }, 304],
    [{ 'If-None-Match': '5D41402ABC4B2A76B9719D911017C592' }, 304],
    [{ 'If-None-Match': 'W/"5d41402abc4b2a76b9719d911017c592"' }, 304],
    [{ 'If-None-Match': '"x", "5d41402abc4b2a76b9719d911017c592"' }, 304],
    [{ 'If-None-Match': '*' }, 304],
    [{ 'If-None-Match': '"x"' }, 200],
    [{ 'If-Match': '"x"' }, 412],
    [{ 'If-Match': '*' }, 200],
    [{ 'If-Modified-Since': 'Sat, 01 Mar 2025 12:00:00 GMT' }, 304],
    [{ 'If-Modified-Since': 'Sat, 01 Mar 2025 11:59:59 GMT' }, 200],
    [{ 'If-Modified-Since': 'yesterday' }, 200],
    [{ 'If-Unmodified-Since': 'Sat, 01 Mar 2025 11:59:59 GMT' }, 412],
    [{ 'If-Unmodified-Since': 'Sat, 01 Mar 2025 12:00:00 GMT' }, 200],
    // An ETag outweighs the time of its kind.
    [{ 'If-None-Match': '"x"', 'If-Modified-Since': 'Sat, 01 Mar 2025 12:00:00 GMT' }, 200],
    [{ 'If-Match': '*', 'If-Unmodified-Since': 'Sat, 01 Mar 2025 11:59:59 GMT' }, 200],
  ] as [Record<string, string>, number][])('%j answers %d', (headers, status) =>
    expect(check(headers)).toBe(status),
  );
  it('names the header that failed', () =>
    expect(() => isUnchanged(new Headers({ 'If-Match': '"x"' }), current)).toThrow(
      expect.objectContaining({ detail: { elements: { Condition: 'If-Match' } } }),
    ));
  it('compares ETags without quotes and case', () => expect(matches('"AB"', 'ab')).toBe(true));
});

describe('ranges of 44 bytes', () => {
  it.each([
    ['bytes=0-9', 0, 10],
    ['bytes=10-', 10, 34],
    ['bytes=-4', 40, 4],
    ['bytes=43-43', 43, 1],
    ['bytes=0-43', 0, 44],
    ['bytes=-100', 0, 44],
  ])('%s is %d and %d more', (header, offset, length) => {
    expect(readRange(header, 44, false)).toEqual({ offset, length });
    expect(readRange(header, 44, true)).toEqual({ offset, length });
  });
  it.each([
    '',
    'bytes=',
    'bytes=-',
    'bytes=a-b',
    'bytes=9-0',
    'bytes=0-1,3-4',
    'items=0-1',
    'bytes=44-',
    'bytes=0-44',
  ])('%j is the whole object', (header) => expect(readRange(header, 44, false)).toBeUndefined());
  it('clamps the end and refuses the start when asked for the standard', () => {
    expect(readRange('bytes=40-100', 44, true)).toEqual({ offset: 40, length: 4 });
    for (const header of ['bytes=44-', 'bytes=100-200', 'bytes=-0']) {
      expect(() => readRange(header, 44, true)).toThrow(
        expect.objectContaining({ code: 'InvalidRange', status: 416 }),
      );
    }
  });
  it('refuses the last none of an object, as the vendor does', () =>
    expect(() => readRange('bytes=-0', 44, false)).toThrow(
      expect.objectContaining({ code: 'InvalidRange' }),
    ));
  it('has nothing to cut from an empty object', () => {
    expect(readRange('bytes=0-', 0, false)).toBeUndefined();
    expect(readRange('bytes=-5', 0, false)).toBeUndefined();
  });
  it('says what it sends', () => expect(contentRange({ offset: 0, length: 10 }, 44)).toBe('bytes 0-9/44'));
});

describe('CORS', () => {
  it('lets a listed origin read', () =>
    expect(corsHeaders('https://a.example', openTo(['https://a.example']))).toMatchObject({
      'Access-Control-Allow-Origin': 'https://a.example',
      'Access-Control-Expose-Headers': expect.stringContaining('ETag, x-oss-request-id') as string,
      Vary: 'Origin',
    }));
  it.each([
    ['https://*.example.com', 'https://a.example.com', true],
    ['https://*.example.com', 'https://a.b.example.com', true],
    ['https://*.example.com', 'https://.example.com', false],
    ['https://*.example.com', 'https://example.com', false],
    ['https://*.example.com', 'http://a.example.com', false],
    ['https://*.example.com', 'https://a.example.com.evil', false],
    ['https://a*a.com', 'https://a.com', false],
    ['*.com', 'https://a.com', true],
    ['https://*', 'https://a.com', true],
    ['https://*', 'https://', false],
    ['https://a.com', 'https://a.com', true],
    ['https://a.com', 'https://a.com:8080', false],
  ])('of %s for %s: %s', (pattern, origin, isAllowed) => {
    const rule = { origins: [pattern], methods: ['GET'], headers: ['*'], expose: [] };
    const allowed = corsHeaders(origin, [rule])['Access-Control-Allow-Origin'];
    expect(allowed).toBe(isAllowed ? origin : undefined);
  });
  it('keeps caches apart even when it allows nothing', () =>
    expect(corsHeaders('https://b.example', openTo(['https://a.example']))).toEqual({ Vary: 'Origin' }));
  it('lets everyone read the same answer where the rule is any origin, said or not', () => {
    const any = corsHeaders('https://b.example', openTo(['*']));
    expect(any).toMatchObject({ 'Access-Control-Allow-Origin': '*', 'Timing-Allow-Origin': '*' });
    expect(any['Vary']).toBeUndefined();
    expect(corsHeaders(undefined, openTo(['*']))).toEqual(any);
  });
  it('lets pages read what an answer is and cost', () => {
    const names = corsHeaders('https://a.example', openTo(['https://a.example']))[
      'Access-Control-Expose-Headers'
    ];
    for (const name of ['Server-Timing', 'x-img-plan', 'x-oss-ec', 'Content-Length'])
      expect(names?.split(', ')).toContain(name);
  });
  it('is silent where no origin is configured', () =>
    expect(corsHeaders('https://b.example', openTo([]))).toEqual({}));
  it('answers a preflight request', () => {
    const headers = new Headers({
      Origin: 'https://b.example',
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'authorization,x-oss-date',
    });
    expect(preflight(headers, openTo(['*']))).toMatchObject({
      status: 200,
      headers: {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Headers': 'authorization,x-oss-date',
      },
    });
    expect(() => preflight(headers, openTo([]))).toThrow(
      expect.objectContaining({ code: 'AccessForbidden', status: 403 }),
    );
    headers.set('Access-Control-Request-Method', 'PATCH');
    expect(() => preflight(headers, openTo(['*']))).toThrow(expect.objectContaining({ status: 403 }));
    headers.delete('Origin');
    expect(() => preflight(headers, openTo(['*']))).toThrow(
      expect.objectContaining({ code: 'BadRequest', status: 400 }),
    );
  });
});

it('makes request ids of 24 upper-case hexadecimal digits', () => {
  expect(newRequestId()).toMatch(/^[0-9A-F]{24}$/);
  expect(newRequestId()).not.toBe(newRequestId());
});
