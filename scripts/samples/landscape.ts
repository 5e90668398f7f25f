/** A mountain lake: soft sky, sharp ridges, tree lines, a mirror of it all, and grass as fine as the pixels allow. */
import { mix, type Rgb, shade, type Shader, smooth } from './canvas.ts';
import { clouds, hash, noise, ridges } from './noise.ts';

/** The light of a time of day. */
export interface Light {
  readonly zenith: Rgb;
  readonly horizon: Rgb;
  readonly cloud: Rgb;
  readonly sun: Rgb;
  /** Brightness of what the sun shines on. */
  readonly strength: number;
}

export const MORNING: Light = {
  zenith: [52, 108, 184],
  horizon: [252, 222, 178],
  cloud: [255, 244, 232],
  sun: [255, 240, 200],
  strength: 1,
};

export const DUSK: Light = {
  zenith: [38, 40, 96],
  horizon: [250, 142, 88],
  cloud: [238, 128, 120],
  sun: [255, 206, 140],
  strength: 0.72,
};

/** Heights from the top, as shares of the picture's. */
const HORIZON = 0.6;
const SHORE = 0.84;

interface Range {
  /** Height of the feet and of the highest crest. */
  readonly foot: number;
  readonly rise: number;
  /** How many mountains side by side. */
  readonly scale: number;
  readonly seed: number;
  readonly rock: Rgb;
  /** How much the air hides of it, 0 to 1. */
  readonly haze: number;
  /** Crests above this share of the rise are white; 1 for none. */
  readonly snow: number;
}

/** From the back to the front. */
const RANGES: readonly Range[] = [
  { foot: 0.6, rise: 0.34, scale: 1.3, seed: 4.1, rock: [96, 104, 128], haze: 0.55, snow: 0.5 },
  { foot: 0.61, rise: 0.22, scale: 2.1, seed: 11.7, rock: [84, 96, 92], haze: 0.32, snow: 0.82 },
  { foot: 0.62, rise: 0.12, scale: 3.2, seed: 23.9, rock: [58, 84, 58], haze: 0.14, snow: 1 },
];

/** What one picture is drawn with. */
interface Scene {
  readonly light: Light;
  readonly sunX: number;
  /** Half the width over which an edge is blended. */
  readonly edge: number;
  readonly rows: number;
  column(x: number): Column;
}

/** The scene in a light, for a picture of this width over height and of this many rows. */
export function landscape(light: Light, aspect: number, rows: number): Shader {
  const scene: Scene = { light, sunX: aspect * 0.7, edge: 1 / rows, rows, column: columns() };
  return (x, y) => {
    if (y < HORIZON) return backdrop(scene, x, y);
    const shore = SHORE + 0.05 * clouds(x * 2.2, 7.5, 3) - 0.05 * smooth(aspect * 0.4, 0, x);
    const meadow = smooth(shore - scene.edge, shore + scene.edge, y);
    if (meadow === 1) return grass(scene, x, y, shore);
    if (meadow === 0) return water(scene, x, y);
    return mix(water(scene, x, y), grass(scene, x, y, shore), meadow);
  };
}

/** The heights in one column of pixels; the same for all of its pixels, and costly. */
interface Column {
  readonly crests: readonly number[];
  readonly trees: number;
}

/** Computes each column once. */
function columns(): (x: number) => Column {
  const known = new Map<number, Column>();
  return (x) => {
    let column = known.get(x);
    if (!column) {
      const crests = RANGES.map(({ foot, rise, scale, seed }) => foot - rise * ridges(x * scale, seed, 6));
      column = { crests, trees: treeTop(x) };
      known.set(x, column);
    }
    return column;
  };
}

/** Sky, mountains and trees: all that lies above the water. What is wholly hidden is not drawn. */
function backdrop({ light, sunX, edge, column }: Scene, x: number, y: number): Rgb {
  const { crests, trees: top } = column(x);
  if (y >= top + edge) return trees(x, y, light);
  const front = crests.findLastIndex((crest) => y >= crest + edge);
  let colour = front < 0 ? sky(x, y, light, sunX) : mountain(x, y, crests[front]!, RANGES[front]!, light);
  for (let range = front + 1; range < RANGES.length; range++) {
    const share = smooth(crests[range]! - edge, crests[range]! + edge, y);
    if (share > 0) colour = mix(colour, mountain(x, y, crests[range]!, RANGES[range]!, light), share);
  }
  const share = smooth(top - edge, top + edge, y);
  return share > 0 ? mix(colour, trees(x, y, light), share) : colour;
}

function sky(x: number, y: number, light: Light, sunX: number): Rgb {
  const base = mix(light.zenith, light.horizon, smooth(0, HORIZON, y) ** 1.3);
  const veil = smooth(0.48, 0.78, clouds(x * 2.4 + 3, y * 7, 5)) * smooth(0.55, 0.12, y);
  const clouded = mix(base, light.cloud, veil * 0.85);
  const far = Math.hypot(x - sunX, y - 0.3);
  const glow = 0.9 * smooth(0.034, 0.026, far) + 0.5 * Math.exp(-far * 7);
  return mix(clouded, light.sun, Math.min(1, glow));
}

