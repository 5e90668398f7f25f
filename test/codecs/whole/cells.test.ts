/** What is averaged while it is decoded is the mean of each cell of the whole picture, those at the edges with fewer pixels too. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Sharp } from 'sharp';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import { collectPicture } from '../../../src/core/image/bands.ts';
import { cutOut, keep, whole } from '../../../src/core/image/geometry.ts';
import { cutPicture } from '../../../src/core/image/kernels/cut.ts';
import type { Band, Size } from '../../../src/core/image/picture.ts';
import { photograph } from './photograph.ts';

const SIZE: Size = { width: 211, height: 157 };

/** How a file is stored, and by how much a mean may be off: WebP's is one of Y and of halved chroma, which reaches over a cut's edge. */
const STORE: readonly (readonly [name: string, store: (image: Sharp) => Sharp, off: number])[] = [
  ['PNG', (image) => image.png(), 0.501],
  ['WebP', (image) => image.webp({ quality: 90 }), 20],
];

/** Even places, where cells of WebP begin. */
const along = (side: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 60, max: side - 20 }))
    .map(([half, length]) => ({ from: half * 2, length }));
const rectangle = fc
  .tuple(along(SIZE.width), along(SIZE.height))
  .map(([x, y]) => ({ x: x.from, y: y.from, width: x.length, height: y.length }));

/** The mean of a cell of a picture `width` pixels wide. */
function meanOf(pixels: Band, { width, height }: Size, cell: number, at: Readonly<{ x: number; y: number }>) {
  const sum = [0, 0, 0];
  let count = 0;
  for (let y = at.y * cell; y < Math.min(height, (at.y + 1) * cell); y++)
    for (let x = at.x * cell; x < Math.min(width, (at.x + 1) * cell); x++, count++)
      for (const channel of sum.keys()) sum[channel]! += pixels[(y * width + x) * 4 + channel]!;
  return sum.map((each) => each / count);
}

it.each(STORE)('%s', async (_, store, off) => {
  const file = new Uint8Array(await store(photograph(SIZE)).toBuffer());
  const codec = [...createCodecs(await loadModules()).values()].find(({ sniff }) => sniff(file))!;
  const source = codec.readHeader(file, file.length);
  if (source === 'more' || !codec.decoder) throw new Error('the file is whole');
  const { decoder } = codec;
  const check = async (cut: ReturnType<typeof whole>, shrink: number) => {
    const scale = { width: Math.floor(cut.width / shrink), height: Math.floor(cut.height / shrink) };
    const wish = { ...cutOut(cut), scale, window: whole(scale) };
    const cell = Number(/1\/(\d+)$/.exec(decoder.plan(source, wish).route)?.[1]);
    const reduced = decoder.decode(file, source, wish);
    expect([reduced.width, reduced.height]).toEqual(
      [cut.width, cut.height].map((side) => Math.ceil(side / cell)),
    );
    const means = await collectPicture(reduced);
    const all = await collectPicture(cutPicture(decoder.decode(file, source, keep(SIZE)), cut));
    let worst = 0;
    for (let y = 0; y < reduced.height; y++)
      for (let x = 0; x < reduced.width; x++)
        for (const [channel, mean] of meanOf(all, cut, cell, { x, y }).entries())
          worst = Math.max(worst, Math.abs(means[(y * reduced.width + x) * 4 + channel]! - mean));
    expect(worst).toBeLessThanOrEqual(off);
  };
  await fc.assert(fc.asyncProperty(rectangle, fc.integer({ min: 4, max: 20 }), check), {
    numRuns: 30,
    examples: [2, 4, 5, 6, 8].map((shrink) => [whole(SIZE), Math.max(4, shrink)]),
  });
});
