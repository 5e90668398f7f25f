/** The service as callers meet it: buckets, styles, saved pictures, fonts and marks, over real R2 and KV. */
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, errorOf } from './support/ask.ts';
import { measure } from './support/measure.ts';
import { startService } from './support/service.ts';
import { ACCESS_KEYS, signed } from './support/sign.ts';
import { sourceBytes } from './support/sources.ts';

const BUCKET = 'examplebucket';
const service = startService({ ACCESS_KEYS });
const get = service.get;
/** A body without a type: a text's would have to be signed. */
const untyped = (text: string) => new TextEncoder().encode(text);

beforeAll(async () => {
  await env.ORIGINALS.put('photo.png', sourceBytes('400x267.png'));
  await env.PRIVATE.put('photo.png', sourceBytes('200x100.png'));
});

describe('buckets', () => {
  it('are told apart by path, and private ones want a signature', async () => {
    expect((await get('examplebucket/photo.png')).status).toBe(200);
    expect(await errorOf(await get('privatebucket/photo.png'))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
    const path = await signed({ method: 'GET', bucket: 'privatebucket', key: 'photo.png' });
    expect(measure(await bytesOf(await get(path)))).toMatchObject({ width: 200, height: 100 });
  });
  it('never serve pictures made for a private bucket to others', async () => {
    const parameters = { 'x-oss-process': 'image/resize,w_50' };
    const path = await signed({ method: 'GET', bucket: 'privatebucket', key: 'photo.png', parameters });
    expect(measure(await bytesOf(await get(path)))).toMatchObject({ width: 50, height: 25 });
    expect((await get('privatebucket/photo.png?x-oss-process=image/resize,w_50')).status).toBe(403);
  });
  it.each(['.fonts/mine.ttf', '%2Fstaging%2Fexamplebucket%2Fx', '/staging/examplebucket/x'])(
    'do not show %s',
    async (path) => {
      await env.ORIGINALS.put('.fonts/mine.ttf', 'font');
      await env.ORIGINALS.put('/staging/examplebucket/x', 'part');
      expect([400, 403, 404]).toContain((await get(path)).status);
    },
  );
});

describe('originals', () => {
  it('are served as stored, in ranges as well', async () => {
    const whole = await get('photo.png');
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    expect(await bytesOf(whole)).toEqual(sourceBytes('400x267.png'));
    const part = await get('photo.png', { headers: { Range: 'bytes=1-3' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 1-3/${sourceBytes('400x267.png').length}`);
    expect(await part.text()).toBe('PNG');
  });
  it('carry what browsers and caches need', async () => {
    const response = await get('photo.png', { headers: { Origin: 'https://shop.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cache-control')).toBe('public, max-age=60');
    expect(response.headers.get('x-oss-request-id')).toMatch(/^[0-9A-F]{24}$/);
    const preflight = { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'GET' };
    expect((await get('photo.png', { method: 'OPTIONS', headers: preflight })).status).toBe(200);
  });
  it('are not written by strangers, nor by GET', async () => {
    expect((await get('new.txt', { method: 'PUT', body: 'x' })).status).toBe(403);
    expect((await get('photo.png?x-oss-process=image/resize,w_1|sys/saveas,o_eA')).status).toBe(400);
    expect(await env.ORIGINALS.head('new.txt')).toBeNull();
  });
});

describe('styles', () => {
  const put = async (name: string, content: string) => {
    const parameters = { style: '', styleName: name };
    const path = await signed({ method: 'PUT', bucket: BUCKET, key: '', parameters });
    return get(path, { method: 'PUT', body: untyped(`<Style><Content>${content}</Content></Style>`) });
  };
  it('are written, used by every spelling, and kept in KV', async () => {
    expect((await put('thumb', 'image/resize,w_40')).status).toBe(200);
    for (const path of ['photo.png?x-oss-process=style/thumb', 'photo.png!thumb']) {
      expect(measure(await bytesOf(await get(path)))).toMatchObject({ width: 40 });
    }
    expect(await env.STYLES.get(`style:${BUCKET}:thumb`, 'json')).toMatchObject({
      content: 'image/resize,w_40',
    });
  });
  it('that cannot be are refused when they are written', async () => {
    expect((await put('bad', 'image/resize,w_0')).status).toBe(400);
  });
});

describe('save-as', () => {
  it('stores the picture as an object like any other', async () => {
    const parameters = { 'x-oss-process': '' };
    const path = await signed({ method: 'POST', bucket: BUCKET, key: 'photo.png', parameters });
    const body = `x-oss-process=image/resize,w_30|sys/saveas,o_${btoa('saved/small.png')}`;
    const response = await get(path, { method: 'POST', body: untyped(body) });
    expect(response.status, await response.clone().text()).toBe(200);
    expect(await response.json()).toMatchObject({ object: 'saved/small.png', status: 'OK' });
    expect(measure(await bytesOf(await get('saved/small.png')))).toMatchObject({ width: 30, height: 20 });
  });
});

describe('watermarks', () => {
  const mark = (text: string) => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const watermarked = (value: string) => get(`photo.png?x-oss-process=image/watermark,image_${mark(value)}`);

  it('draw the newest version of a mark', async () => {
    await env.ORIGINALS.put('mark.png', sourceBytes('panda.png'));
    const first = await bytesOf(await watermarked('mark.png'));
    await env.ORIGINALS.put('mark.png', sourceBytes('100x100.png'));
    expect(await bytesOf(await watermarked('mark.png'))).not.toEqual(first);
  });
  it('say the same of a mark that is missing and of one the caller may not see', async () => {
    await env.ORIGINALS.put('secret.png', sourceBytes('panda.png'), {
      customMetadata: { 'oss-acl': 'private' },
    });
    const missing = await errorOf(await watermarked('nothing.png'));
    expect(missing).toMatchObject({ status: 400, code: 'WatermarkError' });
    expect(await errorOf(await watermarked('secret.png'))).toEqual(missing);
  });
  it('may draw what the caller may see', async () => {
    await env.ORIGINALS.put('secret.png', sourceBytes('panda.png'), {
      customMetadata: { 'oss-acl': 'private' },
    });
    const parameters = { 'x-oss-process': `image/watermark,image_${mark('secret.png')}` };
    const path = await signed({ method: 'GET', bucket: BUCKET, key: 'photo.png', parameters });
    expect((await get(path)).status).toBe(200);
  });
  it('know the built-in fonts and say which they do not know', async () => {
    const text = 'photo.png?x-oss-process=image/watermark,text_SGVsbG8g5Zu-54mH5pyN5YqhIQ';
    const plain = await bytesOf(await get('photo.png?x-oss-process=image/format,png'));
    expect(await bytesOf(await get(text))).not.toEqual(plain);
    expect(await errorOf(await get(`${text},type_${mark('nofont')}`))).toMatchObject({
      status: 400,
      ec: '0040-00000251',
    });
  });
  it('name a font of the bucket that is broken', async () => {
    await env.ORIGINALS.put('.fonts/broken.ttf', 'this is no font');
    const text = `photo.png?x-oss-process=image/watermark,text_SGVsbG8,type_${mark('broken')}`;
    const error = await errorOf(await get(text));
    expect(error).toMatchObject({ status: 400, ec: '0040-00000251' });
    expect(error.message).toContain('broken');
  });
});
