import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { refusal, xml } from '../../support/answer.ts';
import { createWorld, KEY, NOW } from '../../support/memory.ts';
import { anonymous, signed } from '../../support/sign.ts';

const MINUTE = 60_000;
const TEMPORARY = { ...KEY, id: 'STS.Temporary', token: 'StsTokenExample', expires: new Date(NOW + MINUTE) };

async function worldWithPhoto(options: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld(options);
  for (const name of world.buckets.keys()) await world.put(name, 'photo.jpg', `photo of ${name}`);
  return world;
}

/** A V4 URL as the reference describes it, signed by Node. */
function presignV4(
  path: string,
  { expires = '3600', date = '20250301T120000Z', scopeDate = '20250301' } = {},
) {
  const scope = `${scopeDate}/cn-hangzhou/oss/aliyun_v4_request`;
  const query = new URLSearchParams({
    'x-oss-credential': `${KEY.id}/${scope}`,
    'x-oss-date': date,
    'x-oss-expires': expires,
    'x-oss-signature-version': 'OSS4-HMAC-SHA256',
  });
  const canonical = `GET\n${path}\n${query.toString()}\n\n\nUNSIGNED-PAYLOAD`;
  const digest = createHash('sha256').update(canonical).digest('hex');
  const text = `OSS4-HMAC-SHA256\n${date}\n${scope}\n${digest}`;
  let secret: Buffer = Buffer.from(`aliyun_v4${KEY.secret}`);
  for (const part of scope.split('/')) secret = createHmac('sha256', secret).update(part).digest();
  query.set('x-oss-signature', createHmac('sha256', secret).update(text).digest('hex'));
  return anonymous(`${path}?${query.toString()}`);
}

describe('times', () => {
  it.each([
    [0, 200],
    [15 * MINUTE, 200],
    [-15 * MINUTE, 200],
    [15 * MINUTE + 1000, 403],
    [-15 * MINUTE - 1000, 403],
  ])('a header dated %d ms from now is %d', async (ahead, status) => {
    const { face } = await worldWithPhoto();
    const response = await face(signed('/examplebucket/photo.jpg', { now: NOW + ahead }));
    expect(response.status).toBe(status);
  });

  it('tells a caller with a wrong clock the right time, in Date too', async () => {
    const { face } = await worldWithPhoto();
    const response = await face(signed('/examplebucket/photo.jpg', { now: NOW - 3600_000 }));
    expect(response.headers.get('date')).toBe('Sat, 01 Mar 2025 12:00:00 GMT');
    expect(await refusal(response)).toEqual([403, 'RequestTimeTooSkewed', '0002-00000504']);
  });

  it.each(['', 'yesterday', '2025-03-01T12:00:00Z'])('a header dated "%s" is no date', async (date) => {
    const { face } = await worldWithPhoto();
    const request = signed('/examplebucket/photo.jpg');
    request.headers.set('date', date);
    expect(await refusal(face(request))).toEqual([403, 'AccessDenied', '0002-00000503']);
  });

  it.each([
    ['', '0002-00000067'],
    ['soon', '0002-00000068'],
    ['1e10', '0002-00000068'],
    ['-1', '0002-00000068'],
  ])('a V1 URL with Expires=%s is denied', async (expires, ec) => {
    const { face } = await worldWithPhoto();
    const query = `OSSAccessKeyId=${KEY.id}&Signature=x&Expires=${expires}`;
    expect(await refusal(face(anonymous(`/examplebucket/photo.jpg?${query}`)))).toEqual([
      403,
      'AccessDenied',
      ec,
    ]);
  });

  it.each([
    [{}, 0, 200],
    [{ expires: '3600' }, 3_600_000, 200],
    [{ expires: '3600' }, 3_601_000, 403],
    [{ expires: '604800' }, 604_800_000, 200],
    [{ expires: '604801' }, 0, 403],
    [{ expires: '0' }, 0, 403],
    [{ expires: '' }, 0, 403],
    [{ expires: '1e3' }, 0, 403],
    [{ date: '20250301T121500Z' }, 0, 200],
    [{ date: '20250301T121501Z' }, 0, 403],
    [{ date: '20250302T000000Z', scopeDate: '20250301' }, 43_200_000, 403],
  ])('a V4 URL with %o is %d ms later %d', async (options, later, status) => {
    const { face, clock } = await worldWithPhoto();
    clock.time += later;
    expect((await face(presignV4('/examplebucket/photo.jpg', options))).status).toBe(status);
  });

  it('keeps a V1 URL good up to its last second', async () => {
    const text = 'GET\n\n\n1740830460\n/examplebucket/photo.jpg';
    const signature = createHmac('sha1', KEY.secret).update(text).digest('base64');
    const query = new URLSearchParams({
      OSSAccessKeyId: KEY.id,
      Expires: '1740830460',
      Signature: signature,
    });
    const { face, clock } = await worldWithPhoto();
    const ask = () => face(anonymous(`/examplebucket/photo.jpg?${query.toString()}`));
    clock.time = NOW + MINUTE;
    expect((await ask()).status).toBe(200);
    clock.time += 1;
    const response = await ask();
    expect(response.headers.get('x-oss-ec')).toBe('0002-00000069');
    expect((await xml(response))['Error']).toMatchObject({
      Code: 'AccessDenied',
      Message: 'Request has expired.',
      Expires: '2025-03-01T12:01:00.000Z',
      ServerTime: '2025-03-01T12:01:00.000Z',
    });
  });
});

