import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Rect } from '../../../src/core/image/picture.ts';
import { headerOf } from '../headers.ts';
import { window } from '../raster/pictures.ts';
import { codec } from './codec.ts';
import { decode, decodeFrames } from './decode.ts';
import { COLOURS, type FrameParts, gifOf } from './files.ts';
import { eachOutside, outsideFiles } from '../../support/outside.ts';

const SCREEN = { width: 3, height: 2 };
const at = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height });
const CLEAR = '·';

/** Each frame as rows of indices. */
async function shown(file: Uint8Array): Promise<string[]> {
  const { width } = headerOf(codec, file);
  const letters = (pixels: Uint8Array) =>
    Array.from({ length: pixels.length / 4 }, (_, i) => letterOf([...pixels.subarray(i * 4, i * 4 + 4)]));
  const rows = (text: string[]) => text.join('').replaceAll(new RegExp(`(.{${width}})(?=.)`, 'g'), '$1/');
  return (await decodeFrames(file)).map(({ pixels }) => rows(letters(pixels)));
}

function letterOf(pixel: readonly number[]): string {
  const index = COLOURS.findIndex((colour) => colour.join() === pixel.join());
  return index >= 0 ? `${index}` : pixel[3] === 0 ? CLEAR : '?';
}

const FULL: FrameParts = { place: at(0, 0, 3, 2), indices: 1 };
const CORNER: FrameParts = { place: at(1, 0, 2, 1), indices: 2 };
const LAST: FrameParts = { place: at(0, 1, 1, 1), indices: 3 };

