/** Paints frames on a canvas as browsers do: what a frame leaves behind, and what it takes back. */
import type { Frame } from '../../core/image/frame.ts';
import type { Picture, Rect } from '../../core/image/picture.ts';
import { damaged } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';
import { copiedBands, intersection } from '../canvas.ts';
import { type Image, readBlocks } from './blocks.ts';
import { type Ground, paintRow, setColours, storedRows } from './expand.ts';
import type { GifDetails } from './header.ts';
import type { GifExports } from './kernel.ts';

/** The frames of a file, each as the part `cut` of the screen looks. Nothing is painted outside it. */
export function* canvasFrames(
  kernel: GifExports,
  bytes: Uint8Array,
  { alpha, details }: Source<GifDetails>,
  cut: Rect,
): Generator<Frame> {
  const { widest, restores } = details!;
  const length = cut.width * cut.height * 4;
  kernel.startDecode(widest);
  const canvas = { at: kernel.hold(length), part: cut };
  const saved = restores ? kernel.hold(length) : 0;
  let shown = false;
  for (const block of readBlocks(bytes)) {
    if (block.kind !== 'image') continue;
    const { image } = block;
    if (image.disposal === 'restore') kernel.copy(saved, canvas.at, length);
    const painted = paintFrame(kernel, bytes, image, canvas);
    if (!painted && !shown) throw damaged('none of its pixels can be read');
    shown = true;
    yield { picture: canvasPicture(kernel, canvas, !alpha), delay: image.delay };
    if (image.disposal === 'restore') kernel.copy(canvas.at, saved, length);
    else if (image.disposal === 'clear') clear(kernel, image.place, canvas);
  }
}

/** False when the frame has no pixels at all. */
function paintFrame(kernel: GifExports, bytes: Uint8Array, image: Image, canvas: Ground): boolean {
  let painted = false;
  setColours(kernel, bytes, image);
  for (const row of storedRows(kernel, bytes, image)) {
    paintRow(kernel, row, image.place, canvas);
    painted = true;
  }
  return painted;
}

/** Browsers clear to transparent, whatever the file's background colour is. */
function clear(kernel: GifExports, place: Rect, { at, part }: Ground): void {
  const shared = intersection(place, part);
  if (!shared) return;
  const { x, width, height } = shared;
  for (let y = shared.y; y < shared.y + height; y++) {
    kernel.wipe(at + ((y - part.y) * part.width + x - part.x) * 4, width * 4);
  }
}

/** The canvas as it is now. */
function canvasPicture(kernel: GifExports, { at, part }: Ground, opaque: boolean): Picture {
  const { width, height } = part;
  const pixels = () => new Uint8ClampedArray(kernel.memory.buffer, at, width * height * 4);
  return { width, height, opaque, bands: () => copiedBands(part, pixels) };
}
