/** The properties of a HEIF file's primary item: how large it is and how it is turned (ISO/IEC 23008-12, section 6.5). */
import type { Size } from '../../core/image/picture.ts';
import { type Box, findBox, readBoxes, readUint } from './boxes.ts';

/** A version and flags stand before the contents of most boxes inside `meta`. */
const FULL_BOX_BYTES = 4;

/** The shown size of the primary item, quarter turns applied; undefined when the file does not tell it. */
export function primarySize(meta: Uint8Array): Size | undefined {
  const inside = meta.subarray(FULL_BOX_BYTES);
  const primary = findBox(inside, 'pitm');
  const properties = findBox(inside, 'iprp');
  if (!primary || !properties) return undefined;
  const own = propertiesOf(itemNumber(primary.data), properties.data);
  const extents = own.find(({ name }) => name === 'ispe');
  if (!extents || extents.data.length < FULL_BOX_BYTES + 8) return undefined;
  const width = readUint(extents.data, FULL_BOX_BYTES, 4);
  const height = readUint(extents.data, FULL_BOX_BYTES + 4, 4);
  const quarters = (own.find(({ name }) => name === 'irot')?.data[0] ?? 0) & 3;
  return quarters % 2 === 1 ? { width: height, height: width } : { width, height };
}

/** True when some item is another one's transparency. */
export function hasAlpha(meta: Uint8Array): boolean {
  const properties = findBox(meta.subarray(FULL_BOX_BYTES), 'iprp');
  const container = properties && findBox(properties.data, 'ipco');
  const auxiliary = [...readBoxes(container?.data ?? new Uint8Array())].filter(({ name }) => name === 'auxC');
  return auxiliary.some(({ data }) => new TextDecoder('latin1').decode(data).includes('alpha'));
}

function itemNumber(primary: Uint8Array): number {
  return readUint(primary, FULL_BOX_BYTES, primary[0] === 0 ? 2 : 4);
}

/** The properties that the association boxes give an item, in order. */
function propertiesOf(item: number, properties: Uint8Array): Box[] {
  const container = findBox(properties, 'ipco');
  const all = [...readBoxes(container?.data ?? new Uint8Array())];
  for (const { name, data } of readBoxes(properties)) {
    const indices = name === 'ipma' ? associated(item, data) : undefined;
    // Numbers count from 1; 0 stands for none.
    if (indices) return indices.flatMap((index) => all[index - 1] ?? []);
  }
  return [];
}

/** The property numbers of an item in one association box (section 9.3.1). */
function associated(item: number, data: Uint8Array): number[] | undefined {
  const numberBytes = data[0] === 0 ? 2 : 4;
  const indexBytes = ((data[3] ?? 0) & 1) === 1 ? 2 : 1;
  let at = FULL_BOX_BYTES + 4;
  while (at < data.length) {
    const number = readUint(data, at, numberBytes);
    const count = data[at + numberBytes] ?? 0;
    const from = at + numberBytes + 1;
    // The highest bit says that a reader must know the property, the others are its number.
    const mask = indexBytes === 2 ? 0x7fff : 0x7f;
    if (number === item) {
      return Array.from(
        { length: count },
        (_, i) => readUint(data, from + i * indexBytes, indexBytes) & mask,
      );
    }
    at = from + count * indexBytes;
  }
  return undefined;
}
