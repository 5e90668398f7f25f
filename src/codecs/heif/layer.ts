/** A layer of coded pictures while it is decoded: a single one is held, of many each is decoded where it is painted. */
import type { Band, Rect } from '../../core/image/picture.ts';
import type { Coder } from './coder.ts';
import { type Layer, placeOf } from './picture.ts';
import { common, type Made, targetOf } from './strips.ts';
import type { Samples } from './target.ts';

/** A layer that is open. */
export interface OpenLayer {
  /**
   * Paints rows that come from `stored`; gives others a turn after every coded picture. What cannot be decoded is left
   * out.
   */
  paint(made: Made, stored: Rect, rows: Band, as: 'colour' | 'alpha'): Iterable<void>;
  /** True once something was decoded. */
  readonly shows: boolean;
  close(): void;
}

/** Opens a layer; its decoder takes `limit` bytes at most. */
export function openLayer(
  layer: Layer,
  coder: Coder,
  { limit, alone }: { limit: number; alone: boolean },
): OpenLayer {
  const single = layer.tiles.length === 1;
  let held: Samples | undefined;
  let tried = false;
  let shows = false;

  function samplesOf(index: number): Samples | undefined {
    if (single && tried) return held;
    tried = true;
    const coded = layer.tiles[index]!;
    const samples = coded.type === coder.type ? coder.open(coded, limit, alone) : undefined;
    shows ||= samples !== undefined;
    if (single) held = samples;
    return samples;
  }

  return {
    *paint(made, stored, rows, as) {
      for (const index of layer.tiles.keys()) {
        const place = placeOf(layer, index);
        if (!common(stored, place)) continue;
        const samples = samplesOf(index);
        // A coded picture may turn out smaller than its place.
        const part = samples && common(stored, { ...place, width: samples.width, height: samples.height });
        if (part) {
          const area = { ...part, x: part.x - place.x, y: part.y - place.y };
          const target = targetOf(made, stored, part, rows);
          if (as === 'colour') samples.paint(area, target);
          else samples.paintAlpha(area, target);
        }
        if (!single) samples?.free();
        yield;
      }
    },
    get shows() {
      return shows;
    },
    close() {
      held?.free();
      held = undefined;
    },
  };
}
