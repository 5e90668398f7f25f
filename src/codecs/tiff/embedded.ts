/** Strips and tiles that are pictures of other formats: JPEG streams, which may share their tables, and WebP files. */
import type { Band, Rect } from '../../core/image/picture.ts';
import { rowsPerBand } from '../../core/image/picture.ts';
import { ProcessError } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';
import { painter } from './colour.ts';
import type { Embedded, EmbeddedCodecs } from './embedded-codecs.ts';
import { type Inside, openPart, type Part, partBytes, partsCost } from './embedded-parts.ts';
import type { TiffLayout } from './layout.ts';
import { openOldJpeg } from './old-jpeg.ts';
import { segmentBytes } from './segment-bytes.ts';
import { gridOf, type OpenTiff } from './segments.ts';
import { COMPRESSION, PHOTOMETRIC } from './tags.ts';
import { isUsualYcc, yccToRgb } from './ycc.ts';

/** Bands of a region. Segments that cannot be read stay black. */
export async function* embeddedBands(
  file: OpenTiff,
  source: Source,
  cut: Rect,
  codecs: EmbeddedCodecs,
): AsyncGenerator<Band> {
  const inside = openInside(file, source, codecs);
  const { layout } = inside;
  const finish = finisher(inside);
  const bands = isOneAcross(layout, cut) ? flowing(inside, cut) : collected(inside, cut);
  for await (const band of bands) {
    finish?.(band);
    yield band;
  }
}

function openInside(file: OpenTiff, source: Source, codecs: EmbeddedCodecs): Inside {
  const { bytes, directory } = file;
  const { width, height } = file.layout;
  const codec = codecOf(file.layout, codecs);
  const isOld = file.layout.compression === COMPRESSION.oldJpeg;
  const old = isOld ? openOldJpeg(bytes, directory, file.layout, segmentBytes(file, 0)) : undefined;
  const layout = old?.whole ? { ...file.layout, segment: { width, height } } : file.layout;
  const converts = isOld && layout.photometric === PHOTOMETRIC.ycc && !isUsualYcc(directory);
  return { file, layout, codec, old, converts, mostBytes: partBytes(layout, source, codec).decoder };
}

function codecOf({ compression }: TiffLayout, { jpeg, webp }: EmbeddedCodecs): Embedded {
  return compression === COMPRESSION.webp ? webp : jpeg;
}

/** What is still done to pixels, where they lie. */
function finisher({ file: { directory }, layout, converts }: Inside): ((pixels: Band) => void) | undefined {
  if (layout.apart) return undefined;
  if (layout.photometric === PHOTOMETRIC.whiteIsZero) return invert;
  if (!converts) return undefined;
  const convert = yccToRgb(directory);
  return (pixels) => {
    for (let i = 0; i < pixels.length; i += 4) convert(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!, pixels, i);
  };
}

function invert(pixels: Band): void {
  for (let i = 0; i < pixels.length; i++) if (i % 4 !== 3) pixels[i]! ^= 255;
}

/** Bytes held while a region is decoded, and the reference milliseconds of it. */
export function embeddedPlan(layout: TiffLayout, source: Source, cut: Rect, codecs: EmbeddedCodecs) {
  const codec = codecOf(layout, codecs);
  const { stream, decoder } = partBytes(layout, source, codec);
  const rows = Math.min(layout.segment.height, cut.height) * cut.width;
  const held = isOneAcross(layout, cut) ? 0 : rows * (layout.apart ? layout.samples : 4);
  const planes = layout.apart ? layout.samples : 1;
  return { bytes: stream + decoder + held, cost: partsCost(layout, source, codec, cut) * planes };
}

/** True when a region is one segment wide, so that the pixels of one after the other are all there is. */
function isOneAcross({ segment, apart }: TiffLayout, { x, width }: Rect): boolean {
  return !apart && Math.floor(x / segment.width) === Math.floor((x + width - 1) / segment.width);
}

/** The rows of segments that a region needs: their place from the top, and what is wanted of each. */
function* rowsOf({ segment }: TiffLayout, cut: Rect): Generator<{ down: number; wanted: Rect }> {
  const bottom = cut.y + cut.height;
  for (let y = cut.y; y < bottom;) {
    const down = Math.floor(y / segment.height);
    const height = Math.min(bottom, (down + 1) * segment.height) - y;
    yield { down, wanted: { ...cut, y, height } };
    y += height;
  }
}

/** Each segment's pixels as they come. */
async function* flowing(inside: Inside, cut: Rect): AsyncGenerator<Band> {
  const { layout } = inside;
  const { across } = gridOf(layout);
  const tile = Math.floor(cut.x / layout.segment.width);
  for (const { down, wanted } of rowsOf(layout, cut)) {
    let left = wanted.height;
    const place = { x: tile * layout.segment.width, y: down * layout.segment.height };
    for await (const band of readable(inside, down * across + tile, place, wanted)) {
      left -= band.length / (cut.width * 4);
      yield band;
    }
    yield* blackRows(cut.width, left);
  }
}

