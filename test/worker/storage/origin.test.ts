/** Origins of every kind, played by functions. */
import { describe, expect, it } from 'vitest';
import { Crc64 } from '../../../src/oss/protocol/digest/crc64.ts';
import type { ObjectHead } from '../../../src/oss/ports.ts';
import { createOrigin, type Opened } from '../../../src/worker/storage/origin/origin.ts';
import { relay } from '../../../src/worker/storage/origin/relay.ts';
import { type OriginAccess, sendable } from '../../../src/worker/storage/origin/request.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const KEY = { id: 'ID', secret: 'SECRET', token: undefined };
const access = (fields: Partial<OriginAccess>): OriginAccess => ({
  kind: 'http',
  url: 'https://img.example.com/pictures/',
  bucket: 'photos',
  region: undefined,
  acl: 'bucket',
  key: undefined,
  ...fields,
});
const S3 = access({ kind: 's3', url: 'https://s3.eu-west-1.amazonaws.com/photos/', acl: 'ask', key: KEY });

/** An origin that answers by a table from `METHOD path?query`, and what it was asked. */
function played(fields: Partial<OriginAccess>, answers: Readonly<Record<string, () => Response>>) {
  const asked: { readonly url: URL; readonly init: RequestInit }[] = [];
  const origin = createOrigin(
    access(fields),
    async (url, init) => {
      asked.push({ url, init });
      return (
        answers[`${init.method} ${url.pathname}${url.search}`]?.() ?? new Response('no', { status: 404 })
      );
    },
    'public-read',
  );
  return { origin, asked };
}

async function textOf(opened: Opened | undefined): Promise<string> {
  if (opened === undefined || 'link' in opened) throw new Error('nothing to read');
  return new Response(opened.body).text();
}

function headOf(
  found: { readonly head: ObjectHead } | { readonly link: ObjectHead } | undefined,
): ObjectHead {
  if (found === undefined || 'link' in found) throw new Error('no object');
  return found.head;
}

describe('an address', () => {
  const at = async (fields: Partial<OriginAccess>, key: string, query?: string) =>
    (await sendable(access(fields), { method: 'GET', key, query })).url.href;
  it('is the key behind that of the origin, every character told apart', async () => {
    expect(await at({}, 'a b/ü+%.png')).toBe('https://img.example.com/pictures/a%20b/%C3%BC%2B%25.png');
    expect(await at({}, "a?b#c'(1)*!")).toBe('https://img.example.com/pictures/a%3Fb%23c%27%281%29%2A%21');
    expect(await at({}, 'a//b\\c')).toBe('https://img.example.com/pictures/a//b%5Cc');
  });
  it('of the bucket itself has no prefix', async () => {
    const oss = { kind: 'oss' } as const;
    expect(await at({ ...oss, url: 'https://photos.oss-cn-hangzhou.aliyuncs.com/old/' }, '', 'acl')).toBe(
      'https://photos.oss-cn-hangzhou.aliyuncs.com/?acl',
    );
    expect(await at({ ...oss, url: 'http://127.0.0.1:8787/photos/old/' }, '', 'acl')).toBe(
      'http://127.0.0.1:8787/photos/?acl',
    );
  });
});

describe('a signature', () => {
  const NOW = new Date('2025-03-01T12:00:00.123Z');
  const signed = async (fields: Partial<OriginAccess>) =>
    (await sendable(access(fields), { method: 'GET', key: 'a b.png' }, NOW)).init.headers.get(
      'authorization',
    );
  it('of OSS is for the region that the host tells, and the same by host and by path', async () => {
    const oss = { kind: 'oss', key: KEY } as const;
    const scope = (region: string) =>
      `OSS4-HMAC-SHA256 Credential=ID/20250301/${region}/oss/aliyun_v4_request,`;
    const byHost = await signed({ ...oss, url: 'https://photos.oss-cn-hangzhou.aliyuncs.com/' });
    expect(byHost).toContain(scope('cn-hangzhou'));
    expect(await signed({ ...oss, url: 'http://127.0.0.1:8787/photos/' })).toBe(byHost);
    expect(await signed({ ...oss, url: 'https://photos.oss-us-east-1-internal.aliyuncs.com/' })).toContain(
      scope('us-east-1'),
    );
    expect(await signed({ ...oss, url: 'https://img.example.com/', region: 'cn-beijing' })).toContain(
      scope('cn-beijing'),
    );
  });
  it('of S3 is for the region that the host tells', async () => {
    const scope = (region: string) => `AWS4-HMAC-SHA256 Credential=ID/20250301/${region}/s3/aws4_request, `;
    expect(await signed(S3)).toContain(scope('eu-west-1'));
    expect(await signed({ ...S3, url: 'https://acc.r2.cloudflarestorage.com/photos/' })).toContain(
      scope('auto'),
    );
    expect(await signed({ ...S3, region: 'mars' })).toContain(scope('mars'));
  });
  it('is none without a key', async () => {
    expect(await signed({ kind: 'oss' })).toBeNull();
  });
});

