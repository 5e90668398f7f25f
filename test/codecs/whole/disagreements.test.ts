/**
 * Where we mean to differ from libvips, each with the reason. Every test expects the same as libvips shows, and is meant
 * to fail: one that passes means that one of the two has changed its mind.
 */
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { decodeFrames } from '../gif/decode.ts';
import { gifOf } from '../gif/files.ts';
import { basic, decode as decodeTiff, decodeBySharp, writeTiff } from '../tiff/files.ts';

const SCREEN = { width: 3, height: 2 };
const at = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
const FULL = { place: at(0, 0, 3, 2), indices: 1 };

async function expectSameFrames(file: Uint8Array): Promise<void> {
  const theirs = await sharp(file, { animated: true, failOn: 'none' }).ensureAlpha().raw().toBuffer();
  const ours = (await decodeFrames(file)).map(({ pixels }) => pixels);
  expect(Buffer.concat(ours)).toEqual(theirs);
}

// Browsers clear to nothing (CSS and the format's own practice); libvips does where a colour is transparent.
it.fails('a cleared frame shows the screen’s background colour', () =>
  expectSameFrames(
    gifOf(SCREEN, [
      { ...FULL, disposal: 2 },
      { place: at(0, 0, 1, 1), indices: 3 },
    ]),
  ),
);

// Browsers show the rows that came, and nothing where the others would be.
it.fails('nothing of a frame that ends early is shown', () =>
  expectSameFrames(gifOf(SCREEN, [FULL]).subarray(0, -5)),
);

// Browsers grow the screen to its first frame.
it.fails('a file whose screen has no size is refused', () =>
  expect(decodeFrames(gifOf({ width: 0, height: 0 }, [FULL]))).rejects.toThrow(),
);

/** Two grey pixels of a TIFF. */
async function expectSameTiff(bits: number, sampleFormat: number, data: Uint8Array): Promise<void> {
  const fields = basic({ width: 2, height: 1 }, { samples: 1, photometric: 1, bits });
  const file = writeTiff({ fields: [...fields, [339, 3, sampleFormat]], segments: [data] });
  const ours = await decodeTiff(file);
  expect([...ours]).toEqual([...(await decodeBySharp(file))]);
}

// libvips shows grey floats as 0 to 255 and coloured ones as linear light from 0 to 1; here both are light.
it.fails('grey floats of a TIFF are levels', () =>
  expectSameTiff(32, 3, new Uint8Array(new Float32Array([0.5, 0.25]).buffer)),
);

// A signed sample's least value is black (TIFF 6.0, SampleFormat); libvips clips all below zero to black.
it.fails('negative samples of a TIFF are black', () => expectSameTiff(8, 2, Uint8Array.of(0xc0, 0x7f)));
