/** A moving picture is a row of frames; a still picture is a row of one. */
import type { Picture } from './picture.ts';

/** One frame, whole: what earlier frames left on the canvas is part of its picture. */
export interface Frame {
  /** Its bands are read, once, before the next frame is asked for. */
  readonly picture: Picture;
  /** Milliseconds it is shown. */
  readonly delay: number;
}

/** Frames in order, read once. */
export type Frames = AsyncIterable<Frame>;

/** The frames of a still picture. */
export async function* stillFrame(picture: Picture): AsyncGenerator<Frame> {
  yield { picture, delay: 0 };
}
