/** `resize` (operations reference, section 4.1). */
import type { Draft, Evidence } from '../case.ts';
import { rampName } from '../pictures.ts';
import {
  cutTo,
  ODD,
  paddedTo,
  type Placed,
  pngOf,
  rounded,
  scaledTo,
  type Size,
  source,
  SQUARE,
  TALL,
  WIDE,
} from './placed.ts';

const MODES = ['lfit', 'mfit', 'fill', 'pad', 'fixed'] as const;
type Mode = (typeof MODES)[number];
/** Where every mode and every box is tried. */
const SOURCES: readonly Size[] = [WIDE, TALL, SQUARE, ODD];
const BOXES: readonly Size[] = [
  [50, 50],
  [30, 60],
  [61, 30],
  [150, 80],
  [240, 120],
];
const WHITE = [255, 255, 255] as const;

/** What a resize asks. */
export interface Asked {
  readonly m?: Mode | undefined;
  readonly w?: number | undefined;
  readonly h?: number | undefined;
  readonly l?: number | undefined;
  readonly s?: number | undefined;
  readonly p?: number | undefined;
  readonly limit?: 0 | 1 | undefined;
  readonly color?: string | undefined;
}

/** `resize,m_fill,w_100`. */
export function spelt(asked: Asked): string {
  const told = Object.entries(asked).filter(([, value]) => value !== undefined);
  return ['resize', ...told.map(([key, value]) => `${key}_${String(value)}`)].join(',');
}

/** What the rules make of a picture. */
export function resized(of: Placed, asked: Asked): Placed {
  const { m = 'lfit', w, h, l, s, p = 100, limit = 1 } = asked;
  if ((w ?? h ?? l ?? s) === undefined) {
    return scaledTo(of, rounded((of.width * p) / 100), rounded((of.height * p) / 100));
  }
  const [width, height] = boxOf(of, { w, h, l, s }, m);
  const scale = scaleOf(of, width, height, m);
  const enlarges = scale === undefined ? width! > of.width || height! > of.height : scale > 1;
  if (limit === 1 && enlarges) return of;
  if (scale === undefined) return scaledTo(of, width!, height!);
  const scaled = scaledTo(of, sideOf(of.width, scale, width), sideOf(of.height, scale, height));
  if (m === 'fill' && width !== undefined && height !== undefined)
    return cutTo(
      scaled,
      Math.floor((scaled.width - width) / 2),
      Math.floor((scaled.height - height) / 2),
      width,
      height,
    );
  if (m === 'pad' && width !== undefined && height !== undefined)
    return paddedTo(scaled, width, height, colourOf(asked.color));
  return scaled;
}

/** The box that is asked for; one side of it where proportions are kept. */
function boxOf(
  of: Placed,
  { w, h, l, s }: Asked,
  m: Mode,
): readonly [number | undefined, number | undefined] {
  const square = m === 'fill' || m === 'pad';
  if (w !== undefined || h !== undefined) return square ? [w ?? h, h ?? w] : [w, h];
  const lies = of.width >= of.height;
  return lies ? [l, s] : [s, l];
}

/** The factor; undefined where both sides are forced. */
function scaleOf(
  of: Placed,
  width: number | undefined,
  height: number | undefined,
  m: Mode,
): number | undefined {
  if (width === undefined || height === undefined) return (width ?? 0) / of.width || height! / of.height;
  if (m === 'fixed') return undefined;
  const [across, down] = [width / of.width, height / of.height];
  return m === 'mfit' || m === 'fill' ? Math.max(across, down) : Math.min(across, down);
}

/** A side that the factor was taken from is exactly what was asked. */
function sideOf(side: number, scale: number, asked: number | undefined): number {
  return asked !== undefined && Math.abs(side * scale - asked) < 1e-9 ? asked : rounded(side * scale);
}

function colourOf(text = 'FFFFFF'): readonly [number, number, number] {
  if (text === 'FFFFFF') return WHITE;
  const [red = 0, green = 0, blue = 0] = Buffer.from(text, 'hex');
  return [red, green, blue];
}

