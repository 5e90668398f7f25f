/** Profiles of tables, and pictures, made by hand, and colour differences. */
import sharp from 'sharp';

/** Display P3: where its white, red, green and blue lie (SMPTE EG 432-1). */
export const P3 = [
  [0.3127, 0.329],
  [0.68, 0.32],
  [0.265, 0.69],
  [0.15, 0.06],
] as const;

/** A way from four inks, or from red, green and blue, 0 to 1, to Lab. */
export type Press = (inks: readonly number[]) => readonly [number, number, number];

/** A simple press: each ink absorbs its complement, in Lab that stays inside its encoding. */
export const press: Press = ([c = 0, m = 0, y = 0, k = 0]) => [
  100 * (1 - k) * (1 - 0.4 * c) * (1 - 0.45 * m) * (1 - 0.08 * y),
  (60 * m - 35 * c - 5 * y) * (1 - k),
  (80 * y - 45 * c - 5 * m) * (1 - k),
];

/** A simple screen of red, green and blue lights that is not sRGB. */
export const screen: Press = ([r = 0, g = 0, b = 0]) => {
  const light = 0.3 * r ** 2 + 0.6 * g ** 2 + 0.1 * b ** 2;
  return [100 * Math.cbrt(light), 60 * (r ** 2 - g ** 2), 40 * (r ** 2 + g ** 2 - 2 * b ** 2)];
};

const POINTS = 7;

/** A profile of this press or screen in one of the three encodings of its table. */
export function profileOf(
  press: Press,
  type: 'mft1' | 'mft2' | 'mAB ',
  model: 'CMYK' | 'RGB ' = 'CMYK',
): Buffer {
  const channels = model === 'CMYK' ? 4 : 3;
  const table = type === 'mAB ' ? staged(press, channels) : lut(press, type, channels);
  const head = Buffer.alloc(128 + 4 + 12);
  head.writeUInt32BE(head.length + table.length, 0);
  head.writeUInt32BE(type === 'mAB ' ? 0x04000000 : 0x02100000, 8);
  head.write(`${model === 'CMYK' ? 'prtr' : 'mntr'}${model}Lab `, 12, 'latin1');
  head.write('acsp', 36, 'latin1');
  head.writeInt32BE(0xf6d6, 68);
  head.writeInt32BE(0x10000, 72);
  head.writeInt32BE(0xd32d, 76);
  head.writeUInt32BE(1, 128);
  head.write('A2B0', 132, 'latin1');
  head.writeUInt32BE(head.length, 136);
  head.writeUInt32BE(table.length, 140);
  return Buffer.concat([head, table]);
}

function lut(press: Press, type: 'mft1' | 'mft2', channels: number): Buffer {
  const bytes = type === 'mft1' ? 1 : 2;
  const entries = bytes === 1 ? 256 : 2;
  const head = Buffer.alloc(bytes === 1 ? 48 : 52);
  head.write(type, 'latin1');
  head.set([channels, 3, POINTS], 8);
  for (const at of [12, 28, 44]) head.writeInt32BE(0x10000, at);
  if (bytes === 2) {
    head.writeUInt16BE(entries, 48);
    head.writeUInt16BE(entries, 50);
  }
  const ramp = numbers(
    Array.from({ length: entries }, (_, i) => i / (entries - 1)),
    bytes,
  );
  // Version 2 puts full lightness at 65 280 in 16 bits.
  const scale = bytes === 2 ? 65_280 / 65_535 : 1;
  const colours = numbers(
    encodedNodes(press, channels).map((value) => value * scale),
    bytes,
  );
  return Buffer.concat([head, ...Array(channels).fill(ramp), colours, ramp, ramp, ramp]);
}

