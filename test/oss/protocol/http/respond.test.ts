/** Answers as they leave, and bodies as they are read whole. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readBytes, readText } from '../../../../src/oss/protocol/http/body.ts';
import { toResponse } from '../../../../src/oss/protocol/http/respond.ts';

const NOW = Date.UTC(2025, 2, 1, 12);
const asked = { method: 'GET', requestId: 'ID', received: NOW - 5, now: NOW };

describe('an answer', () => {
  it('has the headers of every answer, which no handler changes', () => {
    const headers = { A: 'b', Server: 'mine', Absent: undefined };
    const response = toResponse({ status: 201, headers, body: undefined }, asked, { A: 'c', Date: 'never' });
    expect(response.status).toBe(201);
    expect(Object.fromEntries(response.headers)).toEqual({
      a: 'c',
      server: 'AliyunOSS',
      date: 'Sat, 01 Mar 2025 12:00:00 GMT',
      'x-oss-request-id': 'ID',
      'x-oss-server-time': '5',
    });
  });
  it.each([
    [NOW - 0.6, '1'],
    [NOW, '0'],
    [NOW + 9, '0'],
  ])('tells whole milliseconds since %d, and never fewer than none', (received, told) => {
    const response = toResponse({ status: 200, headers: {}, body: undefined }, { ...asked, received });
    expect(response.headers.get('x-oss-server-time')).toBe(told);
  });
  it.each([
    ['GET', 200, false],
    ['GET', 206, false],
    ['HEAD', 200, true],
    ['GET', 204, true],
    ['GET', 304, true],
  ])('to %s of %i has a body, or else lets go of it: %s', async (method, status, isSilent) => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          controller.enqueue(Uint8Array.of(65));
          controller.close();
        },
        cancel: () => void (cancelled = true),
      },
      { highWaterMark: 0 },
    );
    const reply = { status, headers: { 'Content-Length': '1' }, body };
    const response = toResponse(reply, { ...asked, method });
    expect([await response.text(), response.headers.get('content-length')]).toEqual([
      isSilent ? '' : 'A',
      '1',
    ]);
    expect([response.body === null, cancelled]).toEqual([isSilent, isSilent]);
  });
});

/** A request whose body is these bytes, announced as `length` or not at all. */
function request(bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Request {
  const body = new Blob([bytes]).stream();
  return new Request('http://a/', { method: 'PUT', body, headers, duplex: 'half' } as RequestInit);
}

describe('a body that is read whole', () => {
  const TEN = new Uint8Array(10).fill(65);
  it.each([
    [10, {}, true],
    [9, {}, false],
    [10, { 'content-length': '10' }, true],
    [10, { 'content-length': '11' }, false],
    [9, { 'content-length': '9' }, false],
  ])('of ten bytes where %i are the most, with %j', async (limit, headers, isRead) => {
    const read = readBytes(request(TEN, headers), limit);
    if (isRead) expect(await read).toEqual(TEN);
    else await expect(read).rejects.toMatchObject({ code: 'EntityTooLarge' });
  });
  it('has two megabytes at the most where nothing else is said', async () => {
    const most = new Uint8Array(2 * 1024 * 1024);
    expect(await readBytes(request(most))).toHaveLength(most.length);
    await expect(readBytes(request(new Uint8Array(most.length + 1)))).rejects.toMatchObject({
      code: 'EntityTooLarge',
    });
  });
  it('has the digest that is said', async () => {
    const md5 = createHash('md5').update(TEN).digest('base64');
    expect(await readText(request(TEN, { 'content-md5': ` ${md5} ` }))).toBe('AAAAAAAAAA');
    await expect(readText(request(TEN.subarray(1), { 'content-md5': md5 }))).rejects.toMatchObject({
      code: 'InvalidDigest',
    });
  });
  it('is nothing where there is none', async () => {
    expect(await readBytes(new Request('http://a/', { method: 'PUT' }))).toEqual(new Uint8Array());
  });
});
