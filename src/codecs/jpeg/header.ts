/** Reads what a JPEG says of itself before its first scan: size, model, profile, orientation, density, quality. */
import { joined } from '../../core/image/bytes.ts';
import { damaged, unsupportedFormat } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';
import { readExif, tiffOfExif } from '../metadata/exif.ts';
import { modelOfProfile } from '../metadata/profile.ts';
import type { Model } from './decode-kernel.ts';
import { isFrame, MARKER, readLineCount, readSegments, type Segment, uint16 } from './markers.ts';
import { estimateQuality } from './quality.ts';

/** Sampling factors of a component: blocks across and down in an MCU. */
export interface Sampling {
  readonly h: number;
  readonly v: number;
}

/** What the decoder's plan wants to know of a JPEG source (`Source.details`). */
export interface JpegDetails {
  readonly components: readonly Sampling[];
  /** True when the picture comes in several scans, so that coefficients are kept. */
  readonly stored: boolean;
  /** True for arithmetic coding, which no part of a picture can be entered in. */
  readonly arithmetic: boolean;
  readonly model: Model;
  /** True when CMYK is stored as inks: JPEGs in TIFF files do so, others store the complement. */
  readonly plainInks?: boolean;
}

interface FrameHeader {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly arithmetic: boolean;
  readonly ids: readonly number[];
  readonly components: readonly Sampling[];
  /** Quantisation table of the first component. */
  readonly table: number;
}

/** What was found in the segments. */
interface Findings {
  frame?: FrameHeader;
  /** Components of the first scan. */
  scanned?: number;
  jfif?: Source['density'];
  /** Transform flag of an Adobe segment. */
  adobe?: number;
  exif?: Uint8Array;
  readonly profile: Uint8Array[];
  readonly tables: Map<number, number[]>;
}

/** Reads the header from the first bytes of a file of `size` bytes. Throws `BadRequest` when it is broken. */
export function readHeader(head: Uint8Array, size: number): Source<JpegDetails> | 'more' {
  const whole = head.length >= size;
  const found: Findings = { profile: [], tables: new Map() };
  for (const segment of readSegments(head)) {
    if (!segment.complete && !whole) return 'more';
    take(segment, found);
  }
  const { frame } = found;
  if (found.scanned === undefined && !whole) return 'more';
  if (!frame || found.scanned === undefined) throw damaged('it has no frame or no scan');
  if (frame.width === 0) throw damaged('it has no width');
  if (frame.height > 0) return toSource(found, frame, frame.height, size);
  if (!whole) return 'more';
  const height = readLineCount(head);
  if (height === 0) throw damaged('it has no height');
  return toSource(found, frame, height, size);
}

function take({ code, content, complete }: Segment, found: Findings): void {
  if (!complete) return;
  if (isFrame(code)) found.frame ??= readFrame(code, content);
  else if (code === MARKER.SOS) found.scanned = content[0] ?? 0;
  else if (code === MARKER.DQT) readTables(content, found.tables);
  else if (code === MARKER.APP0 && named(content, 'JFIF')) found.jfif ??= readDensity(content);
  else if (code === MARKER.APP1 && named(content, 'Exif')) found.exif ??= content.slice();
  else if (code === MARKER.APP2 && named(content, 'ICC_PROFILE')) found.profile.push(content);
  else if (code === MARKER.APP14 && named(content, 'Adobe', '')) found.adobe = content[11] ?? 0;
}

/** True when the content begins with a name and, as most do, a zero byte. */
function named(content: Uint8Array, name: string, end = '\0'): boolean {
  return [...(name + end)].every((letter, at) => content[at] === letter.charCodeAt(0));
}

/** Sequential and progressive frames in Huffman and in arithmetic coding. */
const DECODED: ReadonlySet<number> = new Set([
  MARKER.SOF0,
  MARKER.SOF1,
  MARKER.SOF2,
  MARKER.SOF9,
  MARKER.SOF10,
]);

