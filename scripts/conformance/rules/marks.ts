/** `watermark` with pictures, whose every pixel can be told, and with texts, of which the place can be (section 4.15). */
import type { Draft, Probe } from '../case.ts';
import { RAMP_BLUE } from '../pictures.ts';

const MARK = { width: 20, height: 10, colour: [10, 20, 240] } as const;
const CANVAS = { width: 200, height: 100 } as const;
const PLACES = ['nw', 'north', 'ne', 'west', 'center', 'east', 'sw', 'south', 'se'] as const;
type Place = (typeof PLACES)[number];

interface Spot {
  readonly g?: Place | undefined;
  readonly x?: number | undefined;
  readonly y?: number | undefined;
  readonly voffset?: number | undefined;
}

const axis = (place: Place, side: 'x' | 'y') => {
  const index = PLACES.indexOf(place);
  return side === 'x' ? index % 3 : Math.floor(index / 3);
};

/** The mark's top left corner (section 4.15.1). */
function spotOf({ g = 'se', x = 10, y = 10, voffset = 0 }: Spot, mark: { width: number; height: number }) {
  const left = [x, (CANVAS.width - mark.width) / 2, CANVAS.width - mark.width - x][axis(g, 'x')]!;
  const top = [y, (CANVAS.height - mark.height) / 2 + voffset, CANVAS.height - mark.height - y][
    axis(g, 'y')
  ]!;
  return { left: Math.floor(left), top: Math.floor(top) };
}

const rampAt = (x: number, y: number): [number, number, number] => [
  Math.round((255 * (x + 0.5)) / CANVAS.width),
  Math.round((255 * (y + 0.5)) / CANVAS.height),
  RAMP_BLUE,
];

const within = (x: number, y: number) => x >= 0 && y >= 0 && x < CANVAS.width && y < CANVAS.height;

/** The mark's four corners, and beside each the picture as it was. */
function markProbes(
  { left, top }: { readonly left: number; readonly top: number },
  { width, height }: { readonly width: number; readonly height: number },
  opacity = 1,
): Probe[] {
  const [right, bottom] = [left + width - 1, top + height - 1];
  const on = [
    [left, top],
    [right, bottom],
  ].filter(([x, y]) => within(x!, y!));
  const off = [
    [left - 1, top],
    [right + 1, bottom],
    [left, top - 1],
    [right, bottom + 1],
  ].filter(([x, y]) => within(x!, y!));
  return [
    ...on.map(([x, y]): Probe => {
      const [red, green, blue] = rampAt(x!, y!).map((value, channel) =>
        Math.round(value + (MARK.colour[channel]! - value) * opacity),
      ) as [number, number, number];
      return [x!, y!, red, green, blue, 255, 2];
    }),
    ...off.map(([x, y]): Probe => [x!, y!, ...rampAt(x!, y!), 255, 0]),
  ];
}

function draft(text: string, probes: readonly Probe[], why: string): Draft {
  return {
    picture: 'ramp-200x100.png',
    chain: `image/watermark,${text}`,
    expect: { status: 200, type: 'image/png', ...CANVAS, probes },
    evidence: 'documented',
    why,
  };
}

const argumentsOf = (spot: Spot) =>
  Object.entries(spot).flatMap(([key, value]) => (value === undefined ? [] : [`${key}_${String(value)}`]));

const PICTURE = 'image_{object:mark.png}';

function placed(spot: Spot, why: string): Draft {
  const text = [PICTURE, ...argumentsOf(spot)].join(',');
  return draft(text, markProbes(spotOf(spot, MARK), MARK), why);
}

function places(): Draft[] {
  const why =
    '4.15.1: x counts from the left or right side, y from above or below; g is se, x and y are 10 when left out';
  const free = '4.15.1: voffset moves a mark of the middle row down (its sign is chosen), and no other';
  return PLACES.flatMap((g) => [
    placed({ g }, why),
    placed({ g, x: 0, y: 0 }, why),
    placed({ g, x: 33, y: 21 }, why),
    placed({ g, x: 5 }, why),
    placed({ g, y: 40 }, why),
    placed({ g, voffset: 20 }, free),
    placed({ g, voffset: -15 }, free),
  ]);
}

