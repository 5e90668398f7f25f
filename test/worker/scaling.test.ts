/** The light that a deployment scales in, and that no picture made in another one is served. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, it } from 'vitest';
import { bytesOf } from './support/ask.ts';
import { cacheOf, startService, type Watched } from './support/service.ts';

const SIDE = 48;
const KEY = 'stripes.bmp';
const CHAIN = `${KEY}?x-oss-process=image/resize,w_24`;

/** Columns of black and white, one pixel wide, as an uncompressed BMP. */
function stripes(): Uint8Array {
  const pixels = SIDE * SIDE * 3;
  const bytes = new Uint8Array(54 + pixels);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, 54, true);
  view.setUint32(14, 40, true);
  view.setUint32(18, SIDE, true);
  view.setUint32(22, SIDE, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  bytes.fill(255, 54);
  for (let at = 54; at < bytes.length; at += 6) bytes.fill(0, at, at + 3);
  return bytes;
}

/** Green in the middle. */
async function middle(service: Watched): Promise<{ cache: string | undefined; level: number }> {
  const response = await service.get(CHAIN);
  await service.settle();
  const bytes = await bytesOf(response);
  const view = new DataView(bytes.buffer);
  return {
    cache: cacheOf(response),
    level: view.getUint8(view.getUint32(10, true) + (12 * 24 + 12) * 3 + 1),
  };
}

beforeEach(() => env.ORIGINALS.put(KEY, stripes()));

it('is that of the file unless the operator says otherwise', async () => {
  expect((await middle(startService())).level).toBeCloseTo(128, -0.5);
});

it.each(['linear', 'best'])(
  '%s light is seen, also where another deployment had the picture in its cache',
  async (scaling) => {
    const usual = startService({ SCALING: 'gamma' });
    await middle(usual);
    expect((await middle(usual)).cache).toBe('hit');
    const service = startService({ SCALING: scaling });
    const first = await middle(service);
    expect([first.cache, Math.abs(first.level - 188) < 4]).toEqual(['miss', true]);
    expect((await middle(service)).cache).toBe('hit');
    expect((await middle(usual)).level).toBeLessThan(132);
  },
);
