/** Repeats a picture's border outwards. */
import { bandOf, type Pixels, pixelsOf } from '../bands.ts';
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
  const { width } = picture;
  let last: Band | undefined;
  for await (const band of picture.bands()) {
    const wide = widen(pixelsOf(band), width, margins);
    const stride = wide.length / (band.length / (width * 4));
    if (!last) yield* repeated(bandOf(wide.slice(0, stride)), margins.top);
    last = bandOf(wide.slice(-stride));
    yield bandOf(wide);
  }
  if (last) yield* repeated(last, margins.bottom);
}

function widen(pixels: Pixels, width: number, { left, right }: Margins): Pixels {
  const rows = pixels.length / width;
  const stride = left + width + right;
  const wide = new Uint32Array(rows * stride);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * width, row * stride];
    wide.fill(pixels[from]!, to, to + left);
    wide.set(pixels.subarray(from, from + width), to + left);
    wide.fill(pixels[from + width - 1]!, to + left + width, to + stride);
  }
  return wide;
}

function* repeated(row: Band, times: number): Generator<Band> {
  for (let i = 0; i < times; i++) yield row;
}