describe('temporary keys', () => {
  const ask = async (key: typeof KEY, later = 0) => {
    const { face, clock } = await worldWithPhoto({ keys: [KEY, TEMPORARY] });
    clock.time += later;
    return face(signed('/examplebucket/photo.jpg', { key }));
  };

  it('are good with their token', async () => {
    expect((await ask(TEMPORARY)).status).toBe(200);
  });

  it('are unknown without it', async () => {
    const { token: _, ...bare } = TEMPORARY;
    expect(await refusal(ask(bare))).toEqual([403, 'InvalidAccessKeyId', '0002-00000902']);
  });

  it('are refused with another and with one that has ended', async () => {
    const expected = [403, 'InvalidSecurityToken'];
    expect(await refusal(ask({ ...TEMPORARY, token: 'StsTokenExamplf' }))).toEqual(expected);
    expect(await refusal(ask(TEMPORARY, MINUTE + 1))).toEqual(expected);
  });

  it('are not those that need no token', async () => {
    const refused = refusal(ask({ ...KEY, token: 'StsTokenExample' }));
    expect(await refused).toEqual([403, 'InvalidAccessKeyId', '0002-00000902']);
  });
});

describe('a V2 signature', () => {
  const DATE = new Date(NOW).toUTCString();
  const hmac = (text: string) => createHmac('sha256', KEY.secret).update(text).digest('base64');
  const resource = '%2Fexamplebucket%2Fphoto.jpg';

  /** With two parameters, one of them empty, and one header besides the usual ones. */
  function signedV2(changed: Record<string, string> = {}) {
    const sent = { date: DATE, range: 'bytes=0-4', 'x-oss-request-payer': 'requester' };
    const text = `GET\n\n\n${DATE}\nrange:bytes=0-4\nx-oss-request-payer:requester\nrange\n${resource}?a%20b=%2F&c`;
    const authorization = `OSS2 AccessKeyId:${KEY.id},AdditionalHeaders:range,Signature:${hmac(text)}`;
    const { path = '/examplebucket/photo.jpg?c=&a%20b=/', ...headers } = changed;
    return anonymous(path, { headers: { ...sent, authorization, ...headers } });
  }

  function presignedV2(seconds: number, altered = '') {
    const query = `x-oss-access-key-id=${KEY.id}&x-oss-expires=${NOW / 1000 + seconds}&x-oss-signature-version=OSS2`;
    const signature = encodeURIComponent(hmac(`GET\n\n\n${NOW / 1000 + seconds}\n\n${resource}?${query}`));
    return anonymous(`/examplebucket/photo.jpg?${query}&x-oss-signature=${signature}${altered}`);
  }

  it('stands in a header', async () => {
    const { face } = await worldWithPhoto();
    expect((await face(signedV2())).status).toBe(206);
  });

  it.each([
    { range: 'bytes=0-3' },
    { 'x-oss-request-payer': 'bucketowner' },
    { path: '/examplebucket/photo.jpg?c=&a%20b=/&d' },
    { path: '/examplebucket/other.jpg?c=&a%20b=/' },
  ])('covers %j', async (changed) => {
    const { face } = await worldWithPhoto();
    const refused = [403, 'SignatureDoesNotMatch', '0002-00000040'];
    expect(await refusal(face(signedV2(changed)))).toEqual(refused);
  });

  it('stands in a URL until it ends', async () => {
    const { face } = await worldWithPhoto();
    expect((await face(presignedV2(60))).status).toBe(200);
    expect((await refusal(face(presignedV2(60, '&x-oss-process=image/info'))))[1]).toBe(
      'SignatureDoesNotMatch',
    );
    expect((await refusal(face(presignedV2(-1)))).slice(0, 2)).toEqual([403, 'AccessDenied']);
  });
});

