/**
 * JPEG as TIFF 6.0 itself has it (section 22): tables, or a stream with all of them, stand somewhere in the file, and
 * strips and tiles are entropy-coded data without a header. Few writers did it alike, so what is there is put together to
 * whole streams as libtiff does: a stream that tags name comes first, then one that begins in the first strip, then tables.
 */
import { damaged, unsupportedFormat } from '../../core/spec/error.ts';
import { isFrame, isJpeg, MARKER, readSegments, uint16 } from '../jpeg/markers.ts';
import type { Directory } from './directory.ts';
import type { TiffLayout } from './layout.ts';
import { TAG } from './tags.ts';

/** Where the streams of a picture come from. */
export interface OldJpeg {
  /** A stream up to and with the header of its scan. */
  readonly head: Uint8Array;
  /** Where in it the frame's height stands. */
  readonly heightAt: number;
  /** One stream for the whole picture, whatever its strips are. */
  readonly whole?: Uint8Array;
}

/** Finds what the streams of a picture begin with; `first` is its first strip or tile. Throws `BadRequest` without it. */
export function openOldJpeg(
  bytes: Uint8Array,
  directory: Directory,
  layout: TiffLayout,
  first: Uint8Array,
): OldJpeg {
  return (
    namedStream(bytes, directory, layout, first) ?? headOf(first) ?? headOfTables(bytes, directory, layout)
  );
}

/** The stream of a strip or tile that is `height` rows high. */
export function oldJpegStream({ head, heightAt }: OldJpeg, segment: Uint8Array, height: number): Uint8Array {
  if (isJpeg(segment)) return segment;
  const data = segment.subarray(dataStart(segment));
  const stream = new Uint8Array(head.length + data.length);
  stream.set(head);
  stream.set([height >> 8, height & 255], heightAt);
  stream.set(data, head.length);
  return stream;
}

/** The stream that tags name. It is the whole picture when its strips lie in it; its announced length may be missing. */
function namedStream(
  bytes: Uint8Array,
  directory: Directory,
  { tiled }: TiffLayout,
  first: Uint8Array,
): OldJpeg | undefined {
  const from = directory.number(TAG.jpegStream) ?? bytes.length;
  const stream = bytes.subarray(from);
  const found = headOf(stream);
  const length = directory.number(TAG.jpegStreamBytes) || stream.length;
  const strip = first.byteOffset - stream.byteOffset;
  const isWhole = !tiled && strip >= 0 && strip < length;
  return found && (isWhole ? { ...found, whole: stream } : found);
}

/** The beginning of a stream; undefined where none is, or no frame and scan. */
function headOf(stream: Uint8Array): OldJpeg | undefined {
  if (!isJpeg(stream)) return undefined;
  let heightAt = 0;
  for (const { code, content, complete } of readSegments(stream)) {
    const at = content.byteOffset - stream.byteOffset;
    if (!complete) return undefined;
    if (isFrame(code)) heightAt = at + 1;
    if (code === MARKER.SOS && heightAt > 0)
      return { head: stream.subarray(0, at + content.length), heightAt };
  }
  return undefined;
}

/** Passes over restart markers and a scan header in front of entropy-coded data. */
function dataStart(segment: Uint8Array): number {
  let at = 0;
  while (segment[at] === 0xff && isRestart(segment[at + 1])) at += 2;
  return segment[at] === 0xff && segment[at + 1] === MARKER.SOS ? at + 2 + uint16(segment, at + 2) : at;
}

function isRestart(code: number | undefined): boolean {
  return code !== undefined && code >= 0xd0 && code <= 0xd7;
}

/** Samples of a pixel that this kind of JPEG has at most, whatever a directory says. */
const MOST_SAMPLES = 3;
/** `JPEGProc` of lossless files. */
const LOSSLESS = 14;
/** Bytes of the counts that a Huffman table begins with, and most values behind them. */
const COUNTS = 16;
const MOST_VALUES = 256;

/** A beginning from tables: each component has its own three, numbered as it is. */
function headOfTables(bytes: Uint8Array, directory: Directory, layout: TiffLayout): OldJpeg {
  if (directory.number(TAG.jpegProcess) === LOSSLESS || layout.samples > MOST_SAMPLES)
    throw unsupportedFormat();
  const ids = Array.from({ length: layout.samples }, (_, i) => i);
  const quants = tablesAt(bytes, directory, TAG.jpegQuantTables, ids.length, () => 64);
  const dcs = tablesAt(bytes, directory, TAG.jpegDcTables, ids.length, huffmanBytes);
  const acs = tablesAt(bytes, directory, TAG.jpegAcTables, ids.length, huffmanBytes);
  const interval = directory.number(TAG.jpegRestartInterval) ?? 0;
  const { width } = layout.segment;
  const { h, v } = layout.sampling;
  const before = [
    [0xff, MARKER.SOI],
    ...quants.map((table, id) => segment(MARKER.DQT, [id, ...table])),
    ...dcs.map((table, id) => segment(MARKER.DHT, [id, ...table])),
    ...acs.map((table, id) => segment(MARKER.DHT, [id | 16, ...table])),
    segment(MARKER.DRI, [interval >> 8, interval & 255]),
  ].flat();
  const frame = [8, 0, 0, width >> 8, width & 255, ids.length];
  const components = ids.flatMap((id) => [id + 1, id === 0 ? (h << 4) | v : 0x11, id]);
  const scan = [ids.length, ...ids.flatMap((id) => [id + 1, id * 17]), 0, 63, 0];
  return {
    head: Uint8Array.from([
      ...before,
      ...segment(MARKER.SOF1, [...frame, ...components]),
      ...segment(MARKER.SOS, scan),
    ]),
    heightAt: before.length + 5,
  };
}

function segment(code: number, content: readonly number[]): number[] {
  const length = content.length + 2;
  return [0xff, code, length >> 8, length & 255, ...content];
}

/** The tables whose places a tag names. Throws `BadRequest` when one is not in the file. */
function tablesAt(
  bytes: Uint8Array,
  directory: Directory,
  tag: number,
  count: number,
  lengthOf: (from: Uint8Array) => number,
): Uint8Array[] {
  const places = directory.numbers(tag, count) ?? [];
  return Array.from({ length: count }, (_, i) => {
    const from = bytes.subarray(places[i] ?? bytes.length);
    const length = lengthOf(from);
    if (from.length < length) throw damaged('a table lies outside');
    return from.subarray(0, length);
  });
}

function huffmanBytes(from: Uint8Array): number {
  const values = from.subarray(0, COUNTS).reduce((sum, count) => sum + count, 0);
  return COUNTS + Math.min(values, MOST_VALUES);
}
