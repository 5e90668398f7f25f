/** Strips and tiles that are pictures of other formats: JPEG streams, which may share their tables, and WebP files. */
import type { Band, Picture, Rect } from '../../core/image/picture.ts';
import { rowsPerBand } from '../../core/image/picture.ts';
import { ProcessError } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';
import type { Codec, Decoder } from '../codec.ts';
import type { JpegDetails } from '../jpeg/header.ts';
import type { Model } from '../jpeg/decode-kernel.ts';
import type { TiffLayout } from './layout.ts';
import { gridOf, type OpenTiff, segmentBytes } from './segments.ts';
import { COMPRESSION, PHOTOMETRIC, TAG } from './tags.ts';

/** A codec whose pictures lie in others. */
export type Embedded = Pick<Codec, 'readHeader'> & { readonly decoder: Decoder };

/** Those that TIFF knows. */
export interface EmbeddedCodecs {
  readonly jpeg: Embedded;
  readonly webp: Embedded;
}

/** What a JPEG's three or four components mean is told by the TIFF around it. */
const MODELS: Readonly<Record<number, Model>> = {
  [PHOTOMETRIC.whiteIsZero]: 'grey',
  [PHOTOMETRIC.blackIsZero]: 'grey',
  [PHOTOMETRIC.rgb]: 'rgb',
  [PHOTOMETRIC.inks]: 'cmyk',
  [PHOTOMETRIC.ycc]: 'ycc',
};
const SIDE_BY_SIDE = { h: 1, v: 1 };

/** Bands of a region. Segments that cannot be read stay black. */
export async function* embeddedBands(
  file: OpenTiff,
  cut: Rect,
  codecs: EmbeddedCodecs,
): AsyncGenerator<Band> {
  const { segment } = file.layout;
  const rows = Math.min(segment.height, cut.height);
  const band = new Uint8ClampedArray(rows * cut.width * 4);
  const bottom = cut.y + cut.height;
  for (let y = cut.y; y < bottom;) {
    const down = Math.floor(y / segment.height);
    const count = Math.min(bottom, (down + 1) * segment.height) - y;
    const wanted = { x: cut.x, y, width: cut.width, height: count };
    const pixels = band.subarray(0, count * cut.width * 4);
    new Uint32Array(pixels.buffer, 0, count * cut.width).fill(0xff00_0000);
    await collect(file, down, wanted, pixels, codecs);
    if (file.layout.photometric === PHOTOMETRIC.whiteIsZero) invert(pixels);
    yield* slices(pixels, cut.width);
    y += count;
  }
}

function* slices(pixels: Band, width: number): Generator<Band> {
  const step = rowsPerBand(width) * width * 4;
  for (let at = 0; at < pixels.length; at += step) yield pixels.subarray(at, at + step);
}

function invert(pixels: Band): void {
  for (let i = 0; i < pixels.length; i++) if (i % 4 !== 3) pixels[i]! ^= 255;
}

/** Bytes held while a region is decoded: a row of segments, and the other decoder's own. */
export function embeddedBytes(layout: TiffLayout, source: Source, cut: Rect, codecs: EmbeddedCodecs): number {
  const { segment, colours, photometric, sampling } = layout;
  const components = Array.from({ length: colours }, (_, i) => (i === 0 ? sampling : SIDE_BY_SIDE));
  const details: JpegDetails = { components, stored: false, model: MODELS[photometric] ?? 'rgb' };
  const size = { width: segment.width, height: segment.height };
  const inner = {
    ...source,
    ...size,
    bytes: Math.min(source.bytes, segment.width * segment.height * 4),
    details,
  };
  const region = { x: 0, y: 0, ...size };
  const decoder = codecOf(layout, codecs).decoder;
  const { peakBytes } = decoder.plan(inner, { cut: region, scale: size, window: region });
  return peakBytes + cut.width * Math.min(segment.height, cut.height) * 4;
}

