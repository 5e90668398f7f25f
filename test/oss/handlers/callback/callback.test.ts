import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ProcessError, unsupportedFormat } from '../../../../src/core/spec/error.ts';
import { OssError } from '../../../../src/oss/protocol/error/oss-error.ts';
import type { Callbacks } from '../../../../src/oss/ports.ts';
import { refusal, xml } from '../../support/answer.ts';
import { signedForm } from '../../support/form.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { signed, type SignOptions } from '../../support/sign.ts';

const HOSTS = ['app.example.com', '*.hooks.example', '127.0.0.1:9000'];
const URL_ALLOWED = 'http://app.example.com/done';

/** What was posted, and the answers that are given in turn. */
interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
let sent: Sent[];
let answers: ({ readonly status: number; readonly body: string } | Error)[];
let world: World;

const callbacks: Callbacks = {
  keyUrl: 'https://app.example.com/key.pem',
  // Shows what was signed.
  sign: async (message) => message,
  async post(url, headers, body) {
    sent.push({ url: url.href, headers, body: new TextDecoder().decode(body) });
    const answer = answers.shift() ?? { status: 200, body: '{"Status":"OK"}' };
    if (answer instanceof Error) throw answer;
    return { status: answer.status, body: new TextEncoder().encode(answer.body) };
  },
  clientOf: () => '192.0.2.7',
};

beforeEach(() => {
  [sent, answers] = [[], []];
  world = createWorld({ buckets: [{ callbacks: HOSTS }], callbacks });
});

const base64 = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64');
const send = (path: string, options: SignOptions) => world.face(signed(`/examplebucket/${path}`, options));

/** Uploads `a/ü.jpg` with a callback. */
function put(callback: object, variables?: object, key = 'a/ü.jpg'): Promise<Response> {
  const all = { callbackUrl: URL_ALLOWED, callbackBody: 'object=${object}', ...callback };
  const headers = {
    'content-type': 'image/jpeg',
    'x-oss-callback': base64(all),
    ...(variables && { 'x-oss-callback-var': base64(variables) }),
  };
  return send(key, { method: 'PUT', body: 'hello', headers });
}

