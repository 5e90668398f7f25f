/** Finds the first frame of an animated WebP (RFC 9649, section 2.7.1). */
import type { Rect, Size } from '../../core/image/picture.ts';
import { sameSize } from '../../core/image/geometry.ts';
import { damagedWebp } from './errors.ts';
import { type Payload, payloadOf } from './payload.ts';
import { FRAME_HEADER_BYTES, readChunks, readUint24, RIFF_BYTES } from './riff.ts';

/** A frame's data, and where on the canvas it lies. */
export interface PlacedFrame {
  readonly payload: Payload;
  readonly place: Rect;
}

/** The first frame of an animated file. Throws `BadWebPImage` when it is incomplete or leaves the canvas. */
export function firstFrame(bytes: Uint8Array, canvas: Size): PlacedFrame {
  for (const { name, complete, data } of readChunks(bytes, RIFF_BYTES)) {
    if (name !== 'ANMF') continue;
    if (!complete) break;
    const place = readPlace(data);
    const payload = payloadOf(readChunks(data, FRAME_HEADER_BYTES));
    const inside = place.x + place.width <= canvas.width && place.y + place.height <= canvas.height;
    if (!inside || !sameSize(payload, place)) break;
    return { payload, place };
  }
  throw damagedWebp();
}

function readPlace(data: Uint8Array): Rect {
  return {
    x: readUint24(data, 0) * 2,
    y: readUint24(data, 3) * 2,
    width: readUint24(data, 6) + 1,
    height: readUint24(data, 9) + 1,
  };
}