function codecOf({ compression }: TiffLayout, { jpeg, webp }: EmbeddedCodecs): Embedded {
  return compression === COMPRESSION.webp ? webp : jpeg;
}

/** Fills `pixels`, the wanted part of a row of segments. */
async function collect(file: OpenTiff, down: number, wanted: Rect, pixels: Band, codecs: EmbeddedCodecs) {
  const { segment } = file.layout;
  const { across } = gridOf(file.layout);
  const last = Math.floor((wanted.x + wanted.width - 1) / segment.width);
  for (let tile = Math.floor(wanted.x / segment.width); tile <= last; tile++) {
    const place = { x: tile * segment.width, y: down * segment.height };
    try {
      await put(file, down * across + tile, place, wanted, pixels, codecs);
    } catch (error) {
      if (!(error instanceof ProcessError)) throw error;
    }
  }
}

/** Decodes one segment and puts what is wanted of it where it belongs. */
async function put(
  file: OpenTiff,
  index: number,
  place: { readonly x: number; readonly y: number },
  wanted: Rect,
  pixels: Band,
  codecs: EmbeddedCodecs,
): Promise<void> {
  const codec = codecOf(file.layout, codecs);
  const bytes = streamOf(file, segmentBytes(file, index));
  const source = sourceOf(file, codec, bytes);
  if (!source) return;
  const x = Math.max(wanted.x, place.x) - place.x;
  const y = Math.max(wanted.y, place.y) - place.y;
  const width = Math.min(source.width, wanted.x + wanted.width - place.x) - x;
  const height = Math.min(source.height, wanted.y + wanted.height - place.y) - y;
  if (width <= 0 || height <= 0) return;
  const size = { width, height };
  const wish = { cut: { x, y, ...size }, scale: size, window: { x: 0, y: 0, ...size } };
  const cutOut = codec.decoder.plan(source, wish).did !== 'none';
  const decoded = codec.decoder.decode(bytes, source, wish);
  const region = cutOut ? wish.window : wish.cut;
  const at = (place.y + y - wanted.y) * wanted.width + place.x + x - wanted.x;
  await copyRegion(decoded, region, pixels, at, wanted.width);
  file.rowsRead += height;
}

async function copyRegion(
  picture: Picture,
  region: Rect,
  to: Band,
  at: number,
  pitch: number,
): Promise<void> {
  let y = 0;
  for await (const band of picture.bands()) {
    for (let from = 0; from < band.length; from += picture.width * 4, y++) {
      const row = y - region.y;
      if (row < 0 || row >= region.height) continue;
      const start = from + region.x * 4;
      to.set(band.subarray(start, start + region.width * 4), (at + row * pitch) * 4);
    }
  }
}

/** The header of a segment's picture, corrected by what the TIFF knows better. */
function sourceOf({ layout, directory }: OpenTiff, codec: Embedded, bytes: Uint8Array): Source | undefined {
  const source = codec.readHeader(bytes, bytes.length);
  if (source === 'more') return undefined;
  if (source.format !== 'jpg') return source;
  const details = source.details as JpegDetails;
  const model = MODELS[layout.photometric];
  // A stream of another number of components than the TIFF promises goes by what it says of itself.
  if (!model || details.components.length !== layout.colours) return source;
  return {
    ...source,
    colour: model === 'cmyk' ? 'cmyk' : source.colour,
    icc: directory.bytes(TAG.icc),
    details: { ...details, model, plainInks: true },
  };
}

/** A whole stream: the shared tables, which end before their end mark, and the segment behind its start mark. */
function streamOf({ layout, directory }: OpenTiff, segment: Uint8Array): Uint8Array {
  const tables = layout.compression === COMPRESSION.jpeg ? directory.bytes(TAG.jpegTables) : undefined;
  if (!tables || tables.length < 4 || segment.length < 2) return segment;
  const whole = new Uint8Array(tables.length - 2 + segment.length - 2);
  whole.set(tables.subarray(0, -2));
  whole.set(segment.subarray(2), tables.length - 2);
  return whole;
}
