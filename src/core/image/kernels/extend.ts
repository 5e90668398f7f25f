/** Repeats a picture's border outwards. */
import { bandOf, type Pixels, pixelsOf, rowsOf } from '../bands.ts';
import type { Band, Picture } from '../picture.ts';

/** Pixels added on each side. */
export interface Margins {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The picture with its outermost pixels repeated as often as `margins` say. */
export function extendEdges(picture: Picture, margins: Margins): Picture {
  const { left, top, right, bottom } = margins;
  const { opaque } = picture;
  const width = left + picture.width + right;
  return { width, height: top + picture.height + bottom, opaque, bands: () => extended(picture, margins) };
}

async function* extended(picture: Picture, margins: Margins): AsyncGenerator<Band> {
  const { width, height } = picture;
  const stride = margins.left + width + margins.right;
  let wide: Pixels = new Uint32Array();
  let seen = 0;
  for await (const band of picture.bands()) {
    const rows = rowsOf(band, width);
    if (wide.length < rows * stride) wide = new Uint32Array(rows * stride);
    widen(pixelsOf(band), width, wide, margins);
    if (seen === 0) yield* repeated(bandOf(wide.slice(0, stride)), margins.top);
    seen += rows;
    const last = seen === height ? bandOf(wide.slice((rows - 1) * stride, rows * stride)) : undefined;
    yield bandOf(wide.subarray(0, rows * stride));
    if (last) yield* repeated(last, margins.bottom);
  }
}

/** Writes rows of `width` pixels with their margins; the same memory for every band: new one would be collected too late. */
function widen(pixels: Pixels, width: number, wide: Pixels, { left, right }: Margins): void {
  const stride = left + width + right;
  for (let from = 0, to = 0; from < pixels.length; from += width, to += stride) {
    wide.fill(pixels[from]!, to, to + left);
    wide.set(pixels.subarray(from, from + width), to + left);
    wide.fill(pixels[from + width - 1]!, to + left + width, to + stride);
  }
}

function* repeated(row: Band, times: number): Generator<Band> {
  for (let i = 0; i < times; i++) yield row;
}
