/** Restores `glyf` and `loca` from the streams WOFF2 splits them into (WOFF File Format 2.0, section 5.1). */
import { BrokenFont } from '../broken.ts';
import { type Table, tableOf } from '../bytes/table.ts';
import { readComponents } from '../sfnt/composite.ts';
import type { Contours } from '../sfnt/contours.ts';
import { type GlyphBounds, word, writeSimpleGlyph } from '../sfnt/write-glyph.ts';
import { StreamCursor } from './cursor.ts';
import { ByteSink } from './sink.ts';
import { readPoints } from './triplets.ts';

const HEADER = 36;
const COMPOSITE = 0xffff;
const HAS_INSTRUCTIONS = 0x0100;
const MAX_POINTS = 20_000;

interface Streams {
  readonly contourCounts: StreamCursor;
  readonly pointCounts: StreamCursor;
  readonly flags: StreamCursor;
  readonly glyphs: StreamCursor;
  readonly composites: StreamCursor;
  readonly boxBits: Uint8Array;
  readonly boxes: StreamCursor;
}

/** The two tables; offsets are 32 bits wide, which `head` is made to say. */
export function restoreGlyphs(transformed: Table, tables: ReadonlyMap<string, Table>): [string, Table][] {
  const count = transformed.u16(4);
  const streams = splitStreams(transformed, count);
  const offsets = new DataView(new ArrayBuffer((count + 1) * 4));
  const sink = new ByteSink(transformed.length * 2);
  for (let glyph = 0; glyph < count; glyph++) {
    sink.push(restoreGlyph(streams, glyph));
    offsets.setUint32((glyph + 1) * 4, sink.length);
  }
  return [
    ['glyf', tableOf(sink.bytes())],
    ['loca', tableOf(new Uint8Array(offsets.buffer))],
    ['head', longOffsets(tables.get('head'))],
  ];
}

function splitStreams(transformed: Table, glyphs: number): Streams {
  const cursor = new StreamCursor(transformed);
  const length = (index: number): number => transformed.u32(8 + index * 4);
  cursor.at = HEADER;
  const [contourCounts, pointCounts, flags, glyphData, composites] = [0, 1, 2, 3, 4].map((index) =>
    cursor.split(length(index)),
  ) as [StreamCursor, StreamCursor, StreamCursor, StreamCursor, StreamCursor];
  const boxes = cursor.split(length(5));
  const boxBits = boxes.bytes(4 * Math.ceil(glyphs / 32));
  return { contourCounts, pointCounts, flags, glyphs: glyphData, composites, boxBits, boxes };
}

function restoreGlyph(streams: Streams, glyph: number): readonly number[] {
  const contourCount = streams.contourCounts.u16();
  const bits = streams.boxBits[glyph >> 3] ?? 0;
  const bounds = bits & (0x80 >> (glyph & 7)) ? readBox(streams.boxes) : undefined;
  if (contourCount === 0) return [];
  if (contourCount === COMPOSITE) return restoreComposite(streams, bounds ?? [0, 0, 0, 0]);
  const contours = restoreSimple(streams, contourCount);
  return even(bounds ? writeSimpleGlyph(contours, bounds) : writeSimpleGlyph(contours));
}

function readBox(boxes: StreamCursor): GlyphBounds {
  const side = (): number => (boxes.u16() << 16) >> 16;
  return [side(), side(), side(), side()];
}

function restoreSimple(streams: Streams, contourCount: number): Contours {
  const ends: number[] = [];
  let count = 0;
  for (let contour = 0; contour < contourCount; contour++) {
    count += streams.pointCounts.short();
    ends.push(count - 1);
  }
  if (count > MAX_POINTS) throw new BrokenFont('a glyph has too many points');
  const points = readPoints(streams.flags.bytes(count), streams.glyphs);
  // Instructions are not run; their length stands between the points of this glyph and the next.
  streams.glyphs.short();
  return { ...points, ends };
}

function restoreComposite({ composites, glyphs }: Streams, bounds: GlyphBounds): readonly number[] {
  const { end, flags } = readComponents(composites.table, composites.at);
  if (flags & HAS_INSTRUCTIONS) glyphs.short();
  const list = composites.bytes(end - composites.at);
  return even([...[COMPOSITE, ...bounds].flatMap(word), ...list]);
}

/** Descriptions are aligned to two bytes. */
function even(bytes: number[]): number[] {
  if (bytes.length % 2 === 1) bytes.push(0);
  return bytes;
}

function longOffsets(head: Table | undefined): Table {
  if (!head) throw new BrokenFont('its head table is missing');
  const bytes = head.bytes(0, head.length).slice();
  bytes[51] = 1;
  return tableOf(bytes);
}