describe('what is no signature of ours', () => {
  it.each([
    'OSS2 AccessKeyId:TestAccessKeyId',
    'OSS2 TestAccessKeyId:x',
    'Bearer abc',
    'OSS',
    'OSS TestAccessKeyId',
    'OSS TestAccessKeyId:',
    'AWS4-HMAC-SHA256 Credential=a/b/c/s3/aws4_request, SignedHeaders=host, Signature=0',
    'OSS4-HMAC-SHA256 Signature=0',
    'OSS4-HMAC-SHA256 Credential=TestAccessKeyId/20250301/cn-hangzhou/oss/aws4_request,Signature=0',
    'OSS4-HMAC-SHA256 Credential=TestAccessKeyId/20250301/cn-hangzhou/oss/aliyun_v4_request',
  ])('Authorization: %s is InvalidArgument', async (authorization) => {
    const { face } = await worldWithPhoto({ buckets: [{ acl: 'public-read' }] });
    const response = face(anonymous('/examplebucket/photo.jpg', { headers: { authorization } }));
    expect(await refusal(response)).toEqual([400, 'InvalidArgument']);
  });

  it.each([
    ['x-oss-signature-version=OSS2&x-oss-signature=x', 403, 'AccessDenied'],
    ['x-oss-signature-version=OSS3&x-oss-signature=x', 400, 'InvalidArgument'],
    [
      'x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=a/b&x-oss-signature=x',
      400,
      'InvalidArgument',
    ],
    ['x-oss-signature=x', 403, 'AccessDenied'],
    ['OSSAccessKeyId=TestAccessKeyId&Expires=1740834000', 403, 'AccessDenied'],
    ['Signature=x&Expires=1740834000', 403, 'AccessDenied'],
  ])('?%s is %d %s, even where anyone may read', async (query, status, code) => {
    const { face } = await worldWithPhoto({ buckets: [{ acl: 'public-read' }] });
    expect(await refusal(face(anonymous(`/examplebucket/photo.jpg?${query}`)))).toEqual([status, code]);
  });

  it('is what is signed for another service', async () => {
    const { face } = await worldWithPhoto();
    const credential = 'TestAccessKeyId/20250301/cn-hangzhou/oss-cloudbox/aliyun_v4_request';
    const authorization = `OSS4-HMAC-SHA256 Credential=${credential},Signature=0`;
    const response = face(anonymous('/examplebucket/photo.jpg', { headers: { authorization } }));
    expect(await refusal(response)).toEqual([400, 'InvalidArgument', '0002-00000227']);
  });

  it('takes the header when header and URL are both signed', async () => {
    const { face } = await worldWithPhoto();
    const path = '/examplebucket/photo.jpg';
    const header = signed(`${path}?OSSAccessKeyId=nobody&Expires=1&Signature=x`, { resource: path });
    expect((await face(header)).status).toBe(200);
  });
});