function readFrame(code: number, content: Uint8Array): FrameHeader {
  if (!DECODED.has(code) || content[0] !== 8) throw unsupportedFormat();
  const count = content[5] ?? 0;
  if (count !== 1 && count !== 3 && count !== 4) throw unsupportedFormat();
  if (content.length < 6 + count * 3) throw damaged('its frame header is too short');
  const places = Array.from({ length: count }, (_, i) => 6 + i * 3);
  const components = places.map((at) => samplingOf(content[at + 1] ?? 0));
  return {
    height: uint16(content, 1),
    width: uint16(content, 3),
    progressive: code === MARKER.SOF2 || code === MARKER.SOF10,
    arithmetic: code >= MARKER.SOF9,
    ids: places.map((at) => content[at] ?? 0),
    // A single component is never interleaved: its factors mean nothing (T.81 A.2.2).
    components: count === 1 ? [{ h: 1, v: 1 }] : components,
    table: content[8] ?? 0,
  };
}

function samplingOf(factors: number): Sampling {
  const h = factors >> 4;
  const v = factors & 15;
  if (h < 1 || h > 4 || v < 1 || v > 4) throw damaged('a sampling factor is out of range');
  return { h, v };
}

function readTables(content: Uint8Array, tables: Map<number, number[]>): void {
  for (let at = 0; at < content.length;) {
    const kind = content[at++] ?? 0;
    const width = kind >> 4 === 0 ? 1 : 2;
    const table = Array.from({ length: 64 }, (_, k) =>
      width === 1 ? (content[at + k] ?? 0) : uint16(content, at + k * 2),
    );
    tables.set(kind & 15, table);
    at += 64 * width;
  }
}

/** JFIF counts its units from 0, Exif from 1: none, inch, centimetre. */
function readDensity(content: Uint8Array): Source['density'] {
  return { unit: (content[7] ?? 0) + 1, x: uint16(content, 8), y: uint16(content, 10) };
}

function toSource(found: Findings, frame: FrameHeader, height: number, bytes: number): Source<JpegDetails> {
  const { width, components, progressive, arithmetic } = frame;
  const model = modelOf(found, frame);
  const stored = progressive || arithmetic || found.scanned !== components.length;
  const exif = found.exif && tiffOfExif(found.exif);
  const summary = exif && readExif(exif);
  const table = found.tables.get(frame.table);
  const colour = model === 'grey' ? 'grey' : components.length === 4 ? 'cmyk' : 'rgb';
  const details: JpegDetails = { components, stored, arithmetic, model };
  return {
    format: 'jpg',
    width,
    height,
    bytes,
    frames: 1,
    orientation: summary?.orientation ?? 1,
    alpha: false,
    quality: table && estimateQuality(table),
    interlaced: progressive,
    colour,
    icc: joinProfile(found.profile, colour),
    exif,
    density: summary?.density ?? found.jfif,
    details,
  };
}

/** The colour model, as the IJG library tells it: JFIF before Adobe, Adobe before the components' names. */
function modelOf({ jfif, adobe }: Findings, { ids, components }: FrameHeader): Model {
  if (components.length === 1) return 'grey';
  // A transform that is none of the two means what all writers but Adobe's first mean (IJG, jdapimin.c).
  if (components.length === 4) return adobe === undefined || adobe === 0 ? 'cmyk' : 'ycck';
  if (jfif) return 'ycc';
  if (adobe !== undefined) return adobe === 0 ? 'rgb' : 'ycc';
  return String.fromCharCode(...ids) === 'RGB' ? 'rgb' : 'ycc';
}

/** Bytes before a piece of the profile: the name, the piece's number from 1, and how many there are. */
const PROFILE_PREFIX = 14;

/** The profile from its pieces (ICC.1 annex B.4); undefined when one is missing or it is for another colour model. */
function joinProfile(pieces: readonly Uint8Array[], colour: Source['colour']): Uint8Array | undefined {
  if (pieces.length === 0) return undefined;
  const inOrder = pieces.toSorted((a, b) => (a[12] ?? 0) - (b[12] ?? 0));
  if (inOrder.some((piece, i) => piece[12] !== i + 1 || piece[13] !== pieces.length)) return undefined;
  const profile = joined(inOrder.map((piece) => piece.subarray(PROFILE_PREFIX)));
  return modelOfProfile(profile) === colour ? profile : undefined;
}
