/** What the kernel makes of pixels that are not seen, strip by strip. */
import { beforeEach, expect, it } from 'vitest';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { keepInstance } from '../../../src/codecs/instance.ts';
import { STRIP_ROWS, type WebpEncodeExports } from '../../../src/codecs/webp/encode-kernel.ts';

/** Red in the lowest byte. */
const colour = (red: number, green: number, blue: number, alpha = 255) =>
  ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
const [RED, BLUE, GREY] = [colour(200, 0, 0), colour(0, 0, 200), colour(9, 9, 9, 0)];

let kernel: WebpEncodeExports;
beforeEach(async () => {
  kernel = keepInstance<WebpEncodeExports>((await loadModules()).webp, ['encode webp']).use();
});

/** Pixels of the next strip once unseen ones have their colour, row by row; what is handed on to the next one, and the alphas. */
function filled(width: number, rows: number, pixelAt: (x: number, y: number) => number, before = 0) {
  const pixels = Uint32Array.from({ length: width * rows }, (_, i) =>
    pixelAt(i % width, Math.floor(i / width)),
  );
  const view = () => new Uint32Array(kernel.memory.buffer, kernel.alphaStrip(), pixels.length);
  view().set(pixels);
  const greens = kernel.losslessPlace();
  kernel.takeAlpha(0, rows, greens);
  const alphas = new Uint32Array(kernel.memory.buffer, greens, pixels.length).map((pixel) => pixel >>> 8);
  const fill = kernel.fillUnseen(rows, before) >>> 0;
  return { pixels: [...view()], fill, alphas: [...alphas] };
}

const open = (width: number) => kernel.encodeLossless(width, 64, false, true, 0, 1 << 16);

it.each([1, 3, 8, 13, 64])('takes alpha of %i pixels a row as greens of opaque ones', (width) => {
  open(width);
  const { alphas, pixels } = filled(width, STRIP_ROWS, (x, y) => colour(x, y, 7, (x * 31 + y * 7) & 255));
  expect(alphas).toEqual(
    Array.from(pixels, (_, i) => 0xff_0000 | (((i % width) * 31 + Math.floor(i / width) * 7) & 255)),
  );
  expect(pixels.every((pixel) => pixel >>> 24 === 255)).toBe(true);
});

it('gives unseen pixels the mean of their cell, else of their block, each pixel by its alpha', () => {
  open(8);
  const { pixels, fill } = filled(8, 8, (x, y) => {
    if (x === 0 && y === 0) return RED;
    if (x === 6 && y === 6) return colour(0, 0, 200, 85);
    return GREY;
  });
  // A third as much of blue as of red.
  const mean = colour(150, 0, 50);
  const expected = Array.from({ length: 64 }, (_, i) => {
    const [x, y] = [i % 8, i >> 3];
    if (x < 2 && y < 2) return RED;
    return x > 5 && y > 5 ? BLUE : mean;
  });
  expect(pixels).toEqual(expected);
  expect(fill).toBe(mean);
});

it('goes on with the colour of the block before, and begins with that of the first one that is seen', () => {
  open(20);
  // Blocks of 8, 8 and 4 columns; the second one is seen at its corner.
  const { pixels, fill } = filled(20, 2, (x) => (x === 8 ? RED : GREY));
  expect(new Set(pixels)).toEqual(new Set([RED]));
  expect(fill).toBe(RED);
  expect(new Set(filled(20, STRIP_ROWS, () => GREY, BLUE).pixels)).toEqual(new Set([BLUE]));
});

it('leaves an opaque strip, whose last pixel goes on', () => {
  open(9);
  const seen = (x: number, y: number) => (x === 8 && y === 15 ? BLUE : RED);
  const { pixels, fill } = filled(9, STRIP_ROWS, seen, RED);
  expect(pixels).toEqual(Array.from(pixels, (_, i) => seen(i % 9, Math.floor(i / 9))));
  expect(fill).toBe(BLUE);
});

it('gives a strip without a seen pixel, at the top, the colour that it has', () => {
  open(3);
  expect(filled(3, 1, () => GREY)).toMatchObject({ fill: colour(9, 9, 9) });
});
