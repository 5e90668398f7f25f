/** Reads what services answer, by other means than the engine's own. */
import sharp, { type Sharp } from 'sharp';

/** A picture that has not been decoded yet. */
export interface Opened {
  /** Of a frame. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** The first frame, in sRGB. What is read of it rejects where the file breaks off. */
  readonly image: Sharp;
}

/** Pixels of the first frame. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** Straight RGBA. */
  readonly bytes: Uint8Array;
}

/** Opens any format that the service writes. Rejects for what is no picture. */
export async function openPicture(body: Uint8Array): Promise<Opened> {
  if (body[0] === 0x42 && body[1] === 0x4d) return openBitmap(Buffer.from(body));
  const image = sharp(body);
  const { width, height, pages = 1 } = await image.metadata();
  return { width, height, frames: pages, image: image.toColourspace('srgb') };
}

/** Reads the whole of it. Rejects for what is no picture, and for one that breaks off. */
export async function readPicture(body: Uint8Array): Promise<Pixels> {
  const { width, height, frames, image } = await openPicture(body);
  return { width, height, frames, bytes: await image.ensureAlpha().raw().toBuffer() };
}

/** Bitmaps as this service and the original write them, which the library does not read: 24 or 32 bits, not compressed. */
function openBitmap(file: Buffer): Opened {
  const [start, width, rows, bits] = [
    file.readUInt32LE(10),
    file.readInt32LE(18),
    file.readInt32LE(22),
    file.readUInt16LE(28),
  ];
  const height = Math.abs(rows);
  const each = bits / 8;
  const stride = (width * each + 3) & ~3;
  if (bits !== 24 && bits !== 32) throw new Error(`A bitmap of ${bits} bits a pixel is not read here.`);
  if (start + stride * height > file.length) throw new Error('The bitmap breaks off.');
  const bytes = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const line = Math.floor(at / width);
    const from = start + (rows > 0 ? height - 1 - line : line) * stride + (at % width) * each;
    bytes.set([file[from + 2]!, file[from + 1]!, file[from]!, each === 4 ? file[from + 3]! : 255], at * 4);
  }
  return { width, height, frames: 1, image: sharp(bytes, { raw: { width, height, channels: 4 } }) };
}
