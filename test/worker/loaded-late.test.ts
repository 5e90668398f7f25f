/** What is loaded when it is first wanted: HEIC, AVIF, the encoders of `small`. */
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { QUADRANTS } from '../codecs/heif/quadrants.ts';
import { bytesOf, errorOf, process } from './support/ask.ts';
import { measure } from './support/measure.ts';
import { startService } from './support/service.ts';
import { fromBase64, sourceBytes } from './support/sources.ts';

/** 40 × 24, from libaom. */
const AVIF = fromBase64(
  'AAAAHGZ0eXBhdmlmAAAAAG1pZjFhdmlmbWlhZgAAANZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAAA+gABAAAAAAAAACQAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABhdjAxAAAAAA5waXRtAAAAAAABAAAAVmlwcnAAAAA4aXBjbwAAAAxhdjFDgSACAAAAABRpc3BlAAAAAAAAACgAAAAYAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAgMAAAAsbWRhdBIACgk4FSe7SAhoNIAyFRrCYuTgABQAAKxDfGKV/RqWAIToIg==',
);

it('HEIC is decoded, and becomes JPEG unless something else is asked for', async () => {
  await env.ORIGINALS.put('quadrants.heic', QUADRANTS);
  const jpeg = await process('quadrants.heic', 'resize,w_32');
  expect([jpeg.status, jpeg.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect(measure(await bytesOf(jpeg))).toMatchObject({ width: 32, height: 24 });
  const png = await process('quadrants.heic', 'rotate,90/format,png');
  expect(measure(await bytesOf(png))).toMatchObject({ width: 48, height: 64 });
});

it('HEIC can be switched off, and info still reads it', async () => {
  const service = startService({ HEIC: 'off' });
  await env.ORIGINALS.put('quadrants.heic', QUADRANTS);
  const refused = await service.get('quadrants.heic?x-oss-process=image/resize,w_31');
  expect(await errorOf(refused)).toMatchObject({ status: 400, code: 'BadRequest' });
  const info = await service.get('quadrants.heic?x-oss-process=image/info');
  expect(await info.json()).toMatchObject({ ImageWidth: { value: '64' }, Format: { value: 'heic' } });
});

it('HEIC is never written', async () => {
  await env.ORIGINALS.put('quadrants.heic', QUADRANTS);
  expect(await errorOf(await process('quadrants.heic', 'format,heic'))).toMatchObject({
    status: 400,
    code: 'InvalidArgument',
  });
});

it('AVIF is decoded and written', async () => {
  await env.ORIGINALS.put('small.avif', AVIF);
  const jpeg = await process('small.avif', 'resize,w_20/format,jpg');
  expect(measure(await bytesOf(jpeg))).toMatchObject({ width: 20, height: 12 });
  const avif = await process('small.avif', 'resize,w_20');
  expect([avif.status, avif.headers.get('content-type')]).toEqual([200, 'image/avif']);
});

it.each([
  ['jpg', 'JPEG_ENCODER'],
  ['webp', 'WEBP_ENCODER'],
] as const)('%s is written with %s = "small"', async (format, setting) => {
  await env.ORIGINALS.put('photo.jpg', sourceBytes('1504x1120.jpg'));
  const chain = `photo.jpg?x-oss-process=image/resize,w_150/format,${format}`;
  const [small, fast] = [startService({ [setting]: 'small' }), startService({})];
  const bytes = await bytesOf(await small.get(chain));
  expect(measure(bytes)).toEqual({ format, width: 150, height: 112 });
  expect(bytes).not.toEqual(await bytesOf(await fast.get(chain)));
});
