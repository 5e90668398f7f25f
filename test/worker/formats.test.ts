/** Formats that the caller accepts. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { acceptedFormats } from '../../src/worker/gateway/offers.ts';
import { errorOf } from './support/ask.ts';
import { startService, type Watched } from './support/service.ts';
import { fromBase64, sourceBytes } from './support/sources.ts';

/** 4 × 4, two frames. */
const MOVING = fromBase64(
  'R0lGODlhBAAEAJIAAAD/AB7rRjzXjFrD0nivGJabXrSHpNJz6iH/C05FVFNDQVBFMi4wAwEAAAAh+QQACgAAACwAAAAABAAEAAADCxgRERgRERgRERgJACH5BAAKAAAALAAAAAACAAIAAAMDKCKSADs=',
);
const BROWSER = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8';
const AUTO = 'image/resize,w_150/format,auto';

function start(autoFormat?: 'off' | 'asked' | 'always'): Watched {
  return startService({
    BUCKETS: { examplebucket: { binding: 'ORIGINALS', acl: 'public-read', autoFormat } },
  });
}

async function typeOf(service: Watched, key: string, chain: string, accept?: string): Promise<string | null> {
  const headers = accept === undefined ? {} : { Accept: accept };
  const response = await service.get(`examplebucket/${key}?x-oss-process=${chain}`, { headers });
  await response.arrayBuffer();
  await service.settle();
  return response.headers.get('content-type');
}

beforeEach(async () => {
  await env.ORIGINALS.put('photo.jpg', sourceBytes('1504x1120.jpg'));
  await env.ORIGINALS.put('dot.png', sourceBytes('1x1.png'));
  await env.ORIGINALS.put('moving.gif', MOVING);
});

describe('an Accept header', () => {
  it.each([
    [BROWSER, ['avif', 'webp']],
    ['image/webp,*/*', ['webp']],
    ['Image/AVIF ; q=0.5, image/webp;q=0', ['avif']],
    ['image/webp;q=0.0, image/avif;q=0.001', ['avif']],
    ['image/*,*/*;q=0.8', []],
    ['text/html', []],
    ['', []],
  ])('%j names %j', (accept, formats) => {
    expect(acceptedFormats(accept)).toEqual(formats);
  });
});

describe('format,auto', () => {
  it('is refused where the bucket does not allow it, as OSS refuses it', async () => {
    for (const service of [start(), start('off')]) {
      const refused = await service.get(`examplebucket/photo.jpg?x-oss-process=${AUTO}`);
      expect(await errorOf(refused)).toMatchObject({
        status: 400,
        code: 'InvalidArgument',
        ec: '0040-00000206',
      });
    }
  });

  it.each([
    [BROWSER, 'image/avif'],
    ['image/webp,*/*', 'image/webp'],
    ['*/*', 'image/jpeg'],
    [undefined, 'image/jpeg'],
  ])('gives a caller that accepts %s %s', async (accept, type) => {
    for (const allowed of ['asked', 'always'] as const) {
      expect(await typeOf(start(allowed), 'photo.jpg', AUTO, accept)).toBe(type);
    }
  });

  it('has one entry of the cache for each format, and says what it depends on', async () => {
    const service = start('asked');
    const path = `examplebucket/photo.jpg?x-oss-process=${AUTO}`;
    for (const accept of [BROWSER, 'image/avif', 'image/webp', 'image/webp,image/png', '*/*', 'text/html']) {
      const response = await service.get(path, { headers: { Accept: accept } });
      expect(response.headers.get('vary')).toMatch(/^Accept\b/);
      const etag = response.headers.get('etag') ?? '';
      await response.arrayBuffer();
      const again = await service.get(path, { headers: { Accept: accept, 'If-None-Match': etag } });
      expect([again.status, again.headers.get('vary')]).toEqual([304, response.headers.get('vary')]);
    }
    expect(new Set(service.asked).size).toBe(3);
  });

  it('never gives more bytes than the own format has, once both are known', async () => {
    const service = start('asked');
    expect(await typeOf(service, 'dot.png', 'image/format,auto', BROWSER)).toBe('image/avif');
    expect(await typeOf(service, 'dot.png', 'image/format,auto')).toBe('image/png');
    service.asked.length = 0;
    const types = [await typeOf(service, 'dot.png', 'image/format,auto', 'image/avif')];
    expect(types).toEqual(['image/png']);
    // What came of it is remembered: nothing but the picture that is sent is asked for.
    expect(service.asked).toHaveLength(1);
  });

  it('does not stop what moves', async () => {
    const service = start('asked');
    expect(await typeOf(service, 'moving.gif', 'image/format,auto', 'image/avif')).toBe('image/gif');
    expect(await typeOf(start('asked'), 'moving.gif', 'image/format,auto', BROWSER)).toBe('image/webp');
  });

  it('leaves a picture that cannot be made to its own refusal', async () => {
    await env.ORIGINALS.put('broken.jpg', sourceBytes('1504x1120.jpg').subarray(0, 40));
    const refused = await start('asked').get(`examplebucket/broken.jpg?x-oss-process=${AUTO}`, {
      headers: { Accept: BROWSER },
    });
    expect(await errorOf(refused)).toMatchObject({ status: 400, code: 'BadRequest' });
  });
});

describe('a bucket whose formats are always negotiated', () => {
  it.each([
    ['image/resize,w_150', 'image/avif'],
    ['image/resize,w_150/format,png', 'image/png'],
    ['image/info', 'application/json'],
  ])('answers %s with %s', async (chain, type) => {
    expect(await typeOf(start('always'), 'photo.jpg', chain, BROWSER)).toBe(type);
  });

  it('leaves originals as they are, and other buckets too', async () => {
    const original = await start('always').get('examplebucket/photo.jpg', { headers: { Accept: BROWSER } });
    expect(original.headers.get('vary') ?? '').not.toContain('Accept');
    await original.arrayBuffer();
    expect(await typeOf(start('asked'), 'photo.jpg', 'image/resize,w_150', BROWSER)).toBe('image/jpeg');
  });
});