function opacities(): Draft[] {
  return [0, 1, 25, 50, 75, 99, 100].flatMap((t) =>
    (['se', 'center'] as const).map((g) => {
      const spot = spotOf({ g }, MARK);
      return draft(
        `${PICTURE},t_${t},g_${g}`,
        markProbes(spot, MARK, t / 100),
        '4.15.1: t is the opacity in percent',
      );
    }),
  );
}

/** Marks that are prepared; of those that are scaled the border is left out. */
function prepared(): Draft[] {
  const rows: [chain: string, width: number, height: number, why: string][] = [
    ['image/resize,w_10', 10, 5, '4.15.3: a mark may be prepared by a chain'],
    ['image/crop,w_8,h_6', 8, 6, '4.15.3: a mark may be prepared by a chain'],
    ['image/rotate,90', 10, 20, '4.15.3: a mark may be prepared by a chain'],
    ['image/indexcrop,x_5,i_1', 5, 10, '4.15.3: a mark may be prepared by a chain'],
    ['image/resize,P_10', 20, 10, '4.15.3: P fits the mark into that percentage of the picture'],
    ['image/resize,P_50', 100, 50, '4.15.3: P may enlarge the mark (chosen)'],
    ['image/resize,P_5', 10, 5, '4.15.3: P fits the mark into that percentage of the picture'],
  ];
  return rows.flatMap(([chain, width, height, why]) =>
    (['nw', 'se', 'ne', 'sw'] as const).map((g) =>
      draft(
        `image_{object:mark.png?${chain}},g_${g}`,
        markProbes(spotOf({ g }, { width, height }), { width, height }),
        why,
      ),
    ),
  );
}

function tiles(): Draft[] {
  const gaps: readonly [number, number][] = [
    [0, 0],
    [10, 5],
    [20, 20],
  ];
  return gaps.map(([padx, pady]) => {
    const { left, top } = spotOf({ g: 'nw', x: 0, y: 0 }, MARK);
    const again = { left: left + MARK.width + padx, top: top + MARK.height + pady };
    const inside = (at: { left: number; top: number }): Probe[] =>
      [
        [at.left, at.top],
        [at.left + MARK.width - 1, at.top + MARK.height - 1],
      ].map(([x, y]): Probe => [x!, y!, ...MARK.colour, 255, 1]);
    return draft(
      `${PICTURE},fill_1,g_nw,x_0,y_0,padx_${padx},pady_${pady}`,
      [...inside({ left, top }), ...inside(again)],
      '4.15.1: fill repeats the mark with gaps of padx and pady',
    );
  });
}

const text = (value: string) => Buffer.from(value).toString('base64url');

/** Of a text the vendor's fonts decide; that the far side of the picture stays as it was does not. */
function texts(): Draft[] {
  const far: Readonly<Record<Place, readonly [number, number]>> = {
    nw: [190, 90],
    north: [3, 95],
    ne: [5, 90],
    west: [195, 4],
    center: [2, 2],
    east: [3, 4],
    sw: [190, 5],
    south: [3, 4],
    se: [5, 5],
  };
  const words = ['edge', 'Ag', '图片'];
  return words.flatMap((word) =>
    PLACES.map((g) => {
      const [x, y] = far[g];
      return draft(
        `text_${text(word)},size_20,color_FFFFFF,g_${g}`,
        [[x, y, ...rampAt(x, y), 255, 0]],
        '4.15.2: a text of 20 pixels stands at its place and leaves the rest as it was',
      );
    }),
  );
}

/** All cases of `watermark`. */
export function markCases(): Draft[] {
  const missing: Draft = {
    picture: 'ramp-200x100.png',
    chain: 'image/watermark,image_{object:not-there.png}',
    expect: { status: 400, code: 'WatermarkError' },
    evidence: 'chosen',
    why: '4.15.3: a missing mark is WatermarkError, which does not name it (NoSuchKey is as plausible)',
  };
  return [...places(), ...opacities(), ...prepared(), ...tiles(), ...texts(), missing];
}
