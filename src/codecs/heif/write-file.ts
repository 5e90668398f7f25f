/** Writes a file of items: everything is told in front, the items' bytes stand behind (ISO/IEC 23008-12). */
import { uint, uints, writeBox, writeFullBox } from './write-boxes.ts';
import { joined } from '../../core/image/bytes.ts';

/** An item to be written. */
export interface NewItem {
  readonly type: string;
  /** Indices of its properties, from 1; those that a reader must know are negative. */
  readonly properties: readonly number[];
  readonly bytes: number;
  readonly hidden?: boolean | undefined;
}

/** A file to be written; its items are numbered from 1, and the first is the one that is shown. */
export interface NewFile {
  readonly brands: readonly string[];
  readonly items: readonly NewItem[];
  readonly properties: readonly Uint8Array[];
  readonly references: readonly (readonly [type: string, from: number, to: readonly number[]])[];
}

const NUMBER = 2;
const ESSENTIAL = 0x80;

/** Everything before the items' bytes, which follow in the items' order. */
export function writeFileHead(file: NewFile): Uint8Array {
  const [main = ''] = file.brands;
  const ftyp = writeBox('ftyp', main, uint(0, 4), ...file.brands);
  const total = file.items.reduce((sum, { bytes }) => sum + bytes, 0);
  const { length } = writeMeta(file, 0);
  const meta = writeMeta(file, ftyp.length + length + 8);
  return joined([ftyp, meta, uint(total + 8, 4), writeName('mdat')]);
}

function writeName(name: string): Uint8Array {
  return writeBox(name).subarray(4);
}

function writeMeta({ items, properties, references }: NewFile, from: number): Uint8Array {
  const refs = references.map(([type, item, to]) => writeBox(type, uints([item, to.length, ...to], NUMBER)));
  return writeFullBox(
    'meta',
    0,
    0,
    writeFullBox('hdlr', 0, 0, uint(0, 4), 'pict', new Uint8Array(13)),
    writeFullBox('pitm', 0, 0, uint(1, NUMBER)),
    writeFullBox('iloc', 0, 0, uints([0x44, 0], 1), uint(items.length, NUMBER), writePlaces(items, from)),
    writeFullBox('iinf', 0, 0, uint(items.length, NUMBER), ...items.map(writeEntry)),
    writeBox('iprp', writeBox('ipco', ...properties), writeAssociations(items)),
    ...(refs.length > 0 ? [writeFullBox('iref', 0, 0, ...refs)] : []),
  );
}

function writePlaces(items: readonly NewItem[], from: number): Uint8Array {
  let at = from;
  return joined(
    items.map(({ bytes }, i) => {
      at += bytes;
      return joined([uints([i + 1, 0, 1], NUMBER), uints([at - bytes, bytes], 4)]);
    }),
  );
}

function writeEntry({ type, hidden }: NewItem, i: number): Uint8Array {
  return writeFullBox('infe', 2, hidden ? 1 : 0, uints([i + 1, 0], NUMBER), type, uint(0, 1));
}

function writeAssociations(items: readonly NewItem[]): Uint8Array {
  const entries = items.map(({ properties }, i) =>
    joined([
      uint(i + 1, NUMBER),
      uint(properties.length, 1),
      uints(
        properties.map((index) => (index < 0 ? ESSENTIAL | -index : index)),
        1,
      ),
    ]),
  );
  return writeFullBox('ipma', 0, 0, uint(items.length, 4), ...entries);
}
