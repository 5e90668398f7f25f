/** Points as flag and coordinate triplets (WOFF File Format 2.0, section 5.2, "Decoding of variable-length X and Y"). */
import type { Contours } from '../sfnt/contours.ts';
import type { StreamCursor } from './cursor.ts';

const OFF_CURVE = 0x80;

/** Reads one point for each flag, its coordinates from `data`. */
export function readPoints(flags: Uint8Array, data: StreamCursor): Omit<Contours, 'ends'> {
  const points = { x: [] as number[], y: [] as number[], on: [] as boolean[] };
  let [x, y] = [0, 0];
  for (const flag of flags) {
    const [dx, dy] = readStep(flag & 0x7f, data);
    x += dx;
    y += dy;
    points.x.push(x);
    points.y.push(y);
    points.on.push((flag & OFF_CURVE) === 0);
  }
  return points;
}

/** The step to the next point; the code says how many bytes it has and how they are shared between x and y. */
function readStep(code: number, data: StreamCursor): readonly [dx: number, dy: number] {
  const a = data.u8();
  if (code < 10) return [0, signed(code, ((code & 14) << 7) + a)];
  if (code < 20) return [signed(code, (((code - 10) & 14) << 7) + a), 0];
  if (code < 84) {
    const high = code - 20;
    return both(code, 1 + (high & 0x30) + (a >> 4), 1 + ((high & 0x0c) << 2) + (a & 0x0f));
  }
  const b = data.u8();
  if (code < 120) {
    const high = code - 84;
    return both(code, 1 + (Math.floor(high / 12) << 8) + a, 1 + (((high % 12) >> 2) << 8) + b);
  }
  const c = data.u8();
  if (code < 124) return both(code, (a << 4) + (b >> 4), ((b & 0x0f) << 8) + c);
  return both(code, (a << 8) + b, (c << 8) + data.u8());
}

/** The lowest bit of the code is the sign of x, the one above that of y. */
function both(code: number, dx: number, dy: number): readonly [number, number] {
  return [signed(code, dx), signed(code >> 1, dy)];
}

function signed(code: number, value: number): number {
  return code & 1 ? value : -value;
}
