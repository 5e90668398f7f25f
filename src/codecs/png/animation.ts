/** Lays the frames of an animated PNG on a canvas, as browsers show them. */
import type { PngDetails } from './header.ts';
import type { Frame } from '../../core/image/frame.ts';
import type { Band, Rect } from '../../core/image/picture.ts';
import { damaged, ProcessError } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';
import { createCanvas, intersection } from '../canvas.ts';
import { readFrameData } from './chunks.ts';
import { type PngFrame, readFrames } from './frames.ts';
import { type PngHeader, readPngHeader } from './header.ts';
import type { PngExports } from './kernel.ts';
import { streamBands } from './stream.ts';

/**
 * The frames of a file, each as the part `cut` of the canvas looks. A frame of which nothing can be read ends the movement
 * before it. Throws `BadRequest` when that is the first one.
 */
export function* animationFrames(
  kernel: PngExports,
  bytes: Uint8Array,
  source: Source<PngDetails>,
  cut: Rect,
): Generator<Frame> {
  const canvas = createCanvas(cut);
  const header = readPngHeader(bytes);
  let shown = false;
  for (const frame of readFrames(bytes, source)) {
    const { place, delay, over, after } = frame;
    if (after === 'restore') canvas.save();
    const shared = intersection(place, cut);
    try {
      if (shared) canvas.lay(frameBands(kernel, bytes, header, frame, shared), shared, over);
    } catch (error) {
      if (shown && error instanceof ProcessError) return;
      throw error;
    }
    shown = true;
    yield { picture: canvas.picture(!source.alpha), delay };
    if (after === 'restore') canvas.restore();
    else if (after === 'clear') canvas.clear(place);
  }
  if (!shown) throw damaged('it holds no frame');
}

/** Bands of the part of a frame that lies at a place of the canvas. */
function frameBands(
  kernel: PngExports,
  bytes: Uint8Array,
  header: PngHeader,
  { place, at }: PngFrame,
  part: Rect,
): Generator<Band> {
  const cut = { ...part, x: part.x - place.x, y: part.y - place.y };
  const stream = { header, size: place, opaque: false, pieces: readFrameData(bytes, at) };
  return streamBands(kernel, stream, cut);
}