describe('an upload with a callback', () => {
  const ETAG = createHash('md5').update('hello').digest('hex').toUpperCase();

  it('is answered with what the application says', async () => {
    answers.push({ status: 200, body: '{"filename": "ü"}' });
    const answer = await put({});
    expect([answer.status, await answer.text()]).toEqual([200, '{"filename": "ü"}']);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      etag: `"${ETAG}"`,
      'content-type': 'application/json',
      'content-length': '18',
    });
    expect((await send('a/ü.jpg', { method: 'HEAD', resource: '/examplebucket/a/ü.jpg' })).status).toBe(200);
  });

  it('tells who calls and of what, and signs path, query and body', async () => {
    await put({ callbackUrl: 'https://app.example.com/a%20b?c=%20d', callbackBody: 'a=1' });
    const [{ url, headers, body } = { url: '', headers: {} as Record<string, string>, body: '' }] = sent;
    expect([url, body]).toEqual(['https://app.example.com/a%20b?c=%20d', 'a=1']);
    expect(headers).toMatchObject({
      Authorization: base64('/a b?c=%20d\na=1'),
      'Content-MD5': createHash('md5').update('a=1').digest('base64'),
      'Content-Type': 'application/x-www-form-urlencoded',
      'x-oss-pub-key-url': base64('https://app.example.com/key.pem'),
      'x-oss-bucket': 'examplebucket',
      'x-oss-requester': 'TestAccessKeyId',
      'x-oss-signature-version': '1.0',
    });
  });

  const EVERY = [
    'bucket',
    'object',
    'etag',
    'size',
    'mimeType',
    'contentMd5',
    'clientIp',
    'operation',
    'x:who',
    'x:none',
    'nothing',
  ];
  it('has its variables written as a form', async () => {
    const callbackBody = EVERY.map((name) => `${name}=\${${name}}`).join('&');
    await put({ callbackBody }, { 'x:who': 'a&b=ç' });
    expect(sent[0]?.body).toBe(
      `bucket=examplebucket&object=a%2F%C3%BC.jpg&etag=${ETAG}&size=5&mimeType=image%2Fjpeg` +
        '&contentMd5=XUFAKrxLKna5cZ2REBfFkg%3D%3D&clientIp=192.0.2.7&operation=PutObject&x:who=a%26b%3D%C3%A7&x:none=&nothing=',
    );
  });

  it('has its variables written as JSON, between quotation marks or not', async () => {
    const callbackBody =
      '{"object":${object},"quoted":"${object}","size":${size},"text":"${size}","who":${x:who},"mixed":"a"}';
    await put({ callbackBody, callbackBodyType: 'application/json' }, { 'x:who': '"\n' });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      object: 'a/ü.jpg',
      quoted: 'a/ü.jpg',
      size: 5,
      text: '5',
      who: '"\n',
      mixed: 'a',
    });
    expect(sent[0]?.headers['Content-Type']).toBe('application/json');
  });

  it('measures pictures where that is asked for', async () => {
    world.renderer.render = async () => {
      const body = JSON.stringify({
        ImageHeight: { value: '3' },
        ImageWidth: { value: '4' },
        Format: { value: 'jpg' },
      });
      return {
        body: new TextEncoder().encode(body),
        size: body.length,
        contentType: 'application/json',
        headers: { Vary: '', 'Server-Timing': '' },
      };
    };
    await put({ callbackBody: '${imageInfo.width}x${imageInfo.height} ${imageInfo.format}' });
    expect(sent[0]?.body).toBe('4x3 jpg');
  });

  it('tells the CRC-64 of what is too long to be read before it is written', async () => {
    const callback = base64({ callbackUrl: URL_ALLOWED, callbackBody: '${crc64}' });
    const body = 'hello'.repeat(300_000);
    const headers = { 'x-oss-callback': callback, 'content-length': `${body.length}` };
    const { headers: told } = await send('long.txt', { method: 'PUT', body, headers });
    expect(sent.map((one) => one.body)).toEqual([told.get('x-oss-hash-crc64ecma')]);
  });

  it('asks one address after the other until one answers', async () => {
    answers.push({ status: 502, body: '' }, new Error('no answer'));
    const callbackUrl = 'app.example.com/1;https://a.b.hooks.example/2; http://127.0.0.1:9000/3';
    expect((await put({ callbackUrl })).status).toBe(200);
    expect(sent.map(({ url }) => url)).toEqual([
      'http://app.example.com/1',
      'https://a.b.hooks.example/2',
      'http://127.0.0.1:9000/3',
    ]);
  });

  it.each([
    ['an error', { status: 500, body: '{}' }, 'Error status : 500.'],
    ['a way elsewhere', { status: 302, body: '' }, 'Error status : 302.'],
    ['what is no JSON', { status: 200, body: '<html>' }, 'Response body is not valid json format.'],
    ['nothing', new Error('timed out'), 'Error status : -1.'],
  ])('that is answered with %s says so with 203, and stays', async (_, failure, message) => {
    answers.push(failure);
    const answer = await put({});
    expect(answer.status).toBe(203);
    expect(answer.headers.get('etag')).toBe(`"${ETAG}"`);
    expect((await xml(answer))['Error']).toMatchObject({
      Code: 'CallbackFailed',
      Message: message,
      EC: '0007-00000203',
    });
    expect((await send('a/ü.jpg', { method: 'HEAD', resource: '/examplebucket/a/ü.jpg' })).status).toBe(200);
  });
});

