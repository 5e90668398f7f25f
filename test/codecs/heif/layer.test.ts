import { describe, expect, it } from 'vitest';
import type { Coder } from '../../../src/codecs/heif/coder.ts';
import { openLayer } from '../../../src/codecs/heif/layer.ts';
import type { Coded, Layer } from '../../../src/codecs/heif/picture.ts';
import type { Rect, Size } from '../../../src/core/image/picture.ts';

const SQUARE = { width: 8, height: 8 };
const AREA = { x: 0, y: 0, width: 16, height: 8 };
const MADE = { crop: AREA, turn: { quarters: 0, mirror: false }, cut: AREA, cell: 1 } as const;
const coded = { type: 'hvc1' } as Coded;

/** Decodes to pictures of a size, and notes what is painted of them and how many are held. */
function coderOf(size: Size) {
  const told = { painted: [] as Rect[], held: 0, most: 0 };
  const open = () => {
    told.most = Math.max(told.most, ++told.held);
    const paint = (area: Rect) => void told.painted.push(area);
    return { ...size, paint, paintAlpha: paint, free: () => void told.held-- };
  };
  return { told, coder: { type: 'hvc1', open } as Partial<Coder> as Coder };
}

function paint(layer: Layer, coder: Coder): void {
  const opened = openLayer(layer, coder, { limit: 1, alone: true });
  const rows = new Uint8ClampedArray(AREA.width * AREA.height * 4);
  for (let round = 0; round < 2; round++) for (const _ of opened.paint(MADE, AREA, rows, 'colour'));
  opened.close();
}

describe('coded pictures of a layer', () => {
  const grid: Layer = { ...AREA, columns: 2, tile: SQUARE, tiles: [coded, coded] };

  it('are decoded one after the other, and let go at once', () => {
    const { told, coder } = coderOf(SQUARE);
    paint(grid, coder);
    expect(told).toMatchObject({ held: 0, most: 1 });
    expect(told.painted).toHaveLength(4);
  });

  it('are held where there is only one', () => {
    const { told, coder } = coderOf(AREA);
    paint({ ...AREA, columns: 1, tile: AREA, tiles: [coded] }, coder);
    expect(told).toMatchObject({ held: 0, most: 1 });
    expect(told.painted).toEqual([AREA, AREA]);
  });

  it('that turn out smaller than their places are painted as far as they go', () => {
    const { told, coder } = coderOf({ width: 5, height: 3 });
    paint(grid, coder);
    expect(told.painted[0]).toEqual({ x: 0, y: 0, width: 5, height: 3 });
    expect(told.painted[1]).toEqual({ x: 0, y: 0, width: 5, height: 3 });
  });
});