describe('a web server', () => {
  const headers = {
    'content-length': '5',
    'content-type': 'image/png',
    etag: 'W/"5f-1a"',
    expires: 'Thu, 01 Jan 2026 00:00:00 GMT',
    'last-modified': 'Sat, 01 Mar 2025 12:00:00 GMT',
    'x-amz-meta-a': 'b',
  };
  const answers = {
    'GET /pictures/a.png': () => new Response(bytes('hello'), { headers }),
    'HEAD /pictures/a.png': () => new Response(null, { headers }),
    'GET /pictures/bare.png': () => new Response(bytes('hello'), { headers: { 'content-length': '5' } }),
  };
  it('says what it knows', async () => {
    const { origin } = played({}, answers);
    const head = headOf(await origin.head('a.png'));
    expect(head).toMatchObject({
      size: 5,
      etag: '5f-1a',
      md5: undefined,
      modified: new Date('2025-03-01T12:00:00Z'),
      attributes: { headers: { contentType: 'image/png', expires: undefined }, meta: {}, etag: '5f-1a' },
    });
    expect(headOf(await origin.get('bare.png')).etag).toBe('0-5');
    expect(await origin.get('none.png')).toBeUndefined();
  });
  it('that knows no ranges is cut', async () => {
    const { origin, asked } = played({}, answers);
    expect(await textOf(await origin.get('a.png', { offset: 1, length: 3 }))).toBe('ell');
    expect(new Headers(asked[0]?.init.headers).get('range')).toBe('bytes=1-3');
  });
  it('is followed where it sends readers, unlike one that is signed for', async () => {
    for (const [kind, redirect] of [
      ['http', 'follow'],
      ['oss', 'manual'],
      ['s3', 'manual'],
    ] as const) {
      const { origin, asked } = played({ kind }, answers);
      await origin.head('a.png');
      expect(asked[0]?.init).toMatchObject({ redirect, cache: 'no-store' });
    }
  });
});

