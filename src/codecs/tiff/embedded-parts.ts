/** The pictures of other formats inside a TIFF: the stream of a strip or tile, and the pixels that are wanted of it. */
import type { Band, Picture, Rect, Size } from '../../core/image/picture.ts';
import { memoryExceeded } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';
import type { Embedded } from './embedded-codecs.ts';
import type { TiffLayout } from './layout.ts';
import type { OldJpeg } from './old-jpeg.ts';
import { segmentBytes } from './segment-bytes.ts';
import type { OpenTiff } from './segments.ts';
import { streamOf } from './stream-inside.ts';
import { COMPRESSION, TAG } from './tags.ts';

/** A file whose strips or tiles are pictures. */
export interface Inside {
  readonly file: OpenTiff;
  /** The file's own, or with all of the picture as one strip. */
  readonly layout: TiffLayout;
  readonly codec: Embedded;
  readonly old: OldJpeg | undefined;
  /** True when YCbCr is converted behind the decoder, by the numbers of the file. */
  readonly converts: boolean;
  /** Most bytes that one of the pictures may hold. */
  readonly mostBytes: number;
}

/** What is wanted of one picture: where its pixels lie in the wanted region, and those pixels. */
export interface Part extends Rect {
  bands(): AsyncGenerator<Band>;
}

/** Opens a segment at a place of the picture, for what is wanted of it; undefined when nothing can be had. */
export function openPart(
  inside: Inside,
  index: number,
  place: { readonly x: number; readonly y: number },
  wanted: Rect,
): Part | undefined {
  const { file, layout, codec, converts } = inside;
  const bytes = streamOf(layout, file.directory, inside.old, segmentBytes(file, index), place.y);
  const source = codec.readHeader(bytes, { layout, converts, icc: file.directory.bytes(TAG.icc) });
  if (!source) return undefined;
  const x = Math.max(wanted.x, place.x) - place.x;
  const y = Math.max(wanted.y, place.y) - place.y;
  const size = {
    width: Math.min(source.width, wanted.x + wanted.width - place.x) - x,
    height: Math.min(source.height, wanted.y + wanted.height - place.y) - y,
  };
  if (size.width <= 0 || size.height <= 0) return undefined;
  const wish = { cut: { x, y, ...size }, scale: size, window: { x: 0, y: 0, ...size } };
  const { did, peakBytes } = codec.decoder.plan(source, wish);
  if (peakBytes > inside.mostBytes) {
    throw memoryExceeded('A strip or tile of the image takes more memory than its first one.');
  }
  const decoded = codec.decoder.decode(bytes, source, wish);
  const region = did === 'none' ? wish.cut : wish.window;
  return {
    x: place.x + x - wanted.x,
    y: place.y + y - wanted.y,
    ...size,
    bands: () => regionBands(decoded, region),
  };
}

/** Bands of a region alone; signs go through. */
async function* regionBands(picture: Picture, region: Rect): AsyncGenerator<Band> {
  const pitch = picture.width * 4;
  let y = 0;
  for await (const band of picture.bands()) {
    const rows = band.length / pitch;
    const first = Math.max(0, region.y - y);
    const count = Math.min(rows, region.y + region.height - y) - first;
    y += rows;
    if (rows === 0) yield band;
    else if (count > 0) yield cutOut(band.subarray(first * pitch, (first + count) * pitch), pitch, region);
  }
}

function cutOut(band: Band, pitch: number, { x, width }: Rect): Band {
  const bytes = width * 4;
  if (bytes === pitch) return band;
  // Rows move to the left where they lie: nobody else reads them.
  for (let from = x * 4, to = 0; from < band.length; from += pitch, to += bytes) {
    band.copyWithin(to, from, from + bytes);
  }
  return band.subarray(0, (band.length / pitch) * bytes);
}

/**
 * Bytes that the picture of one segment holds at most: its stream, put together anew, and its decoder's own. All are
 * taken to be as the first one is; where that cannot be read, the directory is believed.
 */
export function partBytes(
  layout: TiffLayout,
  source: Source,
  codec: Embedded,
): { stream: number; decoder: number } {
  const size = segmentBound(layout);
  const stream = Math.min(source.bytes, size.width * size.height * 4 + SMALL_STREAM);
  return {
    stream,
    decoder: planOf(layout, { ...source, ...size, bytes: stream }, codec, whole(size)).peakBytes,
  };
}

/** A small picture's stream may be longer than its pixels: tables and headers. */
const SMALL_STREAM = 4096;

/** The old JPEG may be one stream whatever its strips are. */
function segmentBound({ width, height, tiled, segment, compression }: TiffLayout): Size {
  if (compression === COMPRESSION.oldJpeg && !tiled) return { width, height };
  return { width: segment.width, height: segment.height };
}

/** Reference milliseconds of decoding a region: as if all of the picture were one stream. */
export function partsCost(layout: TiffLayout, source: Source, codec: Embedded, cut: Rect): number {
  return planOf(layout, source, codec, cut).cost;
}

/** The most that decoding a region takes, of all that pictures inside may be. */
function planOf(layout: TiffLayout, source: Source, { decoder, expected }: Embedded, cut: Rect) {
  const size = { width: cut.width, height: cut.height };
  const wish = { cut, scale: size, window: whole(size) };
  const plans = expected(layout).map((details) => decoder.plan({ ...source, ...details }, wish));
  return {
    peakBytes: Math.max(...plans.map(({ peakBytes }) => peakBytes)),
    cost: Math.max(...plans.map(({ cost }) => cost)),
  };
}

function whole({ width, height }: Size): Rect {
  return { x: 0, y: 0, width, height };
}
