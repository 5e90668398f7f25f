/** Writes TIFF structures for tests, so that Exif is read from bytes that this project did not encode elsewhere. */

/** Numbers are SHORT, pairs RATIONAL, texts ASCII, byte arrays UNDEFINED. */
export type Field = string | Uint8Array | readonly (number | readonly [number, number])[];
type Fields = Readonly<Record<number, Field>>;

export interface Directories {
  readonly image?: Fields;
  readonly photo?: Fields;
  readonly gps?: Fields;
  readonly thumbnail?: Fields;
}

const LONG = 4;

/** The bytes of a little-endian or big-endian TIFF structure. */
export function tiffOf({ image = {}, photo, gps, thumbnail }: Directories, little = true): Uint8Array {
  const bytes = new Uint8Array(16_384);
  const view = new DataView(bytes.buffer);
  let end = 8;

  function place(length: number): number {
    const at = end;
    end += length + (length % 2);
    return at;
  }

  function directory(fields: Fields, pointers: Fields = {}): { start: number; next: number } {
    const entries = Object.entries({ ...fields, ...pointers });
    const start = place(2 + entries.length * 12 + 4);
    view.setUint16(start, entries.length, little);
    for (const [i, [tag, field]] of entries.entries()) {
      const at = start + 2 + i * 12;
      const { type, size, count, write } = encoding(field, Number(tag) in pointers, view, little);
      view.setUint16(at, Number(tag), little);
      view.setUint16(at + 2, type, little);
      view.setUint32(at + 4, count, little);
      if (size * count <= 4) write(at + 8);
      else {
        const value = place(size * count);
        view.setUint32(at + 8, value, little);
        write(value);
      }
    }
    return { start, next: start + 2 + entries.length * 12 };
  }

  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  const pointers: Record<number, Field> = {};
  if (photo) pointers[0x8769] = [directory(photo).start];
  if (gps) pointers[0x8825] = [directory(gps).start];
  const first = directory(image, pointers);
  view.setUint32(4, first.start, little);
  if (thumbnail) view.setUint32(first.next, directory(thumbnail).start, little);
  return bytes.subarray(0, end);
}

function encoding(field: Field, pointer: boolean, view: DataView, little: boolean) {
  if (typeof field === 'string' || field instanceof Uint8Array) {
    const text = typeof field === 'string' ? new TextEncoder().encode(`${field}\0`) : field;
    const write = (at: number) => new Uint8Array(view.buffer).set(text, at);
    return { type: typeof field === 'string' ? 2 : 7, size: 1, count: text.length, write };
  }
  const rational = Array.isArray(field[0]);
  const type = rational ? 5 : pointer ? LONG : 3;
  const size = rational ? 8 : pointer ? 4 : 2;
  const write = (start: number) => {
    for (const [i, value] of field.entries()) {
      const at = start + i * size;
      if (typeof value !== 'number') {
        view.setUint32(at, value[0], little);
        view.setUint32(at + 4, value[1], little);
      } else if (pointer) view.setUint32(at, value, little);
      else view.setUint16(at, value, little);
    }
  };
  return { type, size, count: field.length, write };
}