describe('S3', () => {
  const grants = (...permissions: string[]) =>
    `<AccessControlPolicy><AccessControlList>${permissions
      .map((one) => `<Grant><Grantee><URI>http://acs.amazonaws.com/groups/global/${one}</Permission></Grant>`)
      .join('')}</AccessControlList></AccessControlPolicy>`;
  const MD5 = '5d41402abc4b2a76b9719d911017c592';
  const found = async (
    acl: Response,
    more: Record<string, string> = {},
    fields: Partial<OriginAccess> = {},
  ) => {
    const headers = { 'content-length': '5', etag: `"${MD5}"`, 'x-amz-meta-a': 'b', ...more };
    const { origin } = played(
      { ...S3, ...fields },
      { 'HEAD /photos/a.png': () => new Response(null, { headers }), 'GET /photos/a.png?acl': () => acl },
    );
    return headOf(await origin.head('a.png'));
  };
  it.each([
    ['AllUsers</URI></Grantee><Permission>READ', 'public-read'],
    ['AllUsers</URI></Grantee><Permission>FULL_CONTROL', 'public-read'],
    ['AllUsers</URI></Grantee><Permission>READ_ACP', 'private'],
    ['AuthenticatedUsers</URI></Grantee><Permission>READ', 'private'],
  ])('that grants %s means %s', async (grant, acl) => {
    expect((await found(new Response(grants(grant)))).attributes.acl).toBe(acl);
  });
  it('that tells no ACL means private, unless objects are to follow the bucket', async () => {
    expect((await found(new Response('', { status: 501 }))).attributes.acl).toBe('private');
    expect((await found(new Response('', { status: 403 }))).attributes.acl).toBe('private');
    expect(
      (await found(new Response('', { status: 403 }), {}, { acl: 'bucket' })).attributes.acl,
    ).toBeUndefined();
  });
  it('tells the MD5 by the ETag, but of what is encrypted with keys of others, and of parts', async () => {
    const plain = await found(new Response(grants()));
    expect(plain).toMatchObject({ md5: MD5, attributes: { meta: { a: 'b' }, etag: undefined } });
    const kms = await found(new Response(grants()), { 'x-amz-server-side-encryption': 'aws:kms' });
    expect(kms).toMatchObject({ md5: undefined, attributes: { etag: MD5 } });
    const parts = await found(new Response(grants()), { etag: `"${MD5}-2"` });
    expect(parts).toMatchObject({ md5: undefined, attributes: { etag: `${MD5}-2` } });
  });
});

describe('what is stored packed', () => {
  const packed = { 'content-length': '5', etag: '"1"', 'content-encoding': 'gzip' };
  const answer = (headers: Record<string, string>) => () =>
    new Response(bytes('GZIP!'), { headers, encodeBody: 'manual' });
  const oss = { kind: 'oss', url: 'https://photos.oss-cn-hangzhou.aliyuncs.com/' } as const;
  it('is read as it is by whoever signs', async () => {
    const { origin } = played(
      { ...oss, key: KEY },
      {
        'GET /a.svgz': answer(packed),
        'HEAD /a.svgz': answer(packed),
        'GET /a.svgz?response-content-encoding=identity': answer({
          ...packed,
          'content-encoding': 'identity',
        }),
      },
    );
    const opened = await origin.get('a.svgz');
    expect(headOf(opened).attributes.headers.contentEncoding).toBe('gzip');
    expect(await textOf(opened)).toBe('GZIP!');
  });
  it('is refused to others', async () => {
    const { origin } = played(oss, { 'GET /a.svgz': answer(packed) });
    await expect(origin.get('a.svgz')).rejects.toMatchObject({ code: 'MirrorFailed' });
  });
});

describe('a relay', () => {
  const body = (...texts: string[]) => {
    const left = texts.map(bytes);
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        const next = left.shift();
        if (next) controller.enqueue(next);
        else controller.close();
      },
    });
  };
  const crc64 = (text: string) => {
    const crc = new Crc64();
    crc.update(bytes(text));
    return crc.value;
  };
  const taker = () => {
    const { readable, writable } = new IdentityTransformStream();
    return { writable, text: new Response(readable).text() };
  };

  it('gives everybody everything', async () => {
    const [one, other] = [taker(), taker()];
    await Promise.all([
      relay(body('he', 'llo'), [one.writable, other.writable], { size: 5, crc64: crc64('hello') }),
      expect(one.text).resolves.toBe('hello'),
      expect(other.text).resolves.toBe('hello'),
    ]);
  });
  it('of nothing is nothing', async () => {
    const one = taker();
    await Promise.all([relay(body(), [one.writable], { size: 0, crc64: '0' }), one.text]);
    expect(await one.text).toBe('');
  });
  it('goes on for those who stay, and ends when nobody does', async () => {
    const [gone, stays] = [new IdentityTransformStream(), taker()];
    await gone.readable.cancel();
    await Promise.all([relay(body('he', 'llo'), [gone.writable, stays.writable], { size: 5 }), stays.text]);
    expect(await stays.text).toBe('hello');
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes('x')),
      cancel: () => void (cancelled = true),
    });
    const left = new IdentityTransformStream();
    await left.readable.cancel();
    await relay(endless, [left.writable], { size: 1e9 });
    expect(cancelled).toBe(true);
  });
  it.each([
    ['too little', 6, undefined, 'sent 5 bytes of 6'],
    ['too much', 4, undefined, 'more than 4 bytes'],
    ['something else', 5, '1', 'whose CRC-64 is'],
  ])('of %s fails for everybody', async (_, size, sum, message) => {
    const one = taker();
    await Promise.all([
      expect(relay(body('he', 'llo'), [one.writable], { size, crc64: sum })).rejects.toThrow(message),
      expect(one.text).rejects.toThrow(),
    ]);
  });
  it('waits only so long', async () => {
    const silent = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) });
    const one = taker();
    await Promise.all([
      expect(relay(silent, [one.writable], { size: 5 }, 20)).rejects.toThrow(),
      expect(one.text).rejects.toThrow(),
    ]);
  });
});
