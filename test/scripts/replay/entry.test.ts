/** Lines of logs, clean and dirty. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEntry } from '../../../scripts/replay/entry.ts';
import { readWanted } from '../../../scripts/replay/wanted.ts';

const OSS =
  '203.0.113.9 - - [29/Nov/2026:06:00:00 +0800] "GET /a/b.jpg?x-oss-process=image%2Fresize%2Cw_100 HTTP/1.1" 200 4103 65 ' +
  '"https://example.com/" "Mozilla/5.0" "examplebucket.oss-cn-hangzhou.aliyuncs.com" "5FF16B65F05BC932307A3C3C" "true" ' +
  '"-" "GetObject" "examplebucket" "a%2Fb.jpg" 21839 64 "-" 0 "-" 3 "-" "2" "-" "-" "standard" "-"';

describe('a line', () => {
  it.each([
    [
      OSS,
      {
        method: 'GET',
        url: '/a/b.jpg?x-oss-process=image%2Fresize%2Cw_100',
        status: 200,
        bytes: 4103,
        milliseconds: 65,
      },
    ],
    [
      '198.51.100.1 - bob [29/Nov/2026:06:00:00 +0000] "GET /a.jpg HTTP/1.0" 404 -',
      { method: 'GET', url: '/a.jpg', status: 404, bytes: 0 },
    ],
    [
      '198.51.100.1 - - [29/Nov/2026:06:00:00 +0000] "HEAD /a b.jpg?x=1 HTTP/2.0" 200 10 "-" "curl/8"',
      { method: 'HEAD', url: '/a b.jpg?x=1', milliseconds: undefined },
    ],
    ['x - - [-] "GET https://img.example.com/k.png?y HTTP/1.1" 200 1', { url: '/k.png?y' }],
    [
      '{"ClientRequestMethod":"GET","ClientRequestURI":"/k.png?q","EdgeResponseStatus":200,"EdgeResponseBytes":9}',
      { url: '/k.png?q', status: 200, bytes: 9 },
    ],
    [
      Buffer.from('{"method":"get","url":"https://h/图.png","status":"304"}').toString('latin1'),
      { method: 'GET', url: Buffer.from('/图.png').toString('latin1'), status: 304 },
    ],
    ['https://img.example.com/a.jpg!thumb', { method: 'GET', url: '/a.jpg!thumb' }],
    ['img.example.com/a.jpg', { url: '/a.jpg' }],
    ['/a.jpg?x-oss-process=style/x', { url: '/a.jpg?x-oss-process=style/x' }],
  ])('%s', (line, expected) => {
    expect(readEntry(line)).toMatchObject(expected);
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['#Fields: date time cs-uri', 'comment'],
    ['{"ClientRequestURI":"/k', 'broken JSON'],
    ['{"a":1}', 'no request'],
    ['x - - [t] "-" 400 0', 'no request'],
    ['x - - [t] "\x16\x03\x01\x02" 400 0', 'broken request'],
    ['x - - [t] "GET /half', 'broken request'],
    ['x - - [t] "GET relative HTTP/1.1" 400 1', 'broken request'],
    ['some words of a stack trace', 'no request'],
    ['\xff\xfe\x00\x01', 'no request'],
  ])('%j is %s', (line, fault) => {
    expect(readEntry(line)).toBe(fault);
  });

  it('never throws, whatever bytes it has', () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((all) => Buffer.from(all).toString('latin1'));
    const framed = bytes.map((text) => `1.2.3.4 - - [t] "GET /${text} HTTP/1.1" 200 5`);
    fc.assert(
      fc.property(fc.oneof(bytes, framed, fc.json()), (line) => {
        const entry = readEntry(line);
        if (typeof entry !== 'string') expect(readWanted(entry.url, '!').path).toMatch(/^\//);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is wanted', () => {
  it.each([
    ['/a.jpg', '/a.jpg', ''],
    ['/a.jpg?x-oss-process=image/resize,w_100', '/a.jpg', 'image/resize,w_100'],
    ['/a.jpg?v=1&x-oss-process=image%2Fresize%2Cw_1&Signature=x', '/a.jpg', 'image/resize,w_1'],
    ['/a.jpg?x-oss-process=image/watermark,text_%E5%9B%BE', '/a.jpg', 'image/watermark,text_图'],
    ['/a.jpg?x-oss-process=image/watermark,text_\xe5\x9b\xbe', '/a.jpg', 'image/watermark,text_图'],
    ['/a.jpg?x-oss-process=image/resize,w_%zz', '/a.jpg', 'image/resize,w_%zz'],
    ['/a.jpg?x-oss-process=%ff', '/a.jpg', '\ufffd'],
    ['/a.jpg?X-Oss-Process=image/resize,w_1', '/a.jpg', ''],
    ['/a.jpg?not-x-oss-process=image/resize,w_1', '/a.jpg', ''],
    ['/a.jpg?x-oss-process=', '/a.jpg', ''],
    ['/a.jpg?x-oss-process=style/thumb', '/a.jpg', 'style/thumb'],
    ['/a.jpg!thumb', '/a.jpg', 'style/thumb'],
    ['/a.jpg@!thumb', '/a.jpg', 'style/thumb'],
    ['/a!b/c.jpg', '/a!b/c.jpg', ''],
    ['/a.jpg!', '/a.jpg!', ''],
    ['/a.jpg?x#y?x-oss-process=image/resize,w_1', '/a.jpg', ''],
  ])('%s', (url, path, chain) => {
    expect(readWanted(url, '!')).toEqual({ path, chain });
  });
});
