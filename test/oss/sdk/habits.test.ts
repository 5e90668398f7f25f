/** What official SDKs send and expect on the wire beyond the documentation, each as bytes and headers. */
import { createHash, createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { refusal, xml } from '../support/answer.ts';
import { createWorld, KEY, NOW, type World } from '../support/memory.ts';
import { anonymous, signed, type SignOptions } from '../support/sign.ts';

let world: World;
beforeEach(() => {
  world = createWorld({ addressing: { fallback: 'examplebucket' } });
});

const send = (path: string, options: SignOptions = {}) =>
  world.face(signed(`/examplebucket${path}`, options));
const put = (path: string, body: string, headers: Record<string, string> = {}) =>
  send(path, { method: 'PUT', body, headers });
const md5 = (bytes: string | Uint8Array) => createHash('md5').update(bytes).digest('hex').toUpperCase();
const HELLO_CRC = '11177612005948864433';

describe('dates', () => {
  it('have .000 in every listing, whatever the store knows', async () => {
    world.clock.time = NOW + 123;
    await put('/a.jpg', 'hello');
    for (const path of ['/', '/?list-type=2']) {
      expect(await (await send(path, { resource: '/examplebucket/' })).text()).toContain(
        '<LastModified>2025-03-01T12:00:00.000Z<',
      );
    }
    await send('/b.jpg?uploads', { method: 'POST' });
    expect(await (await send('/?uploads')).text()).toContain('<Initiated>2025-03-01T12:00:00.000Z<');
  });
});

describe('a bucket that is not here', () => {
  it.each(['PUT', 'DELETE', 'GET'])(
    'is said to be so for %s, and nothing is written elsewhere',
    async (method) => {
      const answer = world.face(signed('/nosuchbucket/a.jpg', { method }));
      expect(await refusal(answer)).toEqual([404, 'NoSuchBucket', '0015-00000101']);
      expect(world.changed).toEqual([]);
    },
  );

  it('comes before an unknown key', async () => {
    const key = { id: 'nobody', secret: 'x' };
    expect((await refusal(world.face(signed('/nosuchbucket/a.jpg', { key }))))[1]).toBe('NoSuchBucket');
    expect((await refusal(world.face(signed('/examplebucket/a.jpg', { key }))))[1]).toBe(
      'InvalidAccessKeyId',
    );
  });

  it('is the default bucket to oss-client, which leaves it out of what it signs', async () => {
    const headers = { 'user-agent': 'oss-client/2.5.1 Node.js' };
    const path = '/dir/a.jpg';
    const answer = await world.face(signed(path, { method: 'PUT', body: 'hello', headers, resource: path }));
    expect(answer.status).toBe(200);
    expect(world.changed).toEqual(['examplebucket/dir/a.jpg']);
  });
});

describe('a V4 signature over the Date header', () => {
  const SCOPE = '20250301/cn-hangzhou/oss/aliyun_v4_request';
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  function ask(date: string, scope = SCOPE): Promise<Response> {
    const canonical = `GET\n/examplebucket/a.jpg\n\nx-oss-content-sha256:UNSIGNED-PAYLOAD\n\n\nUNSIGNED-PAYLOAD`;
    const text = `OSS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`;
    const secret: string | Buffer = `aliyun_v4${KEY.secret}`;
    const signingKey = scope
      .split('/')
      .reduce<string | Buffer>((key, part) => createHmac('sha256', key).update(part).digest(), secret);
    const signature = createHmac('sha256', signingKey).update(text).digest('hex');
    const authorization = `OSS4-HMAC-SHA256 Credential=${KEY.id}/${scope},Signature=${signature}`;
    const headers = { date, authorization, 'x-oss-content-sha256': 'UNSIGNED-PAYLOAD' };
    return world.face(new Request('http://127.0.0.1:8787/examplebucket/a.jpg', { headers }));
  }

  it('is good, as the first Go SDK writes it', async () => {
    await put('/a.jpg', 'hello');
    expect((await ask('Sat, 01 Mar 2025 12:00:00 GMT')).status).toBe(200);
  });

  it('is not for another day than its scope', async () => {
    const scope = SCOPE.replace('0301', '0302');
    expect((await refusal(ask('Sat, 01 Mar 2025 12:00:00 GMT', scope)))[1]).toBe('SignatureDoesNotMatch');
  });
});

describe('an upload in parts', () => {
  async function begin(headers: Record<string, string> = {}): Promise<string> {
    const answer = await xml(await send('/big.bin?uploads', { method: 'POST', headers }));
    return (answer['InitiateMultipartUploadResult'] as { UploadId: string }).UploadId;
  }
  const complete = (id: string, parts: string, headers: Record<string, string> = {}) =>
    send(`/big.bin?uploadId=${id}`, {
      method: 'POST',
      body: `<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`,
      headers,
    });

  it('has the MD5 of its parts\u2019 upper-case ETags, and no Content-MD5', async () => {
    const id = await begin();
    const part = await put(`/big.bin?partNumber=1&uploadId=${id}`, 'hello');
    expect(part.headers.get('content-md5')).toBe('XUFAKrxLKna5cZ2REBfFkg==');
    const etag = part.headers.get('etag');
    const done = await complete(id, `<Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part>`);
    expect(done.headers.get('etag')).toBe(`"${md5(md5('hello'))}-1"`);
    const read = await send('/big.bin');
    expect(read.headers.get('content-md5')).toBeNull();
    expect(read.headers.get('x-oss-hash-crc64ecma')).toBe(HELLO_CRC);
  });

  it('keeps the ACL that its completion asks for', async () => {
    const id = await begin({ 'x-oss-object-acl': 'public-read' });
    expect((await complete(id, '', { 'x-oss-object-acl': 'private' })).status).toBe(200);
    expect(await (await send('/big.bin?acl')).text()).toContain('<Grant>private</Grant>');
  });

  it('without parts is an empty object', async () => {
    expect((await complete(await begin(), '')).status).toBe(200);
    expect(await (await send('/big.bin')).text()).toBe('');
  });

  it('is told as the next marker also on the last page', async () => {
    const id = await begin();
    const list = (await xml(await send('/?uploads')))['ListMultipartUploadsResult'];
    expect(list).toMatchObject({ IsTruncated: 'false', NextKeyMarker: 'big.bin', NextUploadIdMarker: id });
  });
});

describe('a long body without a length', () => {
  const long = new Uint8Array(6 * 1024 * 1024).fill(7);
  function chunked(headers: Record<string, string> = {}): Request {
    const plain = signed('/examplebucket/long.bin', { method: 'PUT', headers });
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < long.length; at += 65_536) controller.enqueue(long.subarray(at, at + 65_536));
        controller.close();
      },
    });
    return new Request(plain, { method: 'PUT', body, duplex: 'half' } as RequestInit);
  }

  it('has MD5 and CRC as any other, and leaves nothing behind', async () => {
    const answer = await world.face(chunked());
    const crc = answer.headers.get('x-oss-hash-crc64ecma');
    expect(answer.headers.get('etag')).toBe(`"${md5(long)}"`);
    expect(answer.headers.get('content-md5')).toBe(createHash('md5').update(long).digest('base64'));
    const head = await send('/long.bin', { method: 'HEAD' });
    expect([head.headers.get('etag'), head.headers.get('x-oss-hash-crc64ecma')]).toEqual([
      `"${md5(long)}"`,
      crc,
    ]);
    const meta = await send('/long.bin?objectMeta', { method: 'HEAD' });
    expect(meta.headers.get('x-oss-hash-crc64ecma')).toBe(crc);
    expect((await world.buckets.get('examplebucket')!.staging.list({ limit: 9 })).objects).toEqual([]);
  });

  it('is held to its digest', async () => {
    const answer = await world.face(chunked({ 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' }));
    expect(await refusal(answer)).toEqual([400, 'InvalidDigest']);
    expect(world.changed).toEqual([]);
  });
});

describe('a copy', () => {
  const SOURCE = { 'x-oss-copy-source': '/examplebucket/a.jpg' };
  beforeEach(() => put('/a.jpg', 'hello', { 'content-type': 'image/jpeg', 'x-oss-meta-author': 'bob' }));

  it('onto itself with new headers and no directive replaces them', async () => {
    const answer = await put('/a.jpg', '', { ...SOURCE, 'x-oss-meta-title': 'new' });
    expect([answer.headers.get('etag'), answer.headers.get('x-oss-hash-crc64ecma')]).toEqual([
      `"${md5('hello')}"`,
      HELLO_CRC,
    ]);
    const { headers } = await send('/a.jpg', { method: 'HEAD' });
    expect([headers.get('x-oss-meta-title'), headers.get('x-oss-meta-author')]).toEqual(['new', null]);
  });

  it('elsewhere keeps them', async () => {
    await put('/b.jpg', '', { ...SOURCE, 'x-oss-meta-title': 'new' });
    const { headers } = await send('/b.jpg', { method: 'HEAD' });
    expect([headers.get('x-oss-meta-title'), headers.get('x-oss-meta-author')]).toEqual([null, 'bob']);
  });

  it.each([
    [{ 'x-oss-copy-source-if-none-match': md5('hello') }, 304],
    [{ 'x-oss-copy-source-if-modified-since': 'Sat, 01 Mar 2025 12:00:00 GMT' }, 304],
    [{ 'x-oss-copy-source-if-match': md5('other') }, 412],
    [{ 'x-oss-copy-source-if-unmodified-since': 'Sat, 01 Mar 2025 11:00:00 GMT' }, 412],
  ])('with %o answers %i', async (condition, status) => {
    const answer = await put('/b.jpg', '', { ...SOURCE, ...condition });
    expect(answer.status).toBe(status);
  });
});

describe('small reads', () => {
  it('HEAD of a bucket tells its region', async () => {
    const answer = await send('/', { method: 'HEAD' });
    expect([answer.status, answer.headers.get('x-oss-bucket-region')]).toEqual([200, 'oss-cn-hangzhou']);
  });

  it('?regions knows no other', async () => {
    const answer = world.face(signed('/?regions=oss-mars-north-1', { resource: '/' }));
    expect((await refusal(answer)).slice(0, 2)).toEqual([404, 'NoSuchRegion']);
  });

  it.each(['/', '/?regions'])('%s of the service is for those who sign', async (path) => {
    expect((await refusal(createWorld().face(anonymous(path)))).slice(0, 2)).toEqual([403, 'AccessDenied']);
  });

  it('?regions tells the one there is, with its port', async () => {
    const answer = await xml(await world.face(signed('/?regions', { resource: '/' })));
    expect(answer).toEqual({
      RegionInfoList: {
        RegionInfo: {
          Region: 'oss-cn-hangzhou',
          InternetEndpoint: '127.0.0.1:8787',
          InternalEndpoint: '127.0.0.1:8787',
          AccelerateEndpoint: '127.0.0.1:8787',
        },
      },
    });
  });

  it('a batch delete reads keys with control characters', async () => {
    await world.put('examplebucket', 'a\u0001b', 'hello');
    const body = '<Delete><Object><Key>a&#x1;b</Key></Object></Delete>';
    const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
    const answer = await send('/?delete&encoding-type=url', {
      method: 'POST',
      body,
      headers,
      resource: '/examplebucket/?delete',
    });
    expect(await answer.text()).toContain('<Key>a%01b</Key>');
    expect((await send('/a%01b')).status).toBe(404);
  });
});