/** The bands of a segment as far as they can be had, as wide as they are wanted. */
async function* readable(
  inside: Inside,
  index: number,
  place: { readonly x: number; readonly y: number },
  wanted: Rect,
): AsyncGenerator<Band> {
  try {
    const part = openPart(inside, index, place, wanted);
    if (!part) return;
    for await (const band of part.bands()) {
      inside.file.rowsRead += band.length / (part.width * 4);
      yield part.width === wanted.width || band.length === 0 ? band : widened(band, part.width, wanted.width);
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
}

/** A segment that cannot be read is left out; one that may not be is a refusal. */
function isDamage(error: unknown): boolean {
  return error instanceof ProcessError && error.code === 'BadRequest';
}

/** A picture narrower than its place is black on its right. */
function widened(band: Band, from: number, to: number): Band {
  const rows = band.length / (from * 4);
  const wide = black(rows * to);
  for (let y = 0; y < rows; y++) wide.set(band.subarray(y * from * 4, (y + 1) * from * 4), y * to * 4);
  return wide;
}

function black(pixels: number): Band {
  const band = new Uint8ClampedArray(pixels * 4);
  new Uint32Array(band.buffer).fill(0xff00_0000);
  return band;
}

function* blackRows(width: number, rows: number): Generator<Band> {
  const step = rowsPerBand(width);
  for (let left = rows; left > 0; left -= step) yield black(Math.min(step, left) * width);
}

/** A row of segments, put together: tiles side by side, or planes upon each other. */
async function* collected(inside: Inside, cut: Rect): AsyncGenerator<Band> {
  const { layout } = inside;
  const { segment, samples, apart } = layout;
  const rows = Math.min(segment.height, cut.height);
  const channels = apart ? samples : 4;
  const all = new Uint8ClampedArray(rows * cut.width * channels);
  const paint = apart ? painter(layout, inside.file.directory) : undefined;
  for (const { down, wanted } of rowsOf(layout, cut)) {
    const pixels = all.subarray(0, wanted.height * cut.width * channels);
    if (apart) pixels.fill(0);
    else new Uint32Array(pixels.buffer, 0, pixels.length / 4).fill(0xff00_0000);
    for (let plane = 0; plane < (apart ? samples : 1); plane++) {
      yield* collectRow(inside, down, plane, wanted, pixels);
    }
    for (const part of slices(pixels, cut.width * channels, rowsPerBand(cut.width))) {
      yield paint ? painted(paint, part, part.length / channels) : part;
    }
  }
}

function* slices(pixels: Band, pitch: number, rows: number): Generator<Band> {
  for (let at = 0; at < pixels.length; at += rows * pitch) yield pixels.subarray(at, at + rows * pitch);
}

function painted(paint: ReturnType<typeof painter>, samples: Band, count: number): Band {
  const band = new Uint8ClampedArray(count * 4);
  paint(new Uint8Array(samples.buffer, samples.byteOffset, samples.length), 0, count, band, 0);
  return band;
}

/** Fills `pixels`, the wanted part of a row of segments, or one plane of it; gives signs. */
async function* collectRow(
  inside: Inside,
  down: number,
  plane: number,
  wanted: Rect,
  pixels: Band,
): AsyncGenerator<Band> {
  const { layout } = inside;
  const { segment, apart, samples } = layout;
  const grid = gridOf(layout);
  const last = Math.floor((wanted.x + wanted.width - 1) / segment.width);
  const put = apart ? planePutter(pixels, plane, samples) : pixelPutter(pixels);
  for (let tile = Math.floor(wanted.x / segment.width); tile <= last; tile++) {
    const place = { x: tile * segment.width, y: down * segment.height };
    const index = (plane * grid.down + down) * grid.across + tile;
    try {
      const part = openPart(inside, index, place, wanted);
      if (part) yield* collect(inside.file, part, wanted.width, put);
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
}

/** Puts a row of RGBA where its first pixel belongs. */
type Put = (row: Band, at: number) => void;

function pixelPutter(pixels: Band): Put {
  return (row, at) => pixels.set(row, at * 4);
}

/** Planes are grey: the first channel of each pixel is the sample. */
function planePutter(samples: Band, plane: number, step: number): Put {
  return (row, at) => {
    for (let i = 0, to = at * step + plane; i < row.length; i += 4, to += step) samples[to] = row[i]!;
  };
}

async function* collect(file: OpenTiff, part: Part, pitch: number, put: Put): AsyncGenerator<Band> {
  const bytes = part.width * 4;
  let at = part.y * pitch + part.x;
  for await (const band of part.bands()) {
    if (band.length === 0) yield band;
    for (let from = 0; from < band.length; from += bytes, at += pitch)
      put(band.subarray(from, from + bytes), at);
    file.rowsRead += band.length / bytes;
  }
}
