/**
 * The C# sample as its SDK (2.14) puts it on the wire: captured requests, byte for byte, over a plain connection (wire
 * reference, section 8). Signatures depend on the date; for the captured one they are the captured ones.
 */
import { createHash, createHmac } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { KEY, NOW } from '../../support/memory.ts';
import { exchange, headerOf, type RawAnswer } from '../../support/socket.ts';
import type { Target } from './target.ts';

const PATH = '/examplebucket/dir/photo.jpg';
const PROCESS = 'image/resize,w_100/rotate,90';
const ENCODED = 'image%2Fresize%2Cw_100%2Frotate%2C90';
const USER_AGENT = 'aliyun-sdk-dotnet/2.14.0.0(windows 10.0.19045.0;4.0.30319.42000)';

/** What the captured requests were signed with: their date is the frozen clock of all vectors. */
const CAPTURED = {
  putV1: 'Y1ear3ofVejoCBpFeHyvLT4hlxw=',
  getV1: 'uWJeOPLgktwbHMVxRyGHm9FE7QU=',
  presigned: 'KLcPc1A0dG+zoETVhyhYnJiYjg0=',
  putV4: 'ace81adb8487952a1eca6ef304f5db5f027c06232812216acacd4053cc378a88',
  getV4: 'a83adc2840fca19bf4880f4b2dbe60b3987e44fc293579194f76d58d80dffcf2',
};

/** The sample's signatures at a time. */
function signatures(time: number): typeof CAPTURED {
  const date = new Date(time).toUTCString();
  const process = `${PATH}?x-oss-process=${PROCESS}`;
  return {
    putV1: v1(`PUT\n\nimage/jpeg\n${date}\n${PATH}`),
    getV1: v1(`GET\n\n\n${date}\n${process}`),
    presigned: v1(`GET\n\n\n${expiry(time)}\n${process}`),
    putV4: v4(time, 'PUT', '', 'content-type:image/jpeg\n'),
    getV4: v4(time, 'GET', `x-oss-process=${ENCODED}`, ''),
  };
}

/** One hour on, in seconds. */
function expiry(time: number): number {
  return Math.floor(time / 1000) + 3600;
}

function basicTime(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}

function v1(text: string): string {
  return createHmac('sha1', KEY.secret).update(text).digest('base64');
}

function v4(time: number, method: string, query: string, contentType: string): string {
  const stamp = basicTime(time);
  const headers = `${contentType}x-oss-content-sha256:UNSIGNED-PAYLOAD\nx-oss-date:${stamp}\n`;
  const request = [method, PATH, query, headers, '', 'UNSIGNED-PAYLOAD'].join('\n');
  const scope = [stamp.slice(0, 8), 'cn-hangzhou', 'oss', 'aliyun_v4_request'];
  const hash = createHash('sha256').update(request).digest('hex');
  const text = ['OSS4-HMAC-SHA256', stamp, scope.join('/'), hash].join('\n');
  const hmac = (key: string | Buffer, part: string) => createHmac('sha256', key).update(part).digest();
  const key = scope.reduce(hmac, Buffer.from(`aliyun_v4${KEY.secret}`));
  return hmac(key, text).toString('hex');
}

