/** How a TIFF's first picture lies in its file: everything that is read from its directory, checked. */
import type { Size } from '../../core/image/picture.ts';
import { damaged, unsupportedFormat } from '../../core/spec/error.ts';
import type { JpegDetails } from '../jpeg/header.ts';
import type { Directory } from './directory.ts';
import { COMPRESSION, EXTRA, PHOTOMETRIC, PLANAR, PREDICTOR, SAMPLE, TAG } from './tags.ts';

/** What the decoder wants to know (`Source.details`); small, whatever the file says. */
export interface TiffLayout extends Size {
  readonly little: boolean;
  readonly compression: number;
  readonly photometric: number;
  /** Samples of a pixel, and how many of them are colour. */
  readonly samples: number;
  readonly colours: number;
  /** Bits of each sample: all alike. */
  readonly bits: number;
  readonly sampleFormat: number;
  /** What the first sample behind the colours is: one of `EXTRA`, or undefined without one. */
  readonly extra: number | undefined;
  readonly apart: boolean;
  readonly predictor: number;
  readonly reversedBits: boolean;
  readonly group3: number;
  readonly tiled: boolean;
  /** Size of a strip or a tile in pixels; the last strip may be lower. */
  readonly segment: Size;
  /** Pixels that share one chroma sample, across and down. */
  readonly sampling: { readonly h: number; readonly v: number };
  /** What the first strip or tile that is a JPEG says of itself. */
  readonly inside?: JpegDetails | undefined;
  /** Bytes that the first strip or tile needs of what it made, where its matches reach far back. */
  readonly past?: number | undefined;
}

const MAX_SAMPLES = 16;
const DEPTHS = new Set([1, 2, 4, 8, 12, 16, 32, 64]);
/** Colours of a pixel by its photometric interpretation. */
const COLOURS: Readonly<Record<number, number>> = {
  [PHOTOMETRIC.whiteIsZero]: 1,
  [PHOTOMETRIC.blackIsZero]: 1,
  [PHOTOMETRIC.rgb]: 3,
  [PHOTOMETRIC.palette]: 1,
  [PHOTOMETRIC.mask]: 1,
  [PHOTOMETRIC.inks]: 4,
  [PHOTOMETRIC.ycc]: 3,
  [PHOTOMETRIC.lab]: 3,
  [PHOTOMETRIC.iccLab]: 3,
};
/** What the old JPEG may hold. */
const OLD_JPEG_COLOURS: readonly number[] = [
  PHOTOMETRIC.whiteIsZero,
  PHOTOMETRIC.blackIsZero,
  PHOTOMETRIC.ycc,
];
/** Longest side of a tile: what libtiff writes at most, and a bound on what a row of tiles may hold. */
const MAX_TILE_SIDE = 65_536;

/** Reads a directory. Throws `BadRequest` when it names no size. */
export function readLayout(directory: Directory, little: boolean): TiffLayout {
  const number = (tag: number, otherwise: number): number => directory.number(tag) ?? otherwise;
  const [width, height] = [number(TAG.width, 0), number(TAG.height, 0)];
  if (!isSide(width) || !isSide(height)) throw damaged('its directory names no size');
  const compression = number(TAG.compression, COMPRESSION.none);
  const { samples, photometric, bits } = pixelOf(directory, compression);
  const colours = Math.min(samples, COLOURS[photometric] ?? samples);
  const tiled = directory.has(TAG.tileWidth);
  const alike = photometric === PHOTOMETRIC.ycc && compression !== COMPRESSION.webp;
  return {
    width,
    height,
    little,
    compression,
    photometric,
    samples,
    colours,
    bits,
    sampleFormat: number(TAG.sampleFormat, SAMPLE.unsigned),
    extra: samples > colours ? number(TAG.extraSamples, EXTRA.unknown) : undefined,
    apart: number(TAG.planar, PLANAR.together) === PLANAR.apart && samples > 1,
    predictor: number(TAG.predictor, PREDICTOR.none),
    reversedBits: number(TAG.fillOrder, 1) === 2,
    group3: number(TAG.group3Options, 0),
    tiled,
    segment: segmentOf(directory, { width, height }, tiled),
    sampling: alike
      ? { h: directory.number(TAG.yccSubsampling) ?? 2, v: directory.number(TAG.yccSubsampling, 1) ?? 2 }
      : { h: 1, v: 1 },
  };
}

