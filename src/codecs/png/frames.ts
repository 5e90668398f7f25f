/** The frames of an animated PNG as its chunks tell them (PNG, third edition, sections 11.3.6 and 4.9). */
import type { Rect, Size } from '../../core/image/picture.ts';
import { readChunks } from './chunks.ts';

/** What a frame's control chunk says of it. */
export interface FrameHead {
  readonly place: Rect;
  /** Milliseconds. */
  readonly delay: number;
  /** True when it is laid over what is there, else it takes its place. */
  readonly over: boolean;
  /** What its place becomes before the next frame. */
  readonly after: (typeof AFTER)[number];
}

/** A frame that has data. */
export interface PngFrame extends FrameHead {
  /** Where its first chunk of pixels stands in the file. */
  readonly at: number;
}

const AFTER = ['keep', 'clear', 'restore'] as const;
const HEAD_BYTES = 26;
/** Parts of a second that a delay of 0 parts is counted in. */
const USUAL_PARTS = 100;

/**
 * Frames in order. The default image is one of them when a control chunk stands before it. They end where a control chunk
 * breaks the rules; the numbers of chunks are not looked at, as long as these are in order.
 */
export function* readFrames(bytes: Uint8Array, canvas: Size): Generator<PngFrame> {
  let head: FrameHead | undefined;
  for (const { name, data, at } of readChunks(bytes)) {
    if (name === 'IEND') return;
    if (name === 'fcTL') {
      head = readHead(data, canvas);
      if (!head) return;
    } else if (head && (name === 'IDAT' || name === 'fdAT')) {
      // Further chunks of the same frame belong to it.
      yield { ...head, at };
      head = undefined;
    }
  }
}

/** What all frames together are. */
export interface FrameSet {
  readonly frames: number;
  /** True when some frame gives its place back as it was. */
  readonly restores: boolean;
  /** True when a part of the canvas may be clear whatever the frames' own pixels are. */
  readonly clear: boolean;
}

/** A picture without frames. */
export const STILL: FrameSet = { frames: 1, restores: false, clear: false };

/** Counts the frames of a file; one that has but one is a still picture. */
export function walkFrames(bytes: Uint8Array, canvas: Size): FrameSet {
  let [frames, restores, clear] = [0, false, false];
  for (const { place, after } of readFrames(bytes, canvas)) {
    if (frames++ === 0)
      clear = place.width < canvas.width || place.height < canvas.height || after === 'restore';
    restores ||= after === 'restore';
    clear ||= after === 'clear';
  }
  return frames > 1 ? { frames, restores, clear } : STILL;
}

/** Undefined for one that breaks the rules. */
function readHead(data: Uint8Array, canvas: Size): FrameHead | undefined {
  if (data.length < HEAD_BYTES) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height, x, y] = [4, 8, 12, 16].map((at) => view.getUint32(at)) as [
    number,
    number,
    number,
    number,
  ];
  const inside = width > 0 && height > 0 && x + width <= canvas.width && y + height <= canvas.height;
  const after = AFTER[data[24]!];
  if (!inside || !after || data[25]! > 1) return undefined;
  const parts = view.getUint16(22) || USUAL_PARTS;
  return {
    place: { x, y, width, height },
    delay: (view.getUint16(20) * 1000) / parts,
    over: data[25] === 1,
    after,
  };
}