describe('an upload that is stored', () => {
  const picture = { callbackBody: 'width=${imageInfo.width}' };
  const failing = (error: Error) => () => Promise.reject(error);
  it.each([
    ['a renderer that is busy', picture, () => new ProcessError('ServiceUnavailable', 'busy')],
    ['a renderer that misses the object', picture, () => new OssError('NoSuchKey')],
    ['a store that does not answer it', picture, () => new OssError('ServiceUnavailable')],
    ['a renderer that falls', picture, () => new TypeError('no such thing')],
  ])('is never answered as if it were not: %s', async (_, callback, error) => {
    const failure = error();
    world.renderer.render = failing(failure);
    const answer = await put(callback);
    expect(answer.status).toBe(203);
    expect((await xml(answer))['Error']).toMatchObject({
      Code: 'CallbackFailed',
      Message: 'The callback could not be made.',
    });
    expect([sent, world.logged]).toEqual([[], [failure]]);
    expect((await send('a/ü.jpg', { method: 'HEAD', resource: '/examplebucket/a/ü.jpg' })).status).toBe(200);
  });

  it('is never answered as if it were not: a key that does not sign', async () => {
    const failure = new Error('no key');
    const keyless = { ...callbacks, sign: failing(failure) };
    world = createWorld({ buckets: [{ callbacks: HOSTS }], callbacks: keyless });
    expect((await put({})).status).toBe(203);
    expect([sent, world.logged]).toEqual([[], [failure]]);
  });

  it('is never answered as if it were not: a store that does not find it again', async () => {
    const failure = new OssError('ServiceUnavailable');
    Object.assign(world.buckets.get('examplebucket')?.objects ?? {}, { head: failing(failure) });
    expect((await put({})).status).toBe(203);
    expect(world.logged).toEqual([failure]);
  });

  it('and is no picture has no width', async () => {
    world.renderer.render = failing(unsupportedFormat());
    expect((await put(picture)).status).toBe(200);
    expect([sent.map(({ body }) => body), world.logged]).toEqual([['width='], []]);
  });
});

