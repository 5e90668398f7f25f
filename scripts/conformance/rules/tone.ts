/** `bright`, `contrast`, `blur` and `sharpen` (operations reference, sections 4.8 to 4.11). */
import type { Draft, Probe } from '../case.ts';
import { COLOURS, EDGE } from '../pictures.ts';

const clamp = (value: number) => Math.min(255, Math.max(0, Math.round(value)));
const LEVELS = [-100, -75, -50, -33, -10, -1, 0, 1, 10, 33, 50, 75, 99, 100];

function toned(name: string, action: string, curve: (value: number) => number, why: string): Draft {
  const [red, green, blue] = COLOURS[name]!.map((value) => clamp(curve(value))) as [number, number, number];
  return {
    picture: `flat-${name}.png`,
    chain: `image/${action}`,
    expect: {
      status: 200,
      type: 'image/png',
      width: 60,
      height: 40,
      probes: [
        [0, 0, red, green, blue, 255, 1],
        [30, 20, red, green, blue, 255, 1],
      ],
    },
    evidence: action.endsWith(',0') ? 'documented' : 'chosen',
    why,
  };
}

/** All cases of `bright`. */
export function brightCases(): Draft[] {
  const why =
    '4.9: 0 changes nothing; the vendor gives no formula: here every channel is moved by 1.27 levels a percent';
  return Object.keys(COLOURS).flatMap((name) =>
    LEVELS.map((level) => toned(name, `bright,${level}`, (value) => value + 1.27 * level, why)),
  );
}

/** All cases of `contrast`. */
export function contrastCases(): Draft[] {
  const why = '4.10: 0 changes nothing; the vendor gives no formula: here tones are spread about 128';
  const factor = (level: number) => (level <= 0 ? (100 + level) / 100 : 100 / (100 - Math.min(level, 99)));
  return Object.keys(COLOURS).flatMap((name) =>
    LEVELS.map((level) =>
      toned(name, `contrast,${level}`, (value) => 128 + (value - 128) * factor(level), why),
    ),
  );
}

/** Share of a kernel that lies at a pixel's own side of the edge, `distance` pixels from it. */
function shareBeyond(radius: number, sigma: number, distance: number): number {
  const weights = Array.from({ length: 2 * radius + 1 }, (_, at) =>
    Math.exp(-((at - radius) ** 2) / (2 * sigma * sigma)),
  );
  const beyond = weights.slice(radius + 1 + distance).reduce((sum, weight) => sum + weight, 0);
  return beyond / weights.reduce((sum, weight) => sum + weight, 0);
}

const edgeProbe = (x: number, value: number, tolerance: number): Probe => {
  const level = clamp(value);
  return [x, 20, level, level, level, 255, tolerance];
};

function blurred(radius: number, sigma: number): Draft {
  const [low, high] = EDGE;
  const at = (distance: number) =>
    edgeProbe(39 - distance, low + (high - low) * shareBeyond(radius, sigma, distance), 2);
  const across = (distance: number) =>
    edgeProbe(40 + distance, high - (high - low) * shareBeyond(radius, sigma, distance), 2);
  const far = radius < 35 ? [edgeProbe(1, low, 1), edgeProbe(78, high, 1)] : [];
  return {
    picture: 'edge.png',
    chain: `image/blur,r_${radius},s_${sigma}`,
    expect: {
      status: 200,
      type: 'image/png',
      width: 80,
      height: 40,
      probes: [at(0), across(0), at(1), across(2), ...far],
    },
    evidence: 'derived',
    why: '4.8: a Gaussian of standard deviation s, cut off r pixels from its middle; an even part stays as it is',
  };
}

/** All cases of `blur`. */
export function blurCases(): Draft[] {
  const pairs = [1, 2, 3, 5, 8, 13, 20].flatMap((radius) =>
    [1, 2, 5, 12, 50].map((sigma) => [radius, sigma] as const),
  );
  const flats = Object.keys(COLOURS).map((name) =>
    toned(name, 'blur,r_20,s_10', (value) => value, '4.8: a blur leaves one colour as it is'),
  );
  return [...pairs.map(([radius, sigma]) => blurred(radius, sigma)), ...flats];
}

/** The unsharp mask at the edge: what a Gaussian of 0.75 takes away is added, `amount` times. */
function sharpened(percent: number): Draft {
  const [low, high] = EDGE;
  const spill = (high - low) * shareBeyond(1, 0.75, 0) * (percent / 100);
  return {
    picture: 'edge.png',
    chain: `image/sharpen,${percent}`,
    expect: {
      status: 200,
      type: 'image/png',
      width: 80,
      height: 40,
      probes: [
        edgeProbe(39, low - spill, 4),
        edgeProbe(40, high + spill, 4),
        edgeProbe(10, low, 0),
        edgeProbe(70, high, 0),
      ],
    },
    evidence: 'chosen',
    why: '4.11: an unsharp mask; the vendor publishes no kernel, a Gaussian of 0.75 fits the size of its sample best',
  };
}

/** All cases of `sharpen`. */
export function sharpenCases(): Draft[] {
  const flats = Object.keys(COLOURS).map((name) =>
    toned(name, 'sharpen,200', (value) => value, '4.11: sharpening leaves one colour as it is'),
  );
  return [...[50, 51, 75, 100, 150, 200, 300, 398, 399].map(sharpened), ...flats];
}
