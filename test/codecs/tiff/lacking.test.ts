/** Files that lack strips, tiles or the ends of some: what is there is shown, and what is not is zeros. */
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { basic, decode, type Field, writeTiff } from './files.ts';

const SIZE = { width: 40, height: 70 };

interface Layout {
  readonly tiled: boolean;
  /** Whether each plane has strips or tiles of its own. */
  readonly apart: boolean;
  readonly samples: 1 | 3;
  readonly packed: boolean;
}

const sizeOfSegment = ({ tiled }: Layout) => ({ width: tiled ? 16 : SIZE.width, height: 32 });

/** A sample of the whole picture: none is zero. */
const sampleAt = (x: number, y: number, plane: number) => 1 + ((x * 7 + y * 13 + plane * 101) % 255);

/** Where the sample of a plane at a place is stored: in which segment, and at which of its bytes. */
function placeOf(layout: Layout, x: number, y: number, plane: number): { segment: number; at: number } {
  const { width, height } = sizeOfSegment(layout);
  const [across, down] = [Math.ceil(SIZE.width / width), Math.ceil(SIZE.height / height)];
  const inPlane = Math.floor(y / height) * across + Math.floor(x / width);
  const pixel = (y % height) * width + (x % width);
  return layout.apart
    ? { segment: plane * across * down + inPlane, at: pixel }
    : { segment: inPlane, at: pixel * layout.samples + plane };
}

function eachSample({ samples }: Layout, take: (x: number, y: number, plane: number) => void): void {
  for (let y = 0; y < SIZE.height; y++)
    for (let x = 0; x < SIZE.width; x++) for (let plane = 0; plane < samples; plane++) take(x, y, plane);
}

function segmentsOf(layout: Layout): Uint8Array[] {
  const { width, height } = sizeOfSegment(layout);
  const planes = layout.apart ? layout.samples : 1;
  const count = Math.ceil(SIZE.width / width) * Math.ceil(SIZE.height / height) * planes;
  const bytes = width * height * (layout.apart ? 1 : layout.samples);
  const segments = Array.from({ length: count }, () => new Uint8Array(bytes));
  eachSample(layout, (x, y, plane) => {
    const { segment, at } = placeOf(layout, x, y, plane);
    segments[segment]![at] = sampleAt(x, y, plane);
  });
  return segments;
}

/** Bytes that are left of each segment, the first of which is whole. */
const kept = fc.array(fc.oneof(fc.constantFrom(0, 1e6), fc.integer({ min: 0, max: 1000 })), {
  minLength: 30,
  maxLength: 30,
});
const layouts = fc.record<Layout>({
  tiled: fc.boolean(),
  apart: fc.boolean(),
  samples: fc.constantFrom(1, 3),
  packed: fc.boolean(),
});

it('shows zeros for what it lacks, however it is laid out', async () => {
  await fc.assert(
    fc.asyncProperty(layouts, kept, async (layout, lengths) => {
      const { tiled, apart, samples, packed } = layout;
      const whole = segmentsOf(layout);
      // Of a packed one nobody knows how much its first bytes hold: it is there or it is not.
      const left = whole.map((segment, i) => {
        if (i === 0) return segment;
        return segment.subarray(0, packed && lengths[i]! < segment.length ? 0 : lengths[i]);
      });
      const tiles: Field[] = [
        [322, 3, sizeOfSegment(layout).width],
        [323, 3, sizeOfSegment(layout).height],
      ];
      const compression = packed ? 8 : 1;
      const file = writeTiff({
        fields: [
          ...basic(SIZE, { photometric: samples === 1 ? 1 : 2, samples, compression, rows: 32 }),
          [284, 3, apart ? 2 : 1],
          ...(tiled ? tiles : []),
        ],
        segments: left.map((segment) => (packed && segment.length > 0 ? deflateSync(segment) : segment)),
        tiled,
      });
      const expected = new Uint8Array(SIZE.width * SIZE.height * 4).fill(255);
      eachSample(layout, (x, y, plane) => {
        const { segment, at } = placeOf(layout, x, y, plane);
        const sample = left[segment]![at] ?? 0;
        const pixel = (y * SIZE.width + x) * 4;
        for (const channel of samples === 1 ? [0, 1, 2] : [plane]) expected[pixel + channel] = sample;
      });
      expect(Buffer.compare(await decode(file), expected)).toBe(0);
    }),
    { numRuns: 60 },
  );
});