describe('GIF frames', () => {
  it.each([
    ['stay when they are not disposed of', 0, ['111/111', '122/111', '122/311']],
    ['stay when told so', 1, ['111/111', '122/111', '122/311']],
    ['are cleared, whatever the background colour', 2, ['111/111', '122/111', '1··/311']],
    ['give back what was there', 3, ['111/111', '122/111', '111/311']],
    ['give back what was there, as early writers said it', 4, ['111/111', '122/111', '111/311']],
  ])('%s', async (_, disposal, frames) => {
    expect(await shown(gifOf(SCREEN, [FULL, { ...CORNER, disposal }, LAST]))).toEqual(frames);
  });

  // As Chromium and libvips show them.
  it.each([
    ['reaches past the right and lower border', at(2, 1, 3, 2), '·····/··222/··222', '111/112'],
    ['lies outside', at(4, 2, 1, 1), '·····/·····/····2', '111/111'],
    ['is larger than the screen', at(0, 0, 5, 3), '22222/22222/22222', '222/222'],
  ])(
    'the screen grows to hold a first one that %s, and cuts off a later one',
    async (_, place, first, later) => {
      const frame = { place, indices: 2 };
      expect(await shown(gifOf(SCREEN, [frame]))).toEqual([first]);
      expect(await shown(gifOf(SCREEN, [FULL, frame]))).toEqual(['111/111', later]);
    },
  );

  it('leave what is transparent as it was', async () => {
    const second = { place: FULL.place, indices: [2, 5, 5, 5, 2, 5], transparent: 5 };
    expect(await shown(gifOf(SCREEN, [FULL, second]))).toEqual(['111/111', '211/121']);
  });

  it('restore to a clear screen after the first one', async () => {
    expect(await shown(gifOf(SCREEN, [{ ...FULL, disposal: 3 }, LAST]))).toEqual(['111/111', '···/3··']);
  });

  it('have their rows in order when they are interlaced', async () => {
    const indices = Array.from({ length: 11 }, (_, y) => y % 8);
    const stored = [0, 8, 4, 2, 6, 10, 1, 3, 5, 7, 9].map((y) => indices[y]!);
    const file = gifOf({ width: 1, height: 11 }, [
      { place: at(0, 0, 1, 11), indices: stored, interlaced: true },
      { place: at(0, 0, 1, 1), indices: 7 },
    ]);
    const [first] = await shown(file);
    expect(first).toBe(indices.join('/'));
    expect(await decode(file)).toEqual((await decodeFrames(file))[0]!.pixels);
  });

  it('keep their delays, short ones too', async () => {
    const file = gifOf(SCREEN, [
      { ...FULL, delay: 0 },
      { ...CORNER, delay: 1 },
      LAST,
      { ...LAST, delay: 65_535 },
    ]);
    expect((await decodeFrames(file)).map(({ delay }) => delay)).toEqual([0, 10, 0, 655_350]);
  });

  it('tell how often they play', () => {
    const plays = (repeats?: number) => headerOf(codec, gifOf(SCREEN, [FULL, LAST], repeats)).plays;
    expect([plays(), plays(0), plays(1), plays(6)]).toEqual([1, 0, 2, 7]);
  });

  it('are the same in any part of the screen', async () => {
    const size = { width: 13, height: 9 };
    const place = window({ width: 20, height: 14 });
    const parts = fc.record({ place, disposal: fc.constantFrom(0, 1, 2, 3), index: fc.nat(7) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(parts, { minLength: 2, maxLength: 6 }),
        window(size),
        async (frames, part) => {
          const full = { place: at(0, 0, size.width, size.height), indices: 0 };
          const drawn = frames.map(({ index, ...rest }) => ({ ...rest, indices: index }));
          const file = gifOf(size, [full, ...drawn]);
          const cutOut = (pixels: Uint8Array) =>
            Array.from({ length: part.height }, (_, row) => {
              const from = ((part.y + row) * size.width + part.x) * 4;
              return [...pixels.subarray(from, from + part.width * 4)];
            }).flat();
          const whole = await decodeFrames(file);
          const cut = await decodeFrames(file, part);
          expect(cut.map(({ pixels }) => [...pixels])).toEqual(whole.map(({ pixels }) => cutOut(pixels)));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a damaged GIF', () => {
  const file = gifOf(SCREEN, [FULL, CORNER, LAST]);

  it('shows the frames that are there, and what there is of the last', async () => {
    expect(await shown(file.subarray(0, file.length - 6))).toEqual(['111/111', '122/111', '122/111']);
    expect(await shown(file.subarray(0, file.length - 24))).toEqual(['111/111', '122/111']);
  });

  it('leaves clear what never came', async () => {
    const [first] = await shown(gifOf(SCREEN, [FULL]).subarray(0, -5));
    expect(first).toMatch(/^1+.*·$/);
  });

  /** A frame of index 0 in codes of one bit more than `bits`, the table emptied before each, so that they grow no longer. */
  function coded(bits: number): Uint8Array {
    const plain = gifOf(SCREEN, [FULL]);
    const [clear, end] = [2 ** bits, 2 ** bits + 1];
    const codes = [...Array.from({ length: 6 }, () => [clear, 0]).flat(), end];
    const text = codes
      .map((code) => [...code.toString(2).padStart(bits + 1, '0')].toReversed().join(''))
      .join('');
    const bytes = text.match(/.{1,8}/g)!.map((byte) => Number.parseInt([...byte].toReversed().join(''), 2));
    const before = plain.subarray(0, plain.lastIndexOf(3));
    return Uint8Array.from([...before, bits, bytes.length, ...bytes, 0, 0x3b]);
  }

  it.each([1, 2, 7, 8, 9, 10, 11])(
    'shows indices of %i bits of up to 11, for codes have one more and 12 at most',
    async (bits) => {
      expect(await shown(coded(bits))).toEqual(['000/000']);
    },
  );

  it.each([0, 12, 13, 14, 15])('is refused where its indices have %i bits', async (bits) => {
    const file = coded(bits);
    await expect(decode(file)).rejects.toMatchObject({ code: 'BadRequest' });
    await expect(decodeFrames(file)).rejects.toMatchObject({ code: 'BadRequest' });
  });

  it('is as large as its first frame when its screen has no size', () => {
    expect(headerOf(codec, gifOf({ width: 0, height: 0 }, [FULL, LAST]))).toMatchObject(SCREEN);
  });
});

describe('frames of other writers', () => {
  // libvips fills the cleared areas of `dispose_bgnd.gif` with a colour.
  const files = outsideFiles('corpus/animated', /(?<!dispose_bgnd)\.gif$/);
  eachOutside('%s as libvips composites them', files, async (file) => {
    const reference = await sharp(file, { animated: true }).ensureAlpha().raw().toBuffer();
    const frames = (await decodeFrames(file)).map(({ pixels }) => pixels);
    expect(Buffer.concat(frames.map(seen)).equals(seen(reference))).toBe(true);
  });
});

/** Pixels with the colours of clear ones left out: nobody sees them. */
function seen(pixels: Uint8Array): Buffer {
  const copy = Buffer.from(pixels);
  for (let i = 0; i < copy.length; i += 4) if (copy[i + 3] === 0) copy.fill(0, i, i + 4);
  return copy;
}