/** Slopes lit from the sun's side: the light follows the fall of a fine noise. */
function mountain(x: number, y: number, crest: number, range: Range, light: Light): Rgb {
  const u = x * range.scale * 5;
  const v = y * range.scale * 9;
  const relief = clouds(u, v, 5) - clouds(u + 0.18, v - 0.12, 5);
  const lit = light.strength * (0.92 + 2.6 * relief);
  const up = (range.foot - y) / range.rise + 0.35 * (noise(u * 3, v * 3) - 0.5);
  const white = smooth(range.snow - 0.05, range.snow + 0.08, up) * (range.snow < 1 ? 1 : 0);
  const surface = shade(mix(range.rock, [240, 243, 250], white), lit);
  const depth = smooth(crest, range.foot + 0.06, y);
  return mix(surface, light.horizon, range.haze * (0.6 + 0.4 * depth));
}

/** Firs of many heights, standing side by side. */
function treeTop(x: number): number {
  let top = 0.592 - 0.012 * noise(x * 6, 2.5);
  for (const [count, height] of [
    [38, 0.05],
    [61, 0.035],
    [97, 0.024],
  ] as const) {
    const place = x * count;
    const tree = Math.floor(place);
    const side = Math.abs(place - tree - 0.5) * 2;
    const tall = height * (0.35 + 0.65 * hash(tree, count));
    top = Math.min(top, 0.598 - tall * (1 - side) ** 0.8);
  }
  return top;
}

function trees(x: number, y: number, light: Light): Rgb {
  const needles = clouds(x * 160, y * 110, 3);
  return shade([30, 58, 44], light.strength * (0.45 + 1.1 * needles));
}

/** The backdrop upside down, drawn apart by ripples that grow towards the shore. */
function water(scene: Scene, x: number, y: number): Rgb {
  const { light, sunX } = scene;
  const near = (y - HORIZON) / (1 - HORIZON);
  const ripple = noise(x * 30, y * 260) - 0.5 + 0.6 * (noise(x * 90, y * 700) - 0.5);
  const mirrored = HORIZON - (y - HORIZON) * 1.25 + ripple * near * 0.09;
  const image = backdrop(scene, x, Math.max(0, Math.min(HORIZON, mirrored)));
  const glint = smooth(0.38, 0.55, ripple) * smooth(0.3, 0, Math.abs(x - sunX)) * 0.8;
  const deep: Rgb = shade([24, 62, 84], light.strength);
  return mix(mix(image, deep, 0.22 + 0.4 * near), light.sun, glint);
}

/** Blades that lean with the wind and grow finer with distance, and flowers between them. */
function grass({ light, rows }: Scene, x: number, y: number, shore: number): Rgb {
  const near = (y - shore) / (1 - shore);
  const fine = 340 - 200 * near;
  const lean = x + 0.25 * y + 0.02 * noise(x * 9, y * 5);
  const blade = noise(lean * fine, y * 42) * 0.65 + noise(lean * fine * 2.3, y * 90) * 0.35;
  const patch = clouds(x * 5, y * 9, 3);
  const green = mix([58, 92, 34], [150, 168, 62], blade * 0.75 + patch * 0.35);
  const ground = shade(green, light.strength * (0.42 + 0.75 * blade));
  const flower = flowerAt(x, y, near, rows);
  return flower ? shade(flower, light.strength) : ground;
}

const PETALS: readonly Rgb[] = [
  [252, 236, 120],
  [246, 246, 250],
  [226, 92, 110],
  [150, 120, 220],
];

/** The petal colour at a place, where one of a loose grid of flowers stands. */
function flowerAt(x: number, y: number, near: number, rows: number): Rgb | undefined {
  const cell = 0.022;
  const column = Math.floor(x / cell);
  const row = Math.floor(y / cell);
  if (hash(column, row + 71) > 0.16 + 0.2 * noise(x * 4, y * 4)) return undefined;
  const centreX = (column + 0.2 + 0.6 * hash(column + 5, row)) * cell;
  const centreY = (row + 0.2 + 0.6 * hash(column, row + 9)) * cell;
  const radius = Math.max(0.7 / rows, 0.0016 + 0.0034 * Math.max(0, near));
  const angle = Math.atan2(y - centreY, x - centreX);
  const reach = radius * (0.72 + 0.28 * Math.cos(angle * 5 + column));
  const far = Math.hypot(x - centreX, y - centreY);
  if (far > reach) return undefined;
  return far < radius * 0.3 ? [214, 150, 30] : PETALS[Math.floor(hash(column, row) * PETALS.length)];
}