/** Input curves, a table of 16 bits and output curves, all curves the identity. */
function staged(press: Press, channels: number): Buffer {
  const identity = Buffer.from('curv\0\0\0\0\0\0\0\0', 'latin1');
  const head = Buffer.alloc(32);
  head.write('mAB ', 'latin1');
  head.set([channels, 3], 8);
  const clut = Buffer.alloc(20);
  clut.fill(POINTS, 0, channels);
  clut[16] = 2;
  const colours = numbers(encodedNodes(press, channels), 2);
  const last = head.length;
  const table = last + 3 * identity.length;
  const first = table + clut.length + colours.length + (colours.length % 4);
  head.writeUInt32BE(last, 12);
  head.writeUInt32BE(table, 24);
  head.writeUInt32BE(first, 28);
  const padding = Buffer.alloc(colours.length % 4);
  return Buffer.concat([
    head,
    ...Array(3).fill(identity),
    clut,
    colours,
    padding,
    ...Array(channels).fill(identity),
  ]);
}

/** Lab at every node, 0 to 1 as the current version encodes it, the last channel counting fastest. */
function encodedNodes(press: Press, channels: number): number[] {
  return Array.from({ length: POINTS ** channels }, (_, index) => {
    const inks = Array.from(
      { length: channels },
      (_, channel) => (Math.floor(index / POINTS ** (channels - 1 - channel)) % POINTS) / (POINTS - 1),
    );
    const [l, a, b] = press(inks);
    return [l / 100, (a + 128) / 255, (b + 128) / 255];
  }).flat();
}

function numbers(values: readonly number[], bytes: number): Buffer {
  const buffer = Buffer.alloc(values.length * bytes);
  for (const [at, value] of values.entries()) {
    buffer.writeUIntBE(Math.round(value * (256 ** bytes - 1)), at * bytes, bytes);
  }
  return buffer;
}

/** Inks, one byte each and 255 the full ink, as an uncompressed TIFF, which libvips reads with a profile or without. */
export function inkTiff(inks: Uint8Array, width: number, icc?: Uint8Array): Buffer {
  const height = inks.length / 4 / width;
  const pixelsAt = 512;
  const iccAt = pixelsAt + inks.length;
  const entries = [
    [256, 4, 1, width],
    [257, 4, 1, height],
    [258, 3, 4, 400],
    [259, 3, 1, 1],
    [262, 3, 1, 5],
    [273, 4, 1, pixelsAt],
    [277, 3, 1, 4],
    [278, 4, 1, height],
    [279, 4, 1, inks.length],
    [284, 3, 1, 1],
    [332, 3, 1, 1],
    ...(icc ? [[34_675, 7, icc.length, iccAt]] : []),
  ];
  const head = Buffer.alloc(pixelsAt);
  head.write('II*\0\x08\0\0\0', 'latin1');
  head.writeUInt16LE(entries.length, 8);
  for (const [i, [tag = 0, type = 0, count = 0, value = 0]] of entries.entries()) {
    head.writeUInt16LE(tag, 10 + i * 12);
    head.writeUInt16LE(type, 12 + i * 12);
    head.writeUInt32LE(count, 14 + i * 12);
    head.writeUInt32LE(value, 18 + i * 12);
  }
  for (let i = 0; i < 4; i++) head.writeUInt16LE(8, 400 + i * 2);
  return Buffer.concat([head, inks, icc ?? Buffer.alloc(0)]);
}

/** What libvips makes of inks: three bytes a pixel. */
export function printedByVips(inks: Uint8Array, width: number, icc?: Uint8Array): Promise<Buffer> {
  return sharp(inkTiff(inks, width, icc))
    .toColourspace('srgb')
    .raw()
    .toBuffer();
}

/** Colour differences (ΔE 1976), sorted, between RGBA and RGB pixels. */
export function differences(rgba: Uint8ClampedArray, rgb: Uint8Array): number[] {
  return Array.from({ length: rgb.length / 3 }, (_, i) => {
    const a = labOf([rgba[i * 4]!, rgba[i * 4 + 1]!, rgba[i * 4 + 2]!]);
    const b = labOf([rgb[i * 3]!, rgb[i * 3 + 1]!, rgb[i * 3 + 2]!]);
    return Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!);
  }).toSorted((a, b) => a - b);
}

function labOf(bytes: readonly number[]): number[] {
  const [r = 0, g = 0, b = 0] = bytes.map((byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const [x = 0, y = 0, z = 0] = [
    (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
    0.2126 * r + 0.7152 * g + 0.0722 * b,
    (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
  ].map((value) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
