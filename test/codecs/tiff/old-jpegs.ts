/** JPEG as TIFF 6.0 itself has it: one picture in each of the forms that writers gave it. */
import sharp from 'sharp';
import type { Size } from '../../../src/core/image/picture.ts';
import { readSegments } from '../../../src/codecs/jpeg/markers.ts';
import { pixels } from '../raster/pictures.ts';
import { basic, type Field, writeTiff } from './files.ts';

/** Two and a half strips of two rows of MCUs. */
const SIZE: Size = { width: 70, height: 72 };
const ROWS = 32;
const YCC: Field = [530, 3, 2, 2];

/** A JPEG with the standard's tables, so that those of all parts of a picture are the same. */
export async function jpegOf(rgba: Uint8Array, { width, height }: Size): Promise<Uint8Array> {
  const image = sharp(rgba, { raw: { width, height, channels: 4 } });
  return new Uint8Array(await image.removeAlpha().jpeg({ quality: 90, optimiseCoding: false }).toBuffer());
}

/** A JPEG taken apart: tables by their numbers, and what lies behind its scan header. */
function takenApart(jpeg: Uint8Array) {
  const quants: Uint8Array[] = [];
  const huffmans = new Map<number, Uint8Array>();
  let end = 0;
  for (const { code, content } of readSegments(jpeg)) {
    if (code === 0xdb) quants[content[0]!] = content.subarray(1);
    if (code === 0xc4) huffmans.set(content[0]!, content.subarray(1));
    end = content.byteOffset - jpeg.byteOffset + content.length;
  }
  return { quants, huffmans, head: jpeg.subarray(0, end), data: jpeg.subarray(end, -2) };
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** All three tables of each component behind each other, and the tags that say where: luma's, then chroma's twice. */
function tables(jpeg: Uint8Array): { before: Uint8Array; fields: Field[] } {
  const { quants, huffmans } = takenApart(jpeg);
  const all = [quants[0]!, quants[1]!, ...[0, 1, 16, 17].map((number) => huffmans.get(number)!)];
  const places = all.map((_, i) => 8 + all.slice(0, i).reduce((sum, { length }) => sum + length, 0));
  const three = (tag: number, at: number): Field => [tag, 4, places[at]!, places[at + 1]!, places[at + 1]!];
  return { before: joined(...all), fields: [three(519, 0), three(520, 2), three(521, 4)] };
}

/** A picture in one of the forms, and as strips or tiles of the newer kind, which are whole streams. */
export interface OldForm {
  readonly name: string;
  readonly file: Uint8Array;
  readonly newer: Uint8Array;
}

/** Every form of a picture of noise. */
export async function oldForms(size = SIZE, rows = ROWS): Promise<OldForm[]> {
  const rgba = pixels(size, 11, true);
  const whole = await jpegOf(rgba, size);
  const strips = await Promise.all(
    Array.from({ length: Math.ceil(size.height / rows) }, (_, i) => {
      const part = rgba.subarray(i * rows * size.width * 4, (i + 1) * rows * size.width * 4);
      return jpegOf(part, { width: size.width, height: part.length / (size.width * 4) });
    }),
  );
  const fields = (compression: number, rowsPerStrip: number) => [
    ...basic(size, { compression, photometric: 6, rows: rowsPerStrip }),
    YCC,
  ];
  const newerWhole = writeTiff({ fields: fields(7, size.height), segments: [whole] });
  const newerStrips = writeTiff({ fields: fields(7, rows), segments: strips });
  const { head, data } = takenApart(whole);
  const datas = strips.map((strip) => takenApart(strip).data);
  const named = (...bytes: number[]): Field[] => [[513, 4, 8], ...bytes.map((n): Field => [514, 4, n])];
  const inside = (...from: number[]): Field[] => [
    [273, 4, ...from],
    [279, 4, ...from.map(() => 40)],
  ];
  const single = (more: Field[], before: Uint8Array, strip: Uint8Array, rowsPerStrip = size.height) =>
    writeTiff({ fields: [...fields(6, rowsPerStrip), ...more], before, segments: [strip] });
  const at = 8 + head.length;
  const none = new Uint8Array();
  const ofTables = tables(whole);
  return [
    ['a stream that its strip lies in', single([...named(whole.length), ...inside(at)], whole, none)],
    ['a stream without a length', single([...named(), ...inside(8)], whole, none)],
    [
      'a stream over several strips',
      single([...named(whole.length), ...inside(at, at + 40, at + 80)], whole, none, rows),
    ],
    ['a strip that is a stream', single([], none, whole)],
    ['a head, and data elsewhere', single(named(head.length), joined(head, none), data)],
    ['tables, and a strip', single(ofTables.fields, ofTables.before, data)],
  ]
    .map(([name, file]) => ({ name, file, newer: newerWhole }) as OldForm)
    .concat([
      {
        name: 'a head, and strips',
        file: writeTiff({
          fields: [...fields(6, rows), ...named(head.length)],
          before: head,
          segments: datas.map((strip, i) => (i === 1 ? joined(Uint8Array.of(0xff, 0xd0), strip) : strip)),
        }),
        newer: newerStrips,
      },
      {
        name: 'tables, and strips; the directory leaves out what it can and calls it RGB',
        file: writeTiff({
          fields: [
            ...fields(6, rows).filter(([tag]) => ![258, 262, 277].includes(tag)),
            [262, 3, 2],
            ...ofTables.fields,
          ],
          before: ofTables.before,
          segments: datas,
        }),
        newer: newerStrips,
      },
    ]);
}

/** Four tiles of 32 × 32 with common tables, the right and lower ones beyond the picture. */
export async function oldTiles(): Promise<OldForm> {
  const [size, tile] = [
    { width: 50, height: 60 },
    { width: 32, height: 32 },
  ];
  const tiles = await Promise.all([1, 2, 3, 4].map((seed) => jpegOf(pixels(tile, seed, true), tile)));
  const fields = (compression: number): Field[] => [
    ...basic(size, { compression, photometric: 6 }),
    YCC,
    [322, 3, 32],
    [323, 3, 32],
  ];
  const { before, fields: more } = tables(tiles[0]!);
  const datas = tiles.map((jpeg) => takenApart(jpeg).data);
  return {
    name: 'tables, and tiles',
    file: writeTiff({ fields: [...fields(6), ...more], before, segments: datas, tiled: true }),
    newer: writeTiff({ fields: fields(7), segments: tiles, tiled: true }),
  };
}
