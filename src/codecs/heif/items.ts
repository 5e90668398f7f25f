/** The items of a HEIF file: what its `meta` box lists, where their bytes are and what belongs to them (ISO/IEC 23008-12). */
import { type Box, findBox, FULL_BOX_BYTES, readBoxes, readName, readUint, versionOf } from './boxes.ts';
import { readLocations, type Location } from './locations.ts';
import { readAssociations } from './associations.ts';

/** One item: a picture, a grid of pictures, or data about one. */
export interface Item {
  readonly id: number;
  /** `hvc1`, `av01`, `grid`, `Exif`, …. */
  readonly type: string;
  readonly properties: readonly Box[];
}

/** Items by number, and how they refer to one another. */
export interface ItemTable {
  /** The number of the item that is shown; undefined when the file names none. */
  readonly primary: number | undefined;
  readonly items: ReadonlyMap<number, Item>;
  readonly locations: ReadonlyMap<number, Location>;
  readonly references: readonly Reference[];
  /** Contents of the `idat` box. */
  readonly data: Uint8Array;
}

/** `from` refers to `to`, in this order, in the sense of `type`: `dimg`, `auxl`, `cdsc`, `thmb`, …. */
export interface Reference {
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

const NOTHING = new Uint8Array();

/** Reads what a `meta` box tells; whatever does not hold together counts as absent. */
export function readItems(meta: Uint8Array): ItemTable {
  const boxes = [...readBoxes(meta.subarray(FULL_BOX_BYTES))];
  const dataOf = (name: string) => boxes.find((box) => box.name === name)?.data;
  const [primary, entries, locations, properties, references] = ['pitm', 'iinf', 'iloc', 'iprp', 'iref'].map(
    dataOf,
  );
  const propertiesOf = readAssociations(properties ?? NOTHING);
  const items = readEntries(entries ?? NOTHING).map(({ id, type }) => ({
    id,
    type,
    properties: propertiesOf(id),
  }));
  return {
    primary: primary && readUint(primary, FULL_BOX_BYTES, versionOf(primary) === 0 ? 2 : 4),
    items: new Map(items.map((item) => [item.id, item])),
    locations: readLocations(locations ?? NOTHING),
    references: readReferences(references ?? NOTHING),
    data: dataOf('idat') ?? NOTHING,
  };
}

/** Items that `from` refers to in a sense, in order. */
export function referred({ references }: ItemTable, type: string, from: number): readonly number[] {
  return references.find((reference) => reference.type === type && reference.from === from)?.to ?? [];
}

/** Items that refer to `to` in a sense: its transparency, its Exif. */
export function referring({ references, items }: ItemTable, type: string, to: number): Item[] {
  return references
    .filter((reference) => reference.type === type && reference.to.includes(to))
    .flatMap(({ from }) => items.get(from) ?? []);
}

/** The property of a name, its contents behind version and flags where it has them. */
export function propertyOf({ properties }: Item, name: string): Uint8Array | undefined {
  return properties.find((property) => property.name === name)?.data;
}

/** Numbers and types of the item information box (ISO/IEC 14496-12, section 8.11.6). */
function readEntries(data: Uint8Array): Pick<Item, 'id' | 'type'>[] {
  const from = FULL_BOX_BYTES + (versionOf(data) === 0 ? 2 : 4);
  return [...readBoxes(data.subarray(from))].flatMap(({ name, data: entry }) => {
    const version = versionOf(entry);
    if (name !== 'infe' || version < 2) return [];
    const idBytes = version === 2 ? 2 : 4;
    // The number of a protection scheme stands between number and type.
    const typeAt = FULL_BOX_BYTES + idBytes + 2;
    return { id: readUint(entry, FULL_BOX_BYTES, idBytes), type: readName(entry, typeAt) };
  });
}

/** References of the item reference box (section 8.11.12). */
function readReferences(data: Uint8Array): Reference[] {
  const idBytes = versionOf(data) === 0 ? 2 : 4;
  return [...readBoxes(data.subarray(FULL_BOX_BYTES))].map(({ name, data: entry }) => {
    const room = Math.floor((entry.length - idBytes - 2) / idBytes);
    const count = Math.max(0, Math.min(readUint(entry, idBytes, 2), room));
    const to = Array.from({ length: count }, (_, i) => readUint(entry, idBytes + 2 + i * idBytes, idBytes));
    return { type: name, from: readUint(entry, 0, idBytes), to };
  });
}

/** The contents of a file's `meta` box; undefined when it has none among the bytes at hand. */
export function findMeta(bytes: Uint8Array): Uint8Array | undefined {
  return findBox(bytes, 'meta')?.data;
}