describe('a callback', () => {
  it.each([
    ['a host that is not allowed', 'http://evil.example/'],
    ['a host inside another', 'http://app.example.com.evil.example/'],
    ['a host that only ends alike', 'http://evilhooks.example/'],
    ['the name above those allowed', 'http://hooks.example/'],
    ['an address in numbers', 'http://127.0.0.1/'],
    ['an address in one number', 'http://2130706433:80/'],
    ['another port', 'http://app.example.com:22/'],
  ])('to %s has failed, and nothing is sent', async (_, callbackUrl) => {
    const answer = await put({ callbackUrl }, undefined, 'new.jpg');
    expect([answer.status, (await xml(answer))['Error']]).toMatchObject([
      203,
      { Code: 'CallbackFailed', Message: 'Error status : 502.' },
    ]);
    expect((await send('new.jpg', { method: 'HEAD' })).status).toBe(200);
    expect(sent).toEqual([]);
  });

  it('goes to what is allowed among others', async () => {
    expect((await put({ callbackUrl: `http://evil.example/;${URL_ALLOWED}` })).status).toBe(200);
    expect(sent.map(({ url }) => url)).toEqual([URL_ALLOWED]);
  });

  it.each([
    ['another scheme', { callbackUrl: 'ftp://app.example.com/' }],
    ['a name', { callbackUrl: 'http://app.example.com@evil.example/' }],
    ['a name and password', { callbackUrl: 'http://a:b@app.example.com/' }],
    ['six addresses', { callbackUrl: Array(6).fill(URL_ALLOWED).join(';') }],
    ['a word', { callbackUrl: 'app' }],
    ['no address', { callbackUrl: '' }],
    ['no body', { callbackBody: '' }],
    ['another type', { callbackBodyType: 'text/plain' }],
    ['a variable in round brackets', { callbackBody: 'bucket=${bucket}&object=$(object)' }],
    ['a variable of the caller in such', { callbackBody: '{"who":$(x:who)}' }],
  ])('to %s is refused, and nothing is stored or sent', async (_, callback) => {
    expect((await refusal(put(callback, undefined, 'new.jpg'))).slice(0, 2)).toEqual([
      400,
      'InvalidArgument',
    ]);
    expect((await send('new.jpg', { method: 'HEAD' })).status).toBe(404);
    expect(sent).toEqual([]);
  });

  it('goes to the last of five addresses when the others fail', async () => {
    answers.push(...Array.from({ length: 4 }, () => new Error('down')));
    const urls = Array.from({ length: 5 }, (_, at) => `http://app.example.com/${at}`);
    expect((await put({ callbackUrl: urls.join(';') })).status).toBe(200);
    expect(sent.map(({ url }) => url)).toEqual(urls);
  });

  it.each([
    ['5120', 3840, 200],
    ['more', 3841, 400],
  ])('has %s characters as it is sent', async (_, bytes, status) => {
    const bare = JSON.stringify({ callbackUrl: URL_ALLOWED, callbackBody: '' }).length;
    expect((await put({ callbackBody: 'x'.repeat(bytes - bare) })).status).toBe(status);
  });

  it.each([
    ['one', '0007-00000001', { callbackBody: 'x'.repeat(4000) }, undefined],
    ['the variables of one', '0007-00000101', {}, { 'x:who': 'x'.repeat(4000) }],
  ])('refuses more than 5 KiB of %s', async (_, ec, callback, variables) => {
    expect(await refusal(put(callback, variables, 'new.jpg'))).toEqual([400, 'InvalidArgument', ec]);
    expect((await send('new.jpg', { method: 'HEAD' })).status).toBe(404);
  });

  it.each(['e30', base64('[]'), base64('text'), '&'])('that reads %j is refused', async (encoded) => {
    const headers = { 'x-oss-callback': encoded };
    expect((await refusal(send('a', { method: 'PUT', headers, body: 'x' })))[1]).toBe('InvalidArgument');
  });

  it('may stand in the query of a signed address', async () => {
    const callback = encodeURIComponent(base64({ callbackUrl: URL_ALLOWED, callbackBody: 'who=${x:who}' }));
    const variables = encodeURIComponent(base64({ 'x:who': 'me' }));
    for (const prefix of ['', 'x-oss-']) {
      const path = `a?${prefix}callback=${callback}&${prefix}callback-var=${variables}`;
      expect((await send(path, { method: 'PUT', body: 'x' })).status).toBe(200);
    }
    expect(sent.map(({ body }) => body)).toEqual(['who=me', 'who=me']);
  });

  it('comes after an upload in parts, once that is complete', async () => {
    const headers = {
      'x-oss-callback': base64({
        callbackUrl: URL_ALLOWED,
        callbackBody: '${operation} ${etag} ${contentMd5}',
      }),
    };
    const begun = await send('a?uploads', { method: 'POST', headers });
    const { UploadId } = (await xml(begun))['InitiateMultipartUploadResult'] as { UploadId: string };
    await send(`a?partNumber=1&uploadId=${UploadId}`, { method: 'PUT', body: 'x', headers });
    expect(sent).toEqual([]);
    const whole = { ...headers, 'x-oss-complete-all': 'yes' };
    const answer = await send(`a?uploadId=${UploadId}`, { method: 'POST', body: '', headers: whole });
    expect([answer.status, await answer.text()]).toEqual([200, '{"Status":"OK"}']);
    expect(sent.map((one) => one.body)).toEqual([
      expect.stringMatching(/^CompleteMultipartUpload [0-9A-F]{32}-1 $/),
    ]);
  });

  it('comes after a form, whose own fields are its variables', async () => {
    const callback = base64({ callbackUrl: URL_ALLOWED, callbackBody: '${operation} ${object} ${x:who}' });
    const fields = { key: 'user/a', callback, 'x:who': 'me', success_action_status: '201' };
    const answer = await world.face(await signedForm(fields, 'hello'));
    expect([answer.status, await answer.text()]).toEqual([200, '{"Status":"OK"}']);
    expect(sent[0]?.body).toBe('PostObject user%2Fa me');
  });

  it('is refused where nobody is called, or after what is no upload of its own', async () => {
    const headers = { 'x-oss-callback': base64({ callbackUrl: URL_ALLOWED, callbackBody: 'x' }) };
    const closed = createWorld({ buckets: [{ callbacks: HOSTS }] });
    const there = closed.face(signed('/examplebucket/a', { method: 'PUT', body: 'x', headers }));
    expect(await refusal(there)).toEqual([501, 'NotImplemented']);
    for (const [path, method] of [
      ['a?append&position=0', 'POST'],
      ['a?symlink', 'PUT'],
    ] as const)
      expect((await refusal(send(path, { method, headers, body: 'x' })))[1]).toBe('NotImplemented');
  });
});
