/** HEIF files of a few boxes, made by hand. */

/** Bytes, or their hexadecimal digits with spaces between. */
type Contents = string | Uint8Array;

/** A box around contents. */
export function box(name: string, ...contents: Contents[]): Buffer {
  const data = Buffer.concat(contents.map(bytesOf));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + data.length);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, data]);
}

function bytesOf(contents: Contents): Uint8Array {
  return typeof contents === 'string' ? Buffer.from(contents.replaceAll(' ', ''), 'hex') : contents;
}

/** An item: its type, the numbers of its properties from 1, and where its bytes are. */
export interface MadeItem {
  readonly id: number;
  readonly type: string;
  readonly properties?: readonly number[];
  /** The construction method (0 file, 1 `idat`, 2 item), and offset and length of each extent. */
  readonly method?: number;
  readonly extents?: readonly (readonly [offset: number, length: number])[];
}

export interface MadeFile {
  readonly brand?: string;
  readonly primary: number;
  readonly items: readonly MadeItem[];
  readonly properties?: readonly Buffer[];
  readonly references?: readonly (readonly [type: string, from: number, to: readonly number[]])[];
  /** Of `iloc`: from 2 on items have numbers of four bytes. */
  readonly locationVersion?: 1 | 2;
  readonly idat?: Contents;
  readonly behind?: Contents;
}

const hex = (value: number, bytes: number) => value.toString(16).padStart(bytes * 2, '0');

/** The file; `behind` stands behind its `meta` box. */
export function heifFile({ brand = 'heic', behind = '', ...tables }: MadeFile): Uint8Array {
  const ftyp = box('ftyp', Buffer.from(`${brand}0000mif1`));
  return new Uint8Array(Buffer.concat([ftyp, metaBox(tables), bytesOf(behind)]));
}

function metaBox({
  primary,
  items,
  properties = [],
  references = [],
  locationVersion = 1,
  idat,
}: MadeFile): Buffer {
  const entries = items.map(({ id, type }) =>
    box('infe', '02000000', hex(id, 2), '0000', Buffer.from(`${type}\0`)),
  );
  const associations = items.map(
    ({ id, properties: own = [] }) =>
      hex(id, 2) + hex(own.length, 1) + own.map((index) => hex(index, 1)).join(''),
  );
  const idBytes = locationVersion * 2;
  const locations = items.map(({ id, method = 0, extents = [] }) =>
    [hex(id, idBytes), hex(method, 2), '0000', hex(extents.length, 2)]
      .concat(extents.map(([offset, length]) => hex(offset, 4) + hex(length, 4)))
      .join(''),
  );
  return box(
    'meta',
    '00000000',
    box('pitm', '00000000', hex(primary, 2)),
    box('iinf', '00000000', hex(items.length, 2), ...entries),
    box('iloc', hex(locationVersion, 1), '000000 44 00', hex(items.length, idBytes), ...locations),
    box('iprp', box('ipco', ...properties), box('ipma', '00000000', hex(items.length, 4), ...associations)),
    box(
      'iref',
      '00000000',
      ...references.map(([type, from, to]) =>
        box(type, hex(from, 2), hex(to.length, 2), to.map((id) => hex(id, 2)).join('')),
      ),
    ),
    ...(idat === undefined ? [] : [box('idat', idat)]),
  );
}

/** The size of a stored picture. */
export function ispe(width: number, height: number): Buffer {
  return box('ispe', '00000000', hex(width, 4), hex(height, 4));
}

/** An HEVC configuration that says no more than 4:2:0 (or another chroma format) and a depth. */
export function hvcC(chroma = 1, bits = 8): Buffer {
  return box('hvcC', '00'.repeat(16), hex(0xfc | chroma, 1), hex(0xf8 | (bits - 8), 1), '000000 03 00');
}