/** What a pixel is made of. Writers of the old JPEG leave much of it out, and call its YCbCr RGB (as libtiff reads them). */
function pixelOf(
  directory: Directory,
  compression: number,
): Pick<TiffLayout, 'samples' | 'photometric' | 'bits'> {
  const bits = directory.number(TAG.bits);
  const stored = directory.number(TAG.photometric);
  const counted = directory.number(TAG.samples) ?? (directory.count(TAG.bits) || undefined);
  if (compression === COMPRESSION.oldJpeg) {
    const photometric = stored === undefined || stored === PHOTOMETRIC.rgb ? PHOTOMETRIC.ycc : stored;
    return { samples: counted ?? COLOURS[photometric] ?? 1, photometric, bits: bits ?? 8 };
  }
  const samples = counted ?? 1;
  const photometric = stored ?? (samples < 3 ? PHOTOMETRIC.blackIsZero : PHOTOMETRIC.rgb);
  return { samples, photometric, bits: bits ?? 1 };
}

function segmentOf(directory: Directory, { width, height }: Size, tiled: boolean): Size {
  if (tiled) {
    return { width: directory.number(TAG.tileWidth) ?? 0, height: directory.number(TAG.tileHeight) ?? 0 };
  }
  const rows = directory.number(TAG.rowsPerStrip) ?? height;
  return { width, height: rows > 0 ? Math.min(height, rows) : height };
}

function isSide(side: number): boolean {
  return Number.isSafeInteger(side) && side > 0;
}

/** Refuses what cannot be read. Throws `BadRequest`: unsupported, or damaged where the file contradicts itself. */
export function checkLayout(layout: TiffLayout): void {
  const { bits, samples, colours, photometric, segment, sampling } = layout;
  if (!(photometric in COLOURS) || samples > MAX_SAMPLES || !DEPTHS.has(bits)) throw unsupportedFormat();
  if (colours < (COLOURS[photometric] ?? 0)) throw damaged('its pixels lack samples');
  const sides = [segment.width, segment.height];
  if (sides.some((side) => !isSide(side) || (layout.tiled && side > MAX_TILE_SIDE))) {
    throw damaged('its tiles have no size');
  }
  if (![1, 2, 4].includes(sampling.h) || ![1, 2, 4].includes(sampling.v)) {
    throw damaged('its chroma has no size');
  }
  if (!readable(layout)) throw unsupportedFormat();
}

/** True when the decoder knows this combination of compression, depth and colours. */
function readable(layout: TiffLayout): boolean {
  const { compression, bits, samples, colours, apart, photometric, predictor, sampleFormat } = layout;
  const wide = sampleFormat === SAMPLE.float ? bits === 16 || bits === 32 || bits === 64 : bits <= 32;
  switch (compression) {
    case COMPRESSION.huffman:
    case COMPRESSION.group3:
    case COMPRESSION.group4:
      return bits === 1 && (samples === 1 || apart);
    case COMPRESSION.jpeg:
      if (apart) return bits === 8 && !(photometric === PHOTOMETRIC.ycc && isSubsampled(layout));
      return bits === 8 && [1, 3, 4].includes(samples) && photometric !== PHOTOMETRIC.lab;
    case COMPRESSION.oldJpeg:
      return bits === 8 && !apart && OLD_JPEG_COLOURS.includes(photometric) && samples === colours;
    case COMPRESSION.webp:
      return bits === 8 && !apart && photometric === PHOTOMETRIC.rgb;
    case COMPRESSION.none:
    case COMPRESSION.packBits:
    case COMPRESSION.lzw:
    case COMPRESSION.deflate:
    case COMPRESSION.oldDeflate:
    case COMPRESSION.lzma:
    case COMPRESSION.zstd:
      return (
        wide &&
        !(apart && photometric === PHOTOMETRIC.ycc && isSubsampled(layout)) &&
        canUndo(predictor, bits)
      );
    default:
      return false;
  }
}

/** Differences are taken of whole samples, and of floats byte by byte. */
function canUndo(predictor: number, bits: number): boolean {
  if (predictor === PREDICTOR.difference) return bits % 8 === 0;
  if (predictor === PREDICTOR.float) return bits >= 16 && bits % 16 === 0;
  return predictor === PREDICTOR.none;
}

/** True when several pixels share a chroma sample. */
export function isSubsampled({ sampling }: TiffLayout): boolean {
  return sampling.h > 1 || sampling.v > 1;
}

/** True when each strip or tile is a whole picture of another format. */
export function isEmbedded({ compression }: TiffLayout): boolean {
  return isJpeg({ compression }) || compression === COMPRESSION.webp;
}

/** True when each strip or tile is a JPEG, or a part of one. */
export function isJpeg({ compression }: Pick<TiffLayout, 'compression'>): boolean {
  return compression === COMPRESSION.jpeg || compression === COMPRESSION.oldJpeg;
}
