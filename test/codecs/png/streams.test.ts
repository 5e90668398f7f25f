/** Any zlib stream, however it was made and wherever it is cut, gives the bytes an independent inflater gives. */
import { constants, deflateRawSync, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, decodeBySharp } from './decode.ts';
import { writePng } from './files.ts';
import { eachOutside } from '../../support/outside.ts';

const { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED, Z_DEFAULT_STRATEGY } = constants;
const { Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH } = constants;

/** A stretch of rows and how it is deflated; a stretch may be empty, as a flush without data is. */
const stretch = fc.record({
  length: fc.oneof(fc.nat(40), fc.nat(3000), fc.nat(70_000)),
  level: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9 })),
  strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED),
  memLevel: fc.integer({ min: 1, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
  flush: fc.constantFrom(Z_SYNC_FLUSH, Z_FULL_FLUSH),
});
type Stretch = typeof stretch extends fc.Arbitrary<infer T> ? T : never;

/** One stream of stretches, each ended by its flush. */
function deflateStretches(rows: Uint8Array, stretches: readonly Stretch[]): Uint8Array {
  const parts = [Buffer.from([0x78, 0x01])];
  let at = 0;
  for (const { length, flush, ...how } of stretches) {
    parts.push(deflateRawSync(rows.subarray(at, at + length), { ...how, finishFlush: flush }));
    at = Math.min(rows.length, at + length);
  }
  parts.push(deflateRawSync(rows.subarray(at), { finishFlush: Z_FINISH, level: stretches[0]?.level ?? 6 }));
  // The check digits, which zlib wants and takes from a stream of its own.
  parts.push(deflateSync(rows).subarray(-4));
  return Buffer.concat(parts);
}

/** Bytes that repeat somewhat, so that every kind of code occurs. */
function bytesOf(seed: number, length: number): Uint8Array {
  let state = seed | 1;
  const most = 1 + (seed % 255);
  return Uint8Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
    return i % 97 < 40 ? (state >>> 16) % most : (i * seed) & 15;
  });
}

/** A grey picture whose rows are these bytes, by way of a stream cut into chunks of `piece` bytes. */
function pictureOf(
  pixels: Uint8Array,
  width: number,
  compress: (rows: Uint8Array) => Uint8Array,
  piece: number,
) {
  const height = pixels.length / width;
  const sample = (x: number, y: number) => pixels[y * width + x] ?? 0;
  return writePng({ width, height, colour: 0, depth: 8, sample, compress, piece });
}

function greyOf(rgba: Uint8Array): Uint8Array {
  return rgba.filter((_, at) => at % 4 === 0);
}

describe('a zlib stream', () => {
  const picture = fc.record({
    seed: fc.integer({ min: 1, max: 1 << 20 }),
    width: fc.integer({ min: 1, max: 700 }),
    height: fc.integer({ min: 1, max: 200 }),
    stretches: fc.array(stretch, { maxLength: 12 }),
    piece: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 300, max: 400 }), fc.nat(70_000)),
  });

  it('of any stretches, cut into chunks of any length', async () => {
    await fc.assert(
      fc.asyncProperty(picture, async ({ seed, width, height, stretches, piece }) => {
        const pixels = bytesOf(seed, width * height);
        let stream = new Uint8Array();
        const compress = (rows: Uint8Array) => (stream = new Uint8Array(deflateStretches(rows, stretches)));
        const file = pictureOf(pixels, width, compress, Math.max(1, piece));
        expect(inflateSync(stream).length).toBe((width + 1) * height);
        expect(Buffer.compare(greyOf(await decode(file)), pixels)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('with empty stored blocks, cut at every position', async () => {
    const pixels = bytesOf(77, 61 * 40);
    const stretches = Array.from({ length: 30 }, (_, i): Stretch => {
      return {
        length: i * 5,
        level: i % 3 ? 6 : 0,
        strategy: 0,
        memLevel: 8,
        windowBits: 15,
        flush: Z_SYNC_FLUSH,
      };
    });
    const compress = (rows: Uint8Array) => deflateStretches(rows, stretches);
    const { length } = compress(new Uint8Array(62 * 40));
    for (let piece = 1; piece < length + 100; piece++) {
      expect(Buffer.compare(greyOf(await decode(pictureOf(pixels, 61, compress, piece))), pixels)).toBe(0);
    }
  });

  it('whose stored blocks lie across the pieces a large chunk is read in', async () => {
    const pixels = bytesOf(9, 1000 * 400);
    for (let shift = 0; shift < 24; shift++) {
      const first: Stretch = {
        length: 65_520 - shift,
        level: 0,
        strategy: 0,
        memLevel: 9,
        windowBits: 15,
        flush: Z_SYNC_FLUSH,
      };
      const compress = (rows: Uint8Array) => deflateStretches(rows, [first, { ...first, length: 7 }, first]);
      expect(Buffer.compare(greyOf(await decode(pictureOf(pixels, 1000, compress, 1 << 30))), pixels)).toBe(
        0,
      );
    }
  });

  it('that ends inside a stored block shows what there is', async () => {
    const pixels = bytesOf(5, 100 * 100).map((value) => value | 1);
    const whole = pictureOf(pixels, 100, (rows) => deflateSync(rows, { level: 0 }), 1 << 30);
    for (let cut = 60; cut < whole.length - 20; cut += 37) {
      const shown = greyOf(await decode(whole.subarray(0, cut)).catch(() => new Uint8Array()));
      const equal = shown.findIndex((value, at) => value !== pixels[at]);
      const rows = Math.floor((cut - 48) / 101);
      expect(Math.floor((equal < 0 ? shown.length : equal) / 100)).toBeGreaterThanOrEqual(
        Math.max(0, rows - 1),
      );
      if (equal >= 0)
        expect(shown.subarray(Math.ceil(equal / 100) * 100).every((value) => value === 0)).toBe(true);
    }
  });

  const cases = ['cases/wikimedia-flag-cut.png', 'cases/png-sync-flush-small.png'];
  eachOutside('%s equals libvips', cases, async (bytes) => {
    expect(Buffer.compare(await decode(bytes), await decodeBySharp(bytes))).toBe(0);
  });
});
