/**
 * The pictures that the suite asks about, drawn so that every result can be computed: in a ramp, red says how far right
 * a pixel was and green how far down. They are files of the project, written once by `npm run conformance -- --draw`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';

/** Where they are kept. */
export const PICTURES = fileURLToPath(new URL('../../conformance/pictures/', import.meta.url));

/** Blue of a ramp. */
export const RAMP_BLUE = 96;

/** Sizes of the ramps that are kept as PNG. */
export const RAMPS = [
  [200, 100],
  [100, 200],
  [64, 64],
  [97, 61],
  [256, 144],
  [400, 267],
] as const;

/** `ramp-200x100.png`. */
export const rampName = (width: number, height: number, ending = 'png') =>
  `ramp-${width}x${height}.${ending}`;

type Shader = (x: number, y: number) => readonly number[];

function draw(width: number, height: number, shader: Shader): Sharp {
  const channels = shader(0, 0).length as 3 | 4;
  const bytes = new Uint8Array(width * height * channels);
  for (let at = 0; at < width * height; at++)
    bytes.set(shader(at % width, Math.floor(at / width)), at * channels);
  return sharp(bytes, { raw: { width, height, channels } });
}

const ramp = (width: number, height: number) =>
  draw(width, height, (x, y) => [
    Math.round((255 * (x + 0.5)) / width),
    Math.round((255 * (y + 0.5)) / height),
    RAMP_BLUE,
  ]);
const flat = (width: number, height: number, colour: readonly number[]) => draw(width, height, () => colour);
const png = (picture: Sharp) => picture.png({ compressionLevel: 9, adaptiveFiltering: true }).toBuffer();
const jpeg = (picture: Sharp, quality: number) =>
  picture.jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();

/** Frames of one colour each, red, green and blue. */
function moving(ending: 'gif' | 'webp'): Promise<Buffer> {
  const [width, height, colours] = [
    40,
    30,
    [
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
    ] as const,
  ];
  const bytes = new Uint8Array(width * height * colours.length * 3);
  for (let at = 0; at < bytes.length / 3; at++)
    bytes.set(colours[Math.floor(at / (width * height))]!, at * 3);
  const raw = { width, height: height * colours.length, channels: 3, pageHeight: height } as const;
  const picture = sharp(bytes, { raw });
  return ending === 'gif'
    ? picture.gif({ delay: [100, 100, 100], loop: 0 }).toBuffer()
    : picture.webp({ lossless: true, delay: [100, 100, 100], loop: 0 }).toBuffer();
}

/** Colours of the flat pictures, by name. */
export const COLOURS: Readonly<Record<string, readonly [number, number, number]>> = {
  grey: [128, 128, 128],
  dark: [40, 60, 80],
  light: [200, 180, 160],
  red: [200, 30, 20],
  green: [20, 180, 40],
  blue: [30, 60, 220],
};

/** Left half and right half of `edge.png`. */
export const EDGE = [60, 180] as const;

async function all(): Promise<[string, Uint8Array][]> {
  const files: [string, Uint8Array][] = [];
  const add = async (name: string, bytes: Promise<Uint8Array> | Uint8Array) =>
    void files.push([name, await bytes]);
  for (const [width, height] of RAMPS) await add(rampName(width, height), png(ramp(width, height)));
  await add('ramp-1000x1.png', png(ramp(1000, 1)));
  await add('ramp-1x1.png', png(ramp(1, 1)));
  await add('wide-4097x8.png', png(flat(4097, 8, [90, 120, 150])));
  const source = () => ramp(200, 100);
  await add('large-2500x1875.jpg', jpeg(flat(2500, 1875, [90, 120, 150]), 50));
  await add('ramp-200x100.webp', source().webp({ lossless: true }).toBuffer());
  await add('ramp-200x100.tiff', source().tiff({ compression: 'lzw' }).toBuffer());
  await add(
    'ramp-200x100.avif',
    source().avif({ quality: 90, effort: 2, chromaSubsampling: '4:4:4' }).toBuffer(),
  );
  await add('ramp-200x100.bmp', bitmap(await source().removeAlpha().raw().toBuffer(), 200, 100));
  await add('flat-40x30.gif', flat(40, 30, [200, 30, 20]).gif().toBuffer());
  for (const quality of [50, 75, 80, 90, 95, 100])
    await add(`quality-${quality}.jpg`, jpeg(ramp(200, 100), quality));
  for (let orientation = 1; orientation <= 8; orientation++)
    await add(`orientation-${orientation}.jpg`, jpeg(ramp(120, 80).withMetadata({ orientation }), 95));
  for (const [name, colour] of Object.entries(COLOURS))
    await add(`flat-${name}.png`, png(flat(60, 40, colour)));
  await add('edge.png', png(draw(80, 40, (x) => Array(3).fill(EDGE[x < 40 ? 0 : 1]) as number[])));
  await add('clear.png', png(draw(80, 40, (x) => [220, 40, 60, x < 40 ? 255 : 0])));
  await add('mark.png', png(flat(20, 10, [10, 20, 240])));
  await add('square-mark.png', png(flat(100, 100, [10, 20, 240])));
  await add('moving.gif', moving('gif'));
  await add('moving.webp', moving('webp'));
  await add('progressive.jpg', source().jpeg({ quality: 90, progressive: true }).toBuffer());
  await add('grey.jpg', jpeg(ramp(200, 100).greyscale(), 90));
  const exif = { IFD0: { Make: 'Example', Model: 'Suite 1', Software: 'edge-img' } };
  await add('exif.jpg', jpeg(ramp(200, 100).withExif(exif).withMetadata({ density: 96 }), 90));
  await add('text.jpg', new TextEncoder().encode('This is no picture, whatever its name says.\n'));
  await add('empty.jpg', new Uint8Array(0));
  return files;
}

/** 24 bits a pixel, rows from the bottom up, each filled to four bytes. */
export function bitmap(rgb: Uint8Array, width: number, height: number): Uint8Array {
  const stride = (width * 3 + 3) & ~3;
  const file = Buffer.alloc(54 + stride * height);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let at = 0; at < width * height; at++) {
    const row = height - 1 - Math.floor(at / width);
    const to = 54 + row * stride + (at % width) * 3;
    file.set([rgb[at * 3 + 2]!, rgb[at * 3 + 1]!, rgb[at * 3]!], to);
  }
  return file;
}

/** Draws all of them anew. */
export async function drawPictures(): Promise<number> {
  mkdirSync(PICTURES, { recursive: true });
  const files = await all();
  for (const [name, bytes] of files) writeFileSync(PICTURES + name, bytes);
  return files.length;
}
