/** Reads the frames of an animated WebP and shows them as browsers do (RFC 9649, section 2.7.1). */
import type { WebpDetails } from './header.ts';
import type { Frame } from '../../core/image/frame.ts';
import { sameSize } from '../../core/image/geometry.ts';
import type { Band, Rect, Size } from '../../core/image/picture.ts';
import { ProcessError } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';
import { type Canvas, createCanvas, intersection } from '../canvas.ts';
import type { Kept } from '../instance.ts';
import { decodeFrame } from './decode-frame.ts';
import { damagedWebp } from './errors.ts';
import { FRAME_HEAD_BYTES, type FrameHead, readFrameHead } from './frame-head.ts';
import type { WebpExports } from './kernel.ts';
import { type Payload, payloadOf } from './payload.ts';
import { type Chunk, readChunks, RIFF_BYTES } from './riff.ts';

/** A frame and its data. */
export interface PlacedFrame extends FrameHead {
  readonly payload: Payload;
}

/** The first frame of an animated file. Throws `BadWebPImage` when it is incomplete or leaves the canvas. */
export function firstFrame(bytes: Uint8Array, canvas: Size): PlacedFrame {
  for (const chunk of frameChunks(bytes)) return readFrame(chunk, canvas);
  throw damagedWebp();
}

/**
 * The frames of a file, each as the part `cut` of the canvas looks. The background colour is nobody's: browsers clear to
 * transparent. A frame that is damaged ends the movement before it. Throws `BadWebPImage` when that is the first one.
 */
export function* animationFrames(
  kept: Kept<WebpExports>,
  bytes: Uint8Array,
  source: Source<WebpDetails>,
  cut: Rect,
): Generator<Frame> {
  const canvas = createCanvas(cut);
  let shown = false;
  for (const chunk of frameChunks(bytes)) {
    const head = layFrame(canvas, cut, () => readFrame(chunk, source), kept, shown);
    if (!head) return;
    shown = true;
    yield { picture: canvas.picture(!source.alpha), delay: head.delay };
    if (head.clears) canvas.clear(head.place);
  }
  if (!shown) throw damagedWebp();
}

/** Lays a frame on the canvas; undefined when it is damaged and others were `shown`. */
function layFrame(
  canvas: Canvas,
  cut: Rect,
  read: () => PlacedFrame,
  kept: Kept<WebpExports>,
  shown: boolean,
): FrameHead | undefined {
  try {
    const frame = read();
    const shared = intersection(frame.place, cut);
    if (shared) canvas.lay(decodePart(kept, frame, shared), shared, frame.over);
    return frame;
  } catch (error) {
    if (shown && error instanceof ProcessError) return undefined;
    throw error;
  }
}

/** Bands of the part of a frame that lies at a place of the canvas. */
export function decodePart(
  kept: Kept<WebpExports>,
  { payload, place }: PlacedFrame,
  part: Rect,
): Generator<Band, void> {
  return decodeFrame(kept, payload, { ...part, x: part.x - place.x, y: part.y - place.y });
}

function* frameChunks(bytes: Uint8Array): Generator<Chunk> {
  for (const chunk of readChunks(bytes, RIFF_BYTES)) if (chunk.name === 'ANMF') yield chunk;
}

function readFrame({ data, complete }: Chunk, canvas: Size): PlacedFrame {
  if (!complete) throw damagedWebp();
  const head = readFrameHead(data);
  const { x, y, width, height } = head.place;
  const payload = payloadOf(readChunks(data, FRAME_HEAD_BYTES));
  const inside = x + width <= canvas.width && y + height <= canvas.height;
  if (!inside || !sameSize(payload, head.place)) throw damagedWebp();
  return { ...head, payload };
}
