/** `rotate` and `auto-orient` (operations reference, sections 4.2 and 4.7). */
import type { Draft, Probe } from '../case.ts';
import { rampName, RAMP_BLUE } from '../pictures.ts';
import { cropped } from './cut.ts';
import {
  ODD,
  type Placed,
  pngOf,
  quarterTurned,
  type Size,
  source,
  SQUARE,
  upright,
  WIDE,
} from './placed.ts';
import { resized } from './resize.ts';

const SOURCES: readonly Size[] = [WIDE, ODD, SQUARE];
/** Where no quarter turn leads. */
const ANGLES = [1, 10, 30, 45, 60, 89, 91, 135, 170, 200, 225, 300, 359];

function quarters([width, height]: Size, angle: number): Draft {
  const placed = quarterTurned(source(width, height), (angle / 90) % 4);
  return {
    picture: rampName(width, height),
    chain: `image/rotate,${angle}`,
    expect: pngOf(placed, [width, height]),
    evidence: 'documented',
    why: '4.7: clockwise; quarter turns move pixels and change nothing else',
  };
}

/** The middle stays in the middle, and what lies beside it turns clockwise; corners of the canvas are clear. */
function anyAngle([width, height]: Size, angle: number): Draft {
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const canvas = {
    width: Math.ceil(width * Math.abs(cos) + height * Math.abs(sin) - 1e-9),
    height: Math.ceil(width * Math.abs(sin) + height * Math.abs(cos) - 1e-9),
  };
  const probe = (distance: number): Probe => {
    const x = Math.floor(canvas.width / 2 + distance * cos);
    const y = Math.floor(canvas.height / 2 + distance * sin);
    const [dx, dy] = [x + 0.5 - canvas.width / 2, y + 0.5 - canvas.height / 2];
    const [u, v] = [width / 2 + dx * cos + dy * sin, height / 2 + dy * cos - dx * sin];
    return [x, y, Math.round((255 * u) / width), Math.round((255 * v) / height), RAMP_BLUE, 255, 3];
  };
  const corner: Probe[] = angle % 90 > 5 && angle % 90 < 85 ? [[0, 0, null, null, null, 0, 0]] : [];
  return {
    picture: rampName(width, height),
    chain: `image/rotate,${angle}`,
    expect: {
      status: 200,
      type: 'image/png',
      ...canvas,
      probes: [probe(0), probe(width / 4), probe(-width / 4), ...corner],
    },
    evidence: 'chosen',
    why: '4.7: the canvas grows to the bounding box (rounded up here); new corners are clear where the format can be',
  };
}

/** All cases of `rotate`. */
export function rotateCases(): Draft[] {
  const turned = SOURCES.flatMap((size) => [0, 90, 180, 270, 360].map((angle) => quarters(size, angle)));
  const angled = SOURCES.flatMap((size) => ANGLES.map((angle) => anyAngle(size, angle)));
  const white = SOURCES.map(([width, height]): Draft => {
    const drafted = anyAngle([width, height], 45);
    const probes: Probe[] = [[0, 0, 255, 255, 255, 255, 6]];
    return {
      ...drafted,
      chain: 'image/rotate,45/format,jpg',
      expect: { ...drafted.expect, type: 'image/jpeg', probes },
      why: '4.7: new corners are white in a format without transparency',
      evidence: 'derived',
    };
  });
  const sides: Draft[] = [90, 45, 180].map((angle) => ({
    picture: 'wide-4097x8.png',
    chain: `image/rotate,${angle}`,
    expect: {
      status: 400,
      code: 'BadRequest',
      ec: '0040-00000006',
      message: 'Picture exceed the maximum allowable rotation range.',
    },
    evidence: 'documented',
    why: '4.7: a picture with a side of more than 4096 pixels is not turned',
  }));
  return [...turned, ...angled, ...white, ...sides];
}

const STORED: Size = [120, 80];

function oriented(orientation: number, actions: string, placed: Placed, why: string): Draft {
  return {
    picture: `orientation-${orientation}.jpg`,
    chain: `image/${actions}/format,png`,
    expect: pngOf(placed, STORED, 5),
    evidence: 'documented',
    why,
  };
}

/** All cases of `auto-orient`. */
export function orientCases(): Draft[] {
  const default1 =
    '4.2: the orientation of Exif is applied before everything else, also where the action is absent';
  const off = '4.2: auto-orient,0 leaves pixels as they are stored';
  const first = '4.2: auto-orient works on the decoded source, wherever it is written';
  return Array.from({ length: 8 }, (_, index) => index + 1).flatMap((orientation) => {
    const stored = source(...STORED);
    const up = upright(stored, orientation);
    return [
      oriented(orientation, 'auto-orient,1', up, default1),
      oriented(orientation, 'auto-orient,0', stored, off),
      oriented(orientation, 'resize,w_60', resized(up, { w: 60 }), default1),
      oriented(orientation, 'resize,w_60/auto-orient,1', resized(up, { w: 60 }), first),
      oriented(orientation, 'resize,w_60/auto-orient,0', resized(stored, { w: 60 }), off),
      oriented(orientation, 'crop,w_30,h_20', cropped(up, { w: 30, h: 20 })!, default1),
      oriented(orientation, 'rotate,90', quarterTurned(up, 1), default1),
      oriented(orientation, 'auto-orient,0/rotate,90', quarterTurned(stored, 1), off),
      oriented(
        orientation,
        'indexcrop,x_50,i_1/auto-orient,1',
        cropped(up, { x: 50, w: Math.min(50, up.width - 50) })!,
        first,
      ),
    ];
  });
}
