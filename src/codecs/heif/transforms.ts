/** How a picture is cropped and turned before it is shown, by its properties in their order (ISO/IEC 23008-12, section 6.5). */
import { thenTurn, type Turn, turnRect, turnSize, undo, UPRIGHT, whole } from '../../core/image/geometry.ts';
import type { Rect, Size } from '../../core/image/picture.ts';
import { type Box, readInt, readUint } from './boxes.ts';

/** What of the stored picture is shown, and how it is turned then. */
export interface Shown {
  readonly crop: Rect;
  readonly turn: Turn;
}

/** `imir` exchanges top and bottom, or left and right. */
const MIRRORS: readonly Turn[] = [
  { quarters: 2, mirror: true },
  { quarters: 0, mirror: true },
];

/** What the properties of a stored picture of this size show of it. */
export function readShown(size: Size, properties: readonly Box[]): Shown {
  return properties.reduce((shown, property) => applied(shown, property), {
    crop: whole(size),
    turn: UPRIGHT,
  });
}

function applied(shown: Shown, { name, data }: Box): Shown {
  const { crop, turn } = shown;
  switch (name) {
    case 'clap':
      return { crop: storedRect(shown, readClap(data, turnSize(crop, turn))), turn };
    case 'irot':
      // Stored quarters go against the clock.
      return { crop, turn: thenTurn(turn, { quarters: quarters(4 - ((data[0] ?? 0) & 3)), mirror: false }) };
    case 'imir':
      return { crop, turn: thenTurn(turn, MIRRORS[(data[0] ?? 0) & 1]!) };
    default:
      return shown;
  }
}

function quarters(count: number): Turn['quarters'] {
  return (count & 3) as Turn['quarters'];
}

/** The part of the stored picture that a rectangle of the shown one comes from. */
export function storedRect({ crop, turn }: Shown, rect: Rect): Rect {
  const { x, y, width, height } = turnRect(rect, turnSize(crop, turn), undo(turn));
  return { x: crop.x + x, y: crop.y + y, width, height };
}

/**
 * The clean aperture of a picture of this size: width, height and the distance of its middle from the picture's, as
 * fractions. One that holds no pixel, or reaches outside, is clipped to the picture or ignored.
 */
function readClap(data: Uint8Array, size: Size): Rect {
  const fraction = (i: number) => readInt(data, i * 8) / readUint(data, i * 8 + 4, 4);
  const [width, height, right, down] = [0, 1, 2, 3].map(fraction) as [number, number, number, number];
  const along = (all: number, length: number, offset: number): [from: number, length: number] => {
    const from = Math.round(offset + (all - length) / 2);
    const begin = Math.max(0, from);
    return [begin, Math.min(all, from + Math.round(length)) - begin];
  };
  const [x, w] = along(size.width, width, right);
  const [y, h] = along(size.height, height, down);
  return w >= 1 && h >= 1 ? { x, y, width: w, height: h } : whole(size);
}
