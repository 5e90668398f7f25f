/** LZW strips that outgrow the kernel's window, whose strings were written long ago, and rows of more than one piece. */
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { cropped } from '../png/decode.ts';
import { decode } from './files.ts';

const SIZE = { width: 9001, height: 150 };

/** A byte of the picture by its place. */
const PICTURES: Readonly<Record<string, (at: number) => number>> = {
  'one colour': () => 77,
  'a short pattern': (at) => (at % 5) * 40,
  'a long pattern': (at) => ((at % 20_011) * 7919) >> 8,
  noise: (at) => Math.imul(at ^ (at >> 7), 2_654_435_761) >>> 24,
  'noise in calm': (at) => (at % 150_000 < 9000 ? Math.imul(at, 2_654_435_761) >>> 24 : 12),
};

it.each(
  Object.keys(PICTURES).flatMap((name) =>
    (['none', 'horizontal'] as const).map((predictor) => [name, predictor] as const),
  ),
)('%s, predictor %s', async (name, predictor) => {
  const rgb = Uint8Array.from({ length: SIZE.width * SIZE.height * 3 }, (_, at) => PICTURES[name]!(at));
  const image = sharp(rgb, { raw: { ...SIZE, channels: 3 } });
  const file = await image.clone().tiff({ compression: 'lzw', predictor }).toBuffer();
  const rgba = new Uint8Array(await image.clone().ensureAlpha().raw().toBuffer());
  const whole = await decode(file);
  expect(Buffer.from(whole).equals(rgba)).toBe(true);
  const cut = { x: 4090, y: 3, width: 4200, height: 140 };
  expect(Buffer.from(await decode(file, cut)).equals(cropped(rgba, SIZE.width, cut))).toBe(true);
});
