/** BMP files made byte by byte, and the codec as the tests use it. */
import { bmpCodec } from '../../../src/codecs/bmp/index.ts';
import type { Rect, Size } from '../../../src/core/image/picture.ts';
import { headerOf } from '../headers.ts';
import { collect, picture } from '../raster/pictures.ts';

/** A Windows 3 file. */
export interface Bitmap extends Size {
  readonly depth: number;
  /** Negative for a file whose first row is the uppermost. */
  readonly height: number;
  readonly compression?: number;
  /** Red, green, blue. */
  readonly palette?: readonly (readonly [number, number, number])[];
  readonly masks?: readonly number[];
  /** The pixels as the file stores them. */
  readonly stored: readonly number[];
}

export function bmpOf({
  width,
  height,
  depth,
  compression = 0,
  palette = [],
  masks = [],
  stored,
}: Bitmap): Buffer {
  const head = Buffer.alloc(54);
  head.write('BM', 'latin1');
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(depth, 28);
  head.writeUInt32LE(compression, 30);
  head.writeUInt32LE(palette.length, 46);
  const fields = Buffer.alloc(masks.length * 4);
  for (const [index, mask] of masks.entries()) fields.writeUInt32LE(mask, index * 4);
  const colours = Buffer.from(palette.flatMap(([red, green, blue]) => [blue, green, red, 0]));
  head.writeUInt32LE(head.length + fields.length + colours.length, 10);
  return Buffer.concat([head, fields, colours, Buffer.from(stored)]);
}

/** RGBA of a file, or of a part of it. */
export function decode(file: Uint8Array, part?: Rect): Promise<Uint8Array<ArrayBuffer>> {
  const source = headerOf(bmpCodec, file);
  const cut = part ?? { x: 0, y: 0, width: source.width, height: source.height };
  const size = { width: cut.width, height: cut.height };
  return collect(
    bmpCodec.decoder!.decode(file, source, { cut, scale: size, window: { x: 0, y: 0, ...size } }),
  );
}

export async function encode(pixels: Uint8Array<ArrayBuffer>, size: Size, opaque: boolean): Promise<Buffer> {
  const output = { format: 'bmp', quality: 100, interlace: false } as const;
  const chunks: Uint8Array[] = [];
  for await (const chunk of bmpCodec.encoder!.encode(picture(pixels, size, opaque), output))
    chunks.push(chunk);
  return Buffer.concat(chunks);
}