/** Declares the tests. `now` gives the time at which the sample runs. */
export function describeCSharp(target: () => Target, now: () => number): void {
  describe('the C# sample', () => {
    it('is signed as it was captured', () => expect(signatures(NOW)).toEqual(CAPTURED));

    it('puts a file: chunked, after waiting for leave to go on', async () => {
      const photo = await makePhoto();
      const time = now();
      const head = request('PUT', PATH, time, [
        'Content-Type: image/jpeg',
        `Authorization: OSS ${KEY.id}:${signatures(time).putV1}`,
        ...UPLOAD,
      ]);
      const answer = await exchange(target().port, head, ...chunked(photo));
      expect(answer?.status).toBe(200);
      const md5 = createHash('md5').update(photo);
      expect(header(answer, 'ETag')).toBe(`"${md5.digest('hex').toUpperCase()}"`);
      expect(header(answer, 'x-oss-request-id')).toMatch(/^[0-9A-F]{24}$/);
      expect(header(answer, 'x-oss-hash-crc64ecma')).toMatch(/^\d+$/);
      expect(header(answer, 'Content-Length')).toBe('0');
      expect((await getPicture(now())).status).toBe(200);
    });

    it('gets it processed', async () => {
      const answer = await getPicture(now());
      expect(await describePicture(answer.body)).toBe(expected());
      expect(header(answer, 'Content-Length')).toBe(`${answer.body.length}`);
      expect(header(answer, 'Content-Type')).toMatch(/^image\//);
      expect(header(answer, 'Last-Modified')).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
      expect(header(answer, 'ETag')).toMatch(/^"[0-9A-F]{32}"$/);
      expect(header(answer, 'x-oss-hash-crc64ecma')).toBeUndefined();
    });

    it('reads a presigned URI', async () => {
      const time = now();
      const signature = encodeURIComponent(signatures(time).presigned);
      const query = `x-oss-process=${ENCODED}&Expires=${expiry(time)}&OSSAccessKeyId=${KEY.id}&Signature=${signature}`;
      const plain = [`GET ${PATH}?${query} HTTP/1.1`, `User-Agent: ${USER_AGENT}`, HOST, '', ''];
      const answer = await exchange(target().port, plain.join('\r\n'));
      expect([answer?.status, await describePicture(answer?.body)]).toEqual([200, expected()]);
      const other = plain.join('\r\n').replace('w_100', 'w_101');
      expect((await exchange(target().port, other))?.status).toBe(403);
    });

    it('does the same with V4', async () => {
      const time = now();
      const { putV4, getV4 } = signatures(time);
      const dated = [`x-oss-date: ${basicTime(time)}`, 'x-oss-content-sha256: UNSIGNED-PAYLOAD'];
      const put = [...dated, 'Content-Type: image/jpeg', credential(time, putV4), ...UPLOAD];
      const photo = await makePhoto();
      const stored = await exchange(target().port, request('PUT', PATH, time, put), ...chunked(photo));
      expect(stored?.status).toBe(200);
      const get = request('GET', `${PATH}?x-oss-process=${ENCODED}`, time, [
        ...dated,
        credential(time, getV4),
      ]);
      const answer = await exchange(target().port, get);
      expect([answer?.status, await describePicture(answer?.body)]).toEqual([200, expected()]);
    });
  });

  async function getPicture(time: number) {
    const signature = signatures(time).getV1;
    const answer = await exchange(
      target().port,
      request('GET', `${PATH}?x-oss-process=${ENCODED}`, time, [`Authorization: OSS ${KEY.id}:${signature}`]),
    );
    if (!answer) throw new Error('The connection ended without an answer.');
    return answer;
  }

  /** Looked up as C# does it, by spelling, wherever the target keeps one. */
  function header(answer: RawAnswer | undefined, name: string): string | undefined {
    return headerOf(answer, target().spells ? name : name.toLowerCase());
  }

  function expected(): string {
    return target().renders ? 'jpeg 50x100' : `dir/photo.jpg: ${PROCESS}`;
  }

  async function describePicture(bytes: Buffer = Buffer.alloc(0)): Promise<string> {
    if (!target().renders) return bytes.toString();
    const { format, width, height } = await sharp(bytes).metadata();
    return `${format} ${width}x${height}`;
  }
}

const HOST = 'Host: 127.0.0.1:8787';
const UPLOAD = ['Transfer-Encoding: chunked', 'Expect: 100-continue', 'Connection: keep-alive'];

function request(method: string, path: string, time: number, headers: readonly string[]): string {
  const date = `Date: ${new Date(time).toUTCString()}`;
  const lines = [date, ...headers, `User-Agent: ${USER_AGENT}`, HOST];
  return [`${method} ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

function credential(time: number, signature: string): string {
  const scope = `${basicTime(time).slice(0, 8)}/cn-hangzhou/oss/aliyun_v4_request`;
  return `Authorization: OSS4-HMAC-SHA256 Credential=${KEY.id}/${scope},Signature=${signature}`;
}

/** Chunks of the SDK's buffer size, and the last one. */
function chunked(bytes: Buffer): (string | Buffer)[] {
  const size = 8192;
  const pieces: (string | Buffer)[] = [];
  for (let offset = 0; offset < bytes.length; offset += size) {
    const chunk = bytes.subarray(offset, offset + size);
    pieces.push(`${chunk.length.toString(16)}\r\n`, chunk, '\r\n');
  }
  return [...pieces, '0\r\n\r\n'];
}

/** 200 by 100 pixels with enough noise to take several chunks. */
function makePhoto(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  return sharp({ create: { width: 200, height: 100, channels: 3, background: '#888', noise } })
    .jpeg({ quality: 95 })
    .toBuffer();
}
