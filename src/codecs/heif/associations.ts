/** Which properties an item has: boxes of a common list, by number (ISO/IEC 23008-12, section 9.3). */
import { type Box, findBox, FULL_BOX_BYTES, flagsOf, readBoxes, readUint, versionOf } from './boxes.ts';

const NOTHING = new Uint8Array();

/** The properties of each item, in the order its association lists them, from the contents of `iprp`. */
export function readAssociations(data: Uint8Array): (item: number) => Box[] {
  const all = [...readBoxes(findBox(data, 'ipco')?.data ?? NOTHING)];
  const indices = new Map<number, readonly number[]>();
  for (const { name, data: box } of readBoxes(data)) {
    if (name !== 'ipma') continue;
    for (const [item, numbers] of readIndices(box)) if (!indices.has(item)) indices.set(item, numbers);
  }
  // Numbers count from 1; 0 stands for none.
  return (item) => (indices.get(item) ?? []).flatMap((index) => all[index - 1] ?? []);
}

/** Items and their property numbers in one association box. */
function* readIndices(data: Uint8Array): Generator<[item: number, numbers: number[]]> {
  const numberBytes = versionOf(data) === 0 ? 2 : 4;
  const indexBytes = (flagsOf(data) & 1) === 1 ? 2 : 1;
  // The highest bit says that a reader must know the property, the others are its number.
  const mask = indexBytes === 2 ? 0x7fff : 0x7f;
  let at = FULL_BOX_BYTES + 4;
  while (at + numberBytes < data.length) {
    const item = readUint(data, at, numberBytes);
    const count = data[at + numberBytes] ?? 0;
    const from = at + numberBytes + 1;
    at = from + count * indexBytes;
    if (at > data.length) return;
    yield [
      item,
      Array.from({ length: count }, (_, i) => readUint(data, from + i * indexBytes, indexBytes) & mask),
    ];
  }
}
