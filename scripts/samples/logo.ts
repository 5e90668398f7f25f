/** An emblem on nothing: a ring, two peaks and a sun, with soft and hard edges. */
import { lay, mix, type Rgb, type Rgba, type Shader, smooth } from './canvas.ts';
import { type Point, toPolygon } from './shapes.ts';

const TOP: Rgb = [32, 156, 180];
const BOTTOM: Rgb = [48, 76, 168];
const SUN: Rgb = [255, 190, 64];
const FAR_PEAK: readonly Point[] = [
  [0.44, 0.72],
  [0.63, 0.38],
  [0.86, 0.72],
];
const NEAR_PEAK: readonly Point[] = [
  [0.14, 0.72],
  [0.39, 0.28],
  [0.66, 0.72],
];
const SNOW: readonly Point[] = [
  [0.316, 0.41],
  [0.39, 0.28],
  [0.47, 0.41],
  [0.43, 0.45],
  [0.39, 0.41],
  [0.355, 0.45],
];

/** The emblem for a square picture of this many rows. */
export function logo(rows: number): Shader {
  const edge = 0.7 / rows;
  return (x, y) => {
    const far = Math.hypot(x - 0.5, y - 0.5);
    const ring = Math.abs(far - 0.455) - 0.022;
    const cut = (distance: number) => Math.max(distance, far - 0.405);
    let colour: Rgba = [20, 30, 60, 0.35 * smooth(0.03, 0, Math.hypot(x - 0.5, y - 0.512) - 0.47)];
    colour = lay(colour, [...mix([255, 255, 255], [222, 240, 246], y), 0.92], far - 0.47, edge);
    colour = lay(colour, [...SUN, 1], cut(Math.hypot(x - 0.66, y - 0.27) - 0.085), edge);
    colour = lay(colour, [...mix(TOP, BOTTOM, 0.2 + y * 0.4), 0.75], cut(toPolygon(x, y, FAR_PEAK)), edge);
    colour = lay(colour, [...mix(TOP, BOTTOM, y * 1.2), 1], cut(toPolygon(x, y, NEAR_PEAK)), edge);
    colour = lay(colour, [255, 255, 255, 1], cut(toPolygon(x, y, SNOW)), edge);
    colour = lay(colour, [...BOTTOM, 1], cut(0.72 - y), edge);
    return lay(colour, [...mix(TOP, BOTTOM, y), 1], ring, edge);
  };
}
