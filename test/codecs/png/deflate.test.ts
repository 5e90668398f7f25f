/** What the PNG kernel deflates is what went in, where matches are as far away as they may be and the window slides. */
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { keepInstance } from '../../../src/codecs/instance.ts';
import type { PngExports } from '../../../src/codecs/png/kernel.ts';
import { takeOutput } from '../../../src/codecs/png/write.ts';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { pixels } from '../raster/pictures.ts';

const kernel = keepInstance<PngExports>((await loadModules()).png).use();
const ROW = 4096;

function deflated(bytes: Uint8Array, quick: boolean): Uint8Array {
  const pieces: Uint8Array[] = [];
  kernel.startEncode(ROW);
  kernel.startBytes(quick);
  for (let at = 0; at < bytes.length; at += ROW) {
    const row = bytes.subarray(at, at + ROW);
    new Uint8Array(kernel.memory.buffer).set(row, kernel.rowAddress());
    kernel.encodeBytes(row.length);
    pieces.push(takeOutput(kernel));
  }
  kernel.endEncode();
  pieces.push(takeOutput(kernel));
  return Buffer.concat(pieces);
}

/** Bytes that repeat after `period`, so often that the window slides. */
function repeated(period: number): Uint8Array {
  const once = pixels({ width: Math.ceil(period / 4), height: 1 }, 3, false);
  return Uint8Array.from({ length: period * 12 }, (_, i) => once[i % period]!);
}

describe.each([
  ['thoroughly', false],
  ['quickly', true],
] as const)('deflating %s', (_, quick) => {
  // In haste not every place is looked at.
  const most = (period: number) => period * (quick ? 1.5 : 1.02) + 2500;

  it.each([1, 2, 3, 258, 259, 4096, 32_500, 32_767])('finds what repeats after %i bytes', (period) => {
    const bytes = repeated(period);
    const stream = deflated(bytes, quick);
    expect(inflateSync(stream).equals(bytes)).toBe(true);
    expect(stream.length).toBeLessThan(most(period));
  });

  it('finds what repeats after 32768 bytes, as far back as may be, and nothing beyond', () => {
    for (const period of [32_768, 32_769, 32_770]) {
      const bytes = repeated(period);
      const stream = deflated(bytes, quick);
      expect(inflateSync(stream).equals(bytes), `${period}`).toBe(true);
      expect(stream.length < most(period), `${period} ${stream.length}`).toBe(period === 32_768);
    }
  });
});
