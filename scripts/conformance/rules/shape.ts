/** `circle` and `rounded-corners` (operations reference, sections 4.5 and 4.6). */
import type { Draft, Probe } from '../case.ts';
import { rampName } from '../pictures.ts';
import { cutTo, ODD, probesOf, type Size, source, SQUARE, TALL, WIDE } from './placed.ts';

const SOURCES: readonly Size[] = [WIDE, TALL, ODD, SQUARE];

/** What a JPEG may be off beside a hard edge, with colour at every second pixel. */
const RINGING = 32;

const outsideOf = (type: string, x: number, y: number): Probe =>
  type === 'jpg' ? [x, y, 255, 255, 255, 255, RINGING] : [x, y, null, null, null, 0, 0];
const mediaType = (type: string) => `image/${type === 'jpg' ? 'jpeg' : type}`;

function circle([width, height]: Size, radius: number, type: string): Draft {
  const side = Math.min(2 * radius + 1, width, height);
  const placed = cutTo(
    source(width, height),
    Math.floor((width - side) / 2),
    Math.floor((height - side) / 2),
    side,
    side,
  );
  const noise = type === 'png' ? 0 : RINGING / 2;
  const middle = probesOf(placed, [width, height], noise).filter(
    ([x, y]) => Math.hypot(x + 0.5 - side / 2, y + 0.5 - side / 2) < side / 2 - 2,
  );
  const corners = side >= 15 ? [outsideOf(type, 0, 0), outsideOf(type, side - 1, side - 1)] : [];
  return {
    picture: rampName(width, height),
    chain: `image/circle,r_${radius}/format,${type}`,
    expect: {
      status: 200,
      type: mediaType(type),
      width: side,
      height: side,
      probes: [...middle, ...corners],
    },
    evidence: 2 * radius + 1 > Math.min(width, height) ? 'documented' : 'chosen',
    why: '4.5: a circle about the middle, never wider than the shorter side, on a square of 2r + 1; outside clear, or white in JPEG',
  };
}

function corners([width, height]: Size, radius: number, type: string): Draft {
  const effective = Math.min(radius, width / 2, height / 2);
  const placed = source(width, height);
  const inside = probesOf(placed, [width, height], type === 'png' ? 0 : RINGING / 2).filter(
    ([x, y]) => Math.min(x, width - 1 - x) > effective + 2 || Math.min(y, height - 1 - y) > effective + 2,
  );
  const cut =
    effective >= 8
      ? [outsideOf(type, 0, 0), outsideOf(type, width - 1, 0), outsideOf(type, 0, height - 1)]
      : [];
  return {
    picture: rampName(width, height),
    chain: `image/rounded-corners,r_${radius}/format,${type}`,
    expect: { status: 200, type: mediaType(type), width, height, probes: [...inside, ...cut] },
    evidence: 'documented',
    why: '4.6: the size stays, r is at most half the shorter side; outside clear, or white in JPEG',
  };
}

const RADII = [1, 10, 25, 30, 49, 500, 4096];

/** All cases of `circle`. */
export function circleCases(): Draft[] {
  return SOURCES.flatMap((size) =>
    RADII.flatMap((radius) => ['png', 'jpg'].map((type) => circle(size, radius, type))),
  );
}

/** All cases of `rounded-corners`. */
export function cornerCases(): Draft[] {
  return SOURCES.flatMap((size) =>
    RADII.flatMap((radius) => ['png', 'jpg'].map((type) => corners(size, radius, type))),
  );
}
