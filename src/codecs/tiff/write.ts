/** Writes what stands before the strips of a TIFF: its header and its one directory (TIFF 6.0, section 2). */
import type { Size } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import { COMPRESSION, EXTRA, PHOTOMETRIC, PLANAR, PREDICTOR, TAG } from './tags.ts';

/** How the pixels are stored. */
export interface Strips {
  readonly channels: number;
  readonly rowsPerStrip: number;
  readonly stripBytes: readonly number[];
}

const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const UNDEFINED = 7;
const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;
/** 72 pixels an inch, as a fraction. */
const DENSITY = [72, 1];
const INCH = 2;

/** One tag's values: numbers of two or four bytes, or bytes as they are. */
interface Field {
  readonly tag: number;
  readonly type: number;
  readonly values: readonly number[] | Uint8Array;
}

/** Header, directory, and values that do not fit into it; the strips follow one behind the other. */
export function writeHead(size: Size, output: Output, strips: Strips): Uint8Array {
  const fields = fieldsOf(size, output, strips);
  const outside = HEADER_BYTES + 2 + fields.length * ENTRY_BYTES + 4;
  const total = fields.reduce((bytes, field) => bytes + outsideBytes(field), outside);
  const head = new Uint8Array(total);
  const view = new DataView(head.buffer);
  view.setUint16(0, 0x4949, true);
  view.setUint16(2, 42, true);
  view.setUint32(4, HEADER_BYTES, true);
  view.setUint16(HEADER_BYTES, fields.length, true);
  let free = outside;
  fields.forEach((field, index) => {
    const at = HEADER_BYTES + 2 + index * ENTRY_BYTES;
    const apart = outsideBytes(field) > 0;
    view.setUint16(at, field.tag, true);
    view.setUint16(at + 2, field.type, true);
    view.setUint32(at + 4, countOf(field), true);
    if (apart) view.setUint32(at + 8, free, true);
    putValues(view, apart ? free : at + 8, field, total);
    free += outsideBytes(field);
  });
  return head;
}

/** Fields in the order of their tags, as readers expect them. */
function fieldsOf(
  { width, height }: Size,
  output: Output,
  { channels, rowsPerStrip, stripBytes }: Strips,
): Field[] {
  const short = (tag: number, ...values: number[]): Field => ({ tag, type: SHORT, values });
  const long = (tag: number, ...values: number[]): Field => ({ tag, type: LONG, values });
  let behind = 0;
  const offsets = stripBytes.map((bytes) => (behind += bytes) - bytes);
  return [
    long(TAG.width, width),
    long(TAG.height, height),
    short(TAG.bits, ...Array.from({ length: channels }, () => 8)),
    short(TAG.compression, COMPRESSION.deflate),
    short(TAG.photometric, channels > 2 ? PHOTOMETRIC.rgb : PHOTOMETRIC.blackIsZero),
    long(TAG.stripOffsets, ...offsets),
    short(TAG.orientation, output.orientation ?? 1),
    short(TAG.samples, channels),
    long(TAG.rowsPerStrip, rowsPerStrip),
    long(TAG.stripBytes, ...stripBytes),
    { tag: TAG.xResolution, type: RATIONAL, values: DENSITY },
    { tag: TAG.yResolution, type: RATIONAL, values: DENSITY },
    short(TAG.planar, PLANAR.together),
    short(TAG.resolutionUnit, INCH),
    short(TAG.predictor, PREDICTOR.difference),
    ...(channels % 2 === 0 ? [short(TAG.extraSamples, EXTRA.straight)] : []),
    ...(output.icc ? [{ tag: TAG.icc, type: UNDEFINED, values: output.icc }] : []),
  ];
}

function countOf({ type, values }: Field): number {
  return type === RATIONAL ? values.length / 2 : values.length;
}

/** Bytes that stand outside the directory: values of more than four bytes, filled up to an even number. */
function outsideBytes({ type, values }: Field): number {
  const bytes = values.length * (type === UNDEFINED ? 1 : type === SHORT ? 2 : 4);
  return bytes > 4 ? bytes + (bytes % 2) : 0;
}

/** Offsets of strips count from the first strip and become those of the file, where `start` is. */
function putValues(view: DataView, at: number, { tag, type, values }: Field, start: number): void {
  values.forEach((value, index) => {
    if (type === UNDEFINED) view.setUint8(at + index, value);
    else if (type === SHORT) view.setUint16(at + index * 2, value, true);
    else view.setUint32(at + index * 4, tag === TAG.stripOffsets ? value + start : value, true);
  });
}
