/** Where the bytes of items are (ISO/IEC 14496-12, section 8.11.3). */
import { FULL_BOX_BYTES, readUint, versionOf } from './boxes.ts';

/** What the offsets of an item's extents count from: the file, the `idat` box, or the bytes of other items. */
export const METHOD = { file: 0, data: 1, item: 2 } as const;
/** More than any picture is cut into; what names more is made to take time. */
const MAX_EXTENTS = 65_536;

/** A stretch of bytes; a length of 0 goes to the end. */
export interface Extent {
  /** Of items whose bytes are in items: which of these, from 1. */
  readonly index: number;
  readonly offset: number;
  readonly length: number;
}

/** The extents of one item, in order. */
export interface Location {
  readonly method: number;
  readonly extents: readonly Extent[];
}

/** The locations that an `iloc` box lists, by item. */
export function readLocations(data: Uint8Array): ReadonlyMap<number, Location> {
  const locations = new Map<number, Location>();
  let left = MAX_EXTENTS;
  for (const [item, location] of readEntries(data)) {
    left -= location.extents.length;
    if (left < 0) break;
    locations.set(item, location);
  }
  return locations;
}

function* readEntries(data: Uint8Array): Generator<[item: number, location: Location]> {
  const version = versionOf(data);
  const take = reader(data, FULL_BOX_BYTES);
  const sizes = [take(1), take(1)] as const;
  const [offsetBytes, lengthBytes, baseBytes] = [sizes[0] >> 4, sizes[0] & 15, sizes[1] >> 4];
  const indexBytes = version === 0 ? 0 : sizes[1] & 15;
  const idBytes = version < 2 ? 2 : 4;
  // One that has no numbers at all means everything from the base on, and takes no bytes.
  const hasNumbers = indexBytes + offsetBytes + lengthBytes > 0;
  for (let count = take(idBytes); count > 0 && !take.ended(); count--) {
    const item = take(idBytes);
    const method = version === 0 ? METHOD.file : take(2) & 15;
    // The number of another file's reference: all bytes are taken to be in this one.
    take(2);
    const base = take(baseBytes);
    const extents: Extent[] = [];
    for (let more = take(2); more > 0 && extents.length < MAX_EXTENTS; more--) {
      if (hasNumbers && take.ended()) break;
      extents.push({ index: take(indexBytes), offset: base + take(offsetBytes), length: take(lengthBytes) });
    }
    yield [item, { method, extents }];
  }
}

interface Take {
  (length: number): number;
  ended(): boolean;
}

function reader(data: Uint8Array, from: number): Take {
  let at = from;
  const take = (length: number) => {
    at += length;
    return readUint(data, at - length, length);
  };
  return Object.assign(take, { ended: () => at >= data.length });
}