describe('the signature chooses the reading', () => {
  const buckets = [{ name: 'examplebucket' }, { name: 'otherbucket' }];

  it.each([
    ['/otherbucket/photo.jpg', '/otherbucket/photo.jpg', 'photo of otherbucket'],
    ['/photo.jpg', '/examplebucket/photo.jpg', 'photo of examplebucket'],
    ['/photo.jpg', '/photo.jpg', 'photo of examplebucket'],
    ['/photo.jpg', '/otherbucket/photo.jpg', 'photo of otherbucket'],
  ])('%s signed as %s', async (path, resource, body) => {
    const { face } = await worldWithPhoto({ buckets, addressing: { fallback: 'examplebucket' } });
    expect(await (await face(signed(path, { resource }))).text()).toBe(body);
  });

  it('finds what no address names among the first sixteen buckets', async () => {
    const names = Array.from({ length: 18 }, (_, at) => `bucket-${at + 1}`);
    const { face } = await worldWithPhoto({ buckets: names.map((name) => ({ name })), addressing: {} });
    for (const [at, name] of names.entries()) {
      const answer = await face(signed('/photo.jpg', { resource: `/${name}/photo.jpg` }));
      const found =
        at < 16 ? [200, `photo of ${name}`] : [403, expect.stringContaining('SignatureDoesNotMatch')];
      expect([answer.status, await answer.text()]).toEqual(found);
    }
  });

  it('is signed with its bucket in V4, whatever the address leaves out', async () => {
    const { face } = await worldWithPhoto({ buckets, addressing: { fallback: 'examplebucket' } });
    expect((await refusal(face(presignV4('/photo.jpg'))))[1]).toBe('SignatureDoesNotMatch');
    expect((await face(presignV4('/examplebucket/photo.jpg'))).status).toBe(200);
  });

  it('reaches a bucket through the host name ali-oss makes up for an IP endpoint', async () => {
    const { face } = await worldWithPhoto({ buckets });
    const headers = { host: 'otherbucket.oss-cn-hangzhou.aliyuncs.com' };
    const request = signed('/photo.jpg', { headers, resource: '/otherbucket/photo.jpg' });
    expect(await (await face(request)).text()).toBe('photo of otherbucket');
  });

  it.each([
    ['127.0.0.1:8787', '/', 'ListAllMyBucketsResult'],
    ['127.0.0.1:8787', '/?acl', 'AccessControlPolicy'],
    ['img.example.com', '/?acl', 'AccessControlPolicy'],
    ['127.0.0.1:8787', '/nowhere-at-all/?acl', 'Error'],
  ])('at %s %s, signed without a bucket, is %s', async (host, path, root) => {
    const addressing = { fallback: 'examplebucket', hosts: new Map([['img.example.com', 'examplebucket']]) };
    const { face } = await worldWithPhoto({ buckets, addressing });
    const response = await face(signed(path, { headers: { host } }));
    expect(Object.keys(await xml(response))).toEqual([root]);
  });

  it('says that a bucket is not here only to those who signed for it', async () => {
    const { face } = await worldWithPhoto({ buckets });
    expect(await refusal(face(signed('/nowhere-at-all/photo.jpg')))).toEqual([
      404,
      'NoSuchBucket',
      '0015-00000101',
    ]);
    const wrong = signed('/nowhere-at-all/photo.jpg', { key: { ...KEY, secret: 'guess' } });
    expect((await refusal(face(wrong)))[1]).toBe('SignatureDoesNotMatch');
  });

  it.each(['nowhere-at-all', 'nowhere_at_all'])('what is put into %s goes nowhere else', async (name) => {
    const world = await worldWithPhoto({ buckets, addressing: { fallback: 'examplebucket' } });
    const code = async (key = KEY) =>
      (await refusal(world.face(signed(`/${name}/new.jpg`, { method: 'PUT', body: 'new', key }))))[1];
    expect([await code(), await code({ ...KEY, id: 'stranger' })]).toEqual(['NoSuchBucket', 'NoSuchBucket']);
    const { objects } = await world.buckets.get('examplebucket')!.objects.list({ limit: 9 });
    expect(objects.map((one) => one.key)).toEqual(['photo.jpg']);
  });

  it('accepts empty values signed with their equals sign, as ali-oss does, and without', async () => {
    const { face } = await worldWithPhoto({ buckets });
    const path = '/examplebucket/photo.jpg?response-expires=';
    for (const resource of [path, path.slice(0, -1)]) {
      expect((await face(signed(path, { resource }))).status).toBe(200);
    }
  });
});