function draft([width, height]: Size, asked: Asked, why: string, evidence: Evidence = 'derived'): Draft {
  const placed = resized(source(width, height), asked);
  return {
    picture: rampName(width, height),
    chain: `image/${spelt(asked)}`,
    expect: pngOf(placed, [width, height]),
    evidence,
    why,
  };
}

const REASONS: Readonly<Record<Mode, string>> = {
  lfit: '4.1.3: lfit scales by min(w/W, h/H); lengths are rounded half up',
  mfit: '4.1.3: mfit scales by max(w/W, h/H); lengths are rounded half up',
  fill: '4.1.3: fill scales like mfit and cuts the middle of w × h',
  pad: '4.1.3: pad scales like lfit and centres on a canvas of w × h',
  fixed: '4.1.3: fixed takes w × h whatever the proportions',
};
const LIMITED =
  '; 4.1.4: limit_1, the default, keeps the size of the source where the result would be larger';

function boxes(): Draft[] {
  return SOURCES.flatMap((size) =>
    MODES.flatMap((m) =>
      BOXES.flatMap(([w, h]) =>
        ([undefined, 0] as const).map((limit) =>
          draft(size, { m, w, h, limit }, REASONS[m] + (limit === undefined ? LIMITED : '')),
        ),
      ),
    ),
  );
}

const SINGLE =
  '4.1.3: with one of w and h, lfit, mfit and fixed keep proportions, fill and pad take the other side as equal';

function singles(): Draft[] {
  const sides = SOURCES.flatMap((size) =>
    MODES.flatMap((m) =>
      [33, 50, 130].flatMap((side) => [
        draft(size, { m, w: side, limit: side > 100 ? 0 : undefined }, SINGLE, 'documented'),
        draft(size, { m, h: side, limit: side > 100 ? undefined : 0 }, SINGLE, 'documented'),
      ]),
    ),
  );
  const byName = SOURCES.flatMap((size) =>
    [25, 60, 100, 250].flatMap((side) => [
      draft(size, { l: side }, `4.1.3: l sets the longer side${LIMITED}`),
      draft(size, { s: side }, `4.1.3: s sets the shorter side${LIMITED}`),
      draft(size, { l: side, limit: 0 }, '4.1.3: l sets the longer side; limit_0 enlarges'),
      draft(size, { s: side, m: 'fill' }, '4.1.3: m is ignored beside a single s'),
    ]),
  );
  return [...sides, ...byName];
}

function both(): Draft[] {
  const why =
    '4.1.3: with l and s, the longer side of the source gets l and the shorter s; m is applied to that box';
  return SOURCES.flatMap((size) => [
    ...MODES.map((m) => draft(size, { m, l: 60, s: 40 }, why)),
    draft(size, { w: 40, l: 90 }, '4.1.2: w wins over l', 'documented'),
    draft(size, { h: 30, s: 90, p: 10 }, '4.1.2: h wins over s and p', 'documented'),
    draft(size, { s: 30, p: 10 }, '4.1.2: s wins over p'),
  ]);
}

function percentages(): Draft[] {
  const all: readonly Size[] = [...SOURCES, [256, 144]];
  return all.flatMap((size) =>
    [1, 7, 33, 50, 99, 100, 101, 150].map((p) =>
      draft(
        size,
        { p },
        '4.1.3: p scales both sides by p/100, rounded half up; 4.1.4: percentages are not limited',
        'documented',
      ),
    ),
  );
}

function colours(): Draft[] {
  return ['FF0000', '00ff00', '123abc', '000000', 'FFFFFF'].flatMap((color) => [
    draft([200, 100], { m: 'pad', w: 80, h: 80, color }, '4.1.1: color fills what pad adds', 'documented'),
    draft([100, 200], { m: 'pad', w: 90, h: 60, color }, '4.1.1: color fills what pad adds', 'documented'),
    draft([200, 100], { m: 'lfit', w: 80, h: 80, color }, '4.1.1: color is used by pad alone'),
  ]);
}

/** All of them. */
export function resizeCases(): Draft[] {
  return [...boxes(), ...singles(), ...both(), ...percentages(), ...colours()];
}
