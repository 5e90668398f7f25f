/**
 * A model of pictures that are only cut, scaled and turned: for each pixel of the result, where in the source it comes from.
 * It restates the documented formulae and shares no line with the engine.
 */
import type { Expected, Probe } from '../case.ts';
import { RAMP_BLUE } from '../pictures.ts';

/** Width and height. */
export type Size = readonly [width: number, height: number];

/** Ramps that rules are tried on: aspects on both sides of a square, and odd sides. */
export const [WIDE, TALL, SQUARE, ODD] = [
  [200, 100],
  [100, 200],
  [64, 64],
  [97, 61],
] as const satisfies readonly Size[];

/** A place in the source in pixels, and how many pixels off a sample may be taken at a border; or a colour. */
export type Origin =
  { readonly u: number; readonly v: number } | { readonly colour: readonly [number, number, number] };

/** A picture that was placed. */
export interface Placed {
  readonly width: number;
  readonly height: number;
  /** The source of the middle of a pixel, `x` and `y` counted in pixels of this picture. */
  from(x: number, y: number): Origin;
  /** Whether pixels were only moved: their colours are exact. */
  readonly exact: boolean;
  /** Source pixels by which borders may differ, where a scaling had nothing beyond them. */
  readonly blur: number;
}

/** The source itself. */
export function source(width: number, height: number): Placed {
  return { width, height, from: (u, v) => ({ u, v }), exact: true, blur: 0 };
}

/** To the nearest, halves up, never below 1. */
export const rounded = (value: number) => Math.max(1, Math.floor(value + 0.5 + 1e-9));

/** Scaled to a size. */
export function scaledTo(of: Placed, width: number, height: number): Placed {
  if (width === of.width && height === of.height) return of;
  const [across, down] = [of.width / width, of.height / height];
  const blur = of.blur + Math.max(1, across, down, 1 / across, 1 / down);
  return { width, height, exact: false, blur, from: (x, y) => of.from(x * across, y * down) };
}

/** Cut to a rectangle that lies in it. */
export function cutTo(of: Placed, left: number, top: number, width: number, height: number): Placed {
  return { ...of, width, height, from: (x, y) => of.from(x + left, y + top) };
}

/** On a canvas of one colour. */
export function paddedTo(
  of: Placed,
  width: number,
  height: number,
  colour: readonly [number, number, number],
): Placed {
  const left = Math.floor((width - of.width) / 2);
  const top = Math.floor((height - of.height) / 2);
  const inside = (x: number, y: number) => x > left && y > top && x < left + of.width && y < top + of.height;
  return {
    ...of,
    width,
    height,
    from: (x, y) => (inside(x, y) ? of.from(x - left, y - top) : { colour }),
  };
}

/** Turned clockwise by quarters. */
export function quarterTurned(of: Placed, quarters: number): Placed {
  if (quarters % 4 === 0) return of;
  const once = quarterTurned(of, quarters - 1);
  const { width: height, height: width } = once;
  return { ...once, width, height, from: (x, y) => once.from(y, once.height - x) };
}

/** Mirrored left to right. */
export function mirrored(of: Placed): Placed {
  return { ...of, from: (x, y) => of.from(of.width - x, y) };
}

/** Made upright from one of Exif's eight orientations: mirror first, then turn clockwise. */
export function upright(of: Placed, orientation: number): Placed {
  const turns = [0, 0, 2, 2, 3, 1, 1, 3][orientation - 1]!;
  const mirrors = [2, 4, 5, 7].includes(orientation);
  return quarterTurned(mirrors ? mirrored(of) : of, turns);
}

/** What a PNG must be that was made of a ramp of `size`. */
export function pngOf(placed: Placed, size: Size, noise = 0): Expected {
  const { width, height } = placed;
  return { status: 200, type: 'image/png', width, height, probes: probesOf(placed, size, noise) };
}

const SHARES = [0.06, 0.31, 0.5, 0.77, 0.94];

/** Pixels to look at in a picture made of a ramp of `width` × `height`, and what they must be. */
export function probesOf(placed: Placed, [width, height]: Size, noise = 0): Probe[] {
  const places = SHARES.map((share, index) => [share, SHARES[(index * 2 + 1) % SHARES.length]!] as const);
  const pixels = new Map<string, Probe>();
  for (const [across, down] of places) {
    const x = Math.min(placed.width - 1, Math.floor(across * placed.width));
    const y = Math.min(placed.height - 1, Math.floor(down * placed.height));
    const probe = probeAt(placed, [x, y], [width, height], noise);
    if (probe) pixels.set(`${x},${y}`, probe);
  }
  return [...pixels.values()];
}

/** Undefined where a scaling mixes the picture with what is around it. */
function probeAt(
  placed: Placed,
  [x, y]: readonly [number, number],
  [width, height]: readonly [number, number],
  noise: number,
): Probe | undefined {
  const origin = placed.from(x + 0.5, y + 0.5);
  const corners = [
    placed.from(x - 0.5, y - 0.5),
    placed.from(x + 1.5, y + 1.5),
    placed.from(x - 0.5, y + 1.5),
    placed.from(x + 1.5, y - 0.5),
  ];
  if ('colour' in origin)
    return corners.every((corner) => 'colour' in corner) ? [x, y, ...origin.colour, 255, noise] : undefined;
  if (corners.some((corner) => 'colour' in corner)) return undefined;
  const { u, v } = origin;
  const edge = Math.min(u, v, width - u, height - v) < 2 * placed.blur ? placed.blur * 0.8 : 0;
  const slack = placed.exact ? 0 : 2 + Math.ceil(edge * (255 / Math.min(width, height)));
  const red = Math.round((255 * u) / width);
  const green = Math.round((255 * v) / height);
  return [x, y, red, green, RAMP_BLUE, 255, slack + noise];
}
