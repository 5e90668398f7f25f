/** A panda's face on nothing: the mark of the documentation's watermarks. */
import { lay, type Rgba, type Shader } from './canvas.ts';

type Ellipse = readonly [x: number, y: number, across: number, down: number, lean: number];

const BLACK: Rgba = [28, 30, 34, 1];
const WHITE: Rgba = [252, 252, 250, 1];
const PINK: Rgba = [238, 150, 160, 0.9];

/** From back to front; each once on the left and once, mirrored, on the right. */
const PAIRS: readonly (readonly [Ellipse, Rgba])[] = [
  [[0.2, 0.22, 0.16, 0.16, 0], BLACK],
  [[0.5, 0.54, 0.42, 0.38, 0], WHITE],
  [[0.32, 0.5, 0.1, 0.14, 0.5], BLACK],
  [[0.345, 0.49, 0.042, 0.046, 0], WHITE],
  [[0.355, 0.495, 0.022, 0.026, 0], BLACK],
  [[0.22, 0.68, 0.06, 0.04, 0], PINK],
  [[0.5, 0.66, 0.065, 0.045, 0], BLACK],
  [[0.46, 0.755, 0.05, 0.03, 0.3], BLACK],
  [[0.455, 0.738, 0.052, 0.03, 0.3], WHITE],
];

/** The face for a square picture of this many rows. */
export function panda(rows: number): Shader {
  const edge = 1 / rows;
  return (x, y) => {
    let colour: Rgba = [0, 0, 0, 0];
    for (const [ellipse, paint] of PAIRS) {
      const inside = Math.min(distance(ellipse, x, y), distance(ellipse, 1 - x, y));
      colour = lay(colour, paint, inside, edge);
    }
    return colour;
  };
}

/** About how far a point lies outside an ellipse; negative inside. */
function distance([cx, cy, across, down, lean]: Ellipse, x: number, y: number): number {
  const [sin, cos] = [Math.sin(lean), Math.cos(lean)];
  const [dx, dy] = [x - cx, y - cy];
  const [u, v] = [(dx * cos + dy * sin) / across, (dy * cos - dx * sin) / down];
  return (Math.hypot(u, v) - 1) * Math.min(across, down);
}
