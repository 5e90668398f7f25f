/** `crop` and `indexcrop` (operations reference, sections 4.3 and 4.4). */
import type { Draft } from '../case.ts';
import { rampName } from '../pictures.ts';
import { cutTo, ODD, type Placed, pngOf, type Size, source, TALL, WIDE } from './placed.ts';

const SOURCES: readonly Size[] = [WIDE, ODD, TALL];
/** Where a rectangle of the asked size lies on each axis: 0 at the start, 1 in the middle, 2 at the end. */
const PLACES = {
  nw: [0, 0],
  north: [1, 0],
  ne: [2, 0],
  west: [0, 1],
  center: [1, 1],
  east: [2, 1],
  sw: [0, 2],
  south: [1, 2],
  se: [2, 2],
} as const;

/** What a crop asks. */
export interface Cut {
  readonly x?: number | undefined;
  readonly y?: number | undefined;
  readonly w?: number | undefined;
  readonly h?: number | undefined;
  readonly g?: keyof typeof PLACES | undefined;
}

/** The rectangle on one axis; undefined where it begins outside. */
function span(side: number, length = 0, offset = 0, place: 0 | 1 | 2 = 0): [number, number] | undefined {
  const asked = length === 0 ? side : Math.min(length, side);
  const origin = [0, Math.floor(side / 2) - Math.floor(asked / 2), side - asked][place]!;
  const start = origin + offset;
  return start >= side ? undefined : [start, Math.min(asked, side - start)];
}

/** The picture that is cut; undefined where the rectangle begins outside. */
export function cropped(of: Placed, { x, y, w, h, g = 'nw' }: Cut): Placed | undefined {
  const across = span(of.width, w, x, PLACES[g][0]);
  const down = span(of.height, h, y, PLACES[g][1]);
  if (!across || !down) return undefined;
  return cutTo(of, across[0], down[0], across[1], down[1]);
}

/** `crop,w_100,g_se`. */
export function speltCut(cut: Cut): string {
  const told = Object.entries(cut).filter(([, value]) => value !== undefined);
  return ['crop', ...told.map(([key, value]) => `${key}_${String(value)}`)].join(',');
}

function draft([width, height]: Size, cut: Cut): Draft {
  const placed = cropped(source(width, height), cut);
  const common = { picture: rampName(width, height), chain: `image/${speltCut(cut)}` };
  if (!placed) {
    const why =
      '4.3: a start outside the picture is refused (the vendor documents BadRequest; a live answer had another code)';
    const expect = { status: 400, message: "Advance cut's position is out of image.", code: 'BadRequest' };
    return { ...common, expect, evidence: 'documented', why };
  }
  const odd = (width - (cut.w ?? width)) % 2 !== 0 || (height - (cut.h ?? height)) % 2 !== 0;
  return {
    ...common,
    expect: pngOf(placed, [width, height]),
    evidence: odd ? 'chosen' : 'documented',
    why: odd
      ? '4.3: the origin is the place g; halves are each rounded down (the vendor writes W/2 − w/2)'
      : '4.3: the origin is the place g, x and y move it right and down, what reaches past the border is cut off',
  };
}

/** All cases of `crop`. */
export function cropCases(): Draft[] {
  const places = Object.keys(PLACES) as (keyof typeof PLACES)[];
  const boxes: readonly Size[] = [
    [40, 30],
    [61, 50],
    [500, 20],
    [0, 33],
  ];
  const placed = SOURCES.flatMap((size) =>
    places.flatMap((g) => boxes.map(([w, h]) => draft(size, { w, h, g }))),
  );
  const moved = SOURCES.flatMap((size) =>
    places.flatMap((g) => [draft(size, { x: 10, y: 7, w: 40, h: 30, g }), draft(size, { x: 31, w: 50, g })]),
  );
  const plain = SOURCES.flatMap((size) => [
    ...[0, 1, 50, 96].map((x) => draft(size, { x })),
    ...[0, 1, 30, 60].map((y) => draft(size, { y })),
    draft(size, { x: 13, y: 17 }),
    draft(size, { w: 1, h: 1, x: 60, y: 40 }),
    draft(size, { x: size[0] }),
    draft(size, { y: size[1] }),
    draft(size, { x: size[0] + 100, y: 5, w: 10, h: 10 }),
    draft(size, { x: 40, y: 5, w: 40, h: 10, g: 'ne' }),
    draft(size, { y: 30, w: 40, h: 30, g: 'south' }),
  ]);
  return [...placed, ...moved, ...plain];
}

/** The slice, or the picture itself past the last one. */
export function sliced(of: Placed, down: boolean, length: number, index: number): Placed {
  const side = down ? of.height : of.width;
  const start = index * length;
  if (start >= side) return of;
  const kept = Math.min(length, side - start);
  return down ? cutTo(of, 0, start, of.width, kept) : cutTo(of, start, 0, kept, of.height);
}

function sliceDraft([width, height]: Size, down: boolean, length: number, index: number | undefined): Draft {
  const placed = sliced(source(width, height), down, length, index ?? 0);
  const side = down ? height : width;
  const last = Math.floor((side - 1) / length);
  const remainder = side % length !== 0 && index === last;
  return {
    picture: rampName(width, height),
    chain: `image/indexcrop,${down ? 'y' : 'x'}_${length}${index === undefined ? '' : `,i_${index}`}`,
    expect: pngOf(placed, [width, height]),
    evidence: remainder || length > side ? 'chosen' : 'documented',
    why: remainder
      ? '4.4: the last slice ends at the border (the vendor does not say what becomes of the rest)'
      : '4.4: slice i of that length; an index past the last slice keeps the whole picture',
  };
}

/** All cases of `indexcrop`. */
export function sliceCases(): Draft[] {
  const sliceSet = SOURCES.flatMap((size) =>
    [true, false].flatMap((down) =>
      [20, 33, 61, 300].flatMap((length) =>
        [undefined, 0, 1, 2, 3, 100].map((index) => sliceDraft(size, down, length, index)),
      ),
    ),
  );
  const both = sliceDraft([200, 100], true, 20, 1);
  return [
    ...sliceSet,
    {
      ...both,
      chain: 'image/indexcrop,x_30,y_20,i_1',
      why: '4.4: of x and y, y wins',
      evidence: 'documented',
    },
  ];
}
