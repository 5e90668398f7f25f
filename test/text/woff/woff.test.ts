import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { create } from 'fontkit';
import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../src/text/bytes/table.ts';
import { StreamCursor } from '../../../src/text/woff/cursor.ts';
import { readPoints } from '../../../src/text/woff/triplets.ts';
import { readWoff2 } from '../../../src/text/woff/woff2.ts';
import {
  ascii,
  brotli,
  bytesOf,
  KAI,
  openFile,
  packageFile,
  sfnt,
  u16,
  u32,
  unpacked,
} from '../support/fonts.ts';
import { contoursOf, referenceContours } from '../support/outlines.ts';

const cursor = (...bytes: number[]) => new StreamCursor(tableOf(Uint8Array.from(bytes)));

describe('numbers of variable length', () => {
  it.each([
    [[0x3f], 63],
    [[0x81, 0x00], 128],
    [[0x8f, 0xff, 0xff, 0xff, 0x7f], 0xffffffff],
  ])('reads %j as %i', (bytes, value) => {
    expect(cursor(...bytes).base128()).toBe(value);
  });

  it.each([[[0x80, 0x01]], [[0xff, 0xff, 0xff, 0xff, 0xff, 0x01]]])('refuses %j', (bytes) => {
    expect(() => cursor(...bytes).base128()).toThrow('spelt wrongly');
  });

  it.each([
    [[0], 0],
    [[252], 252],
    [[255, 0], 253],
    [[254, 0], 506],
    [[255, 253], 506],
    [[253, 1, 0], 256],
  ])('reads %j as %i', (bytes, value) => {
    expect(cursor(...bytes).short()).toBe(value);
  });
});

describe('triplets', () => {
  // One row for every way that bytes are shared between x and y (W3C recommendation, section 5.2, table).
  it.each([
    [0, [10], 0, -10],
    [1, [10], 0, 10],
    [9, [255], 0, 1279],
    [10, [7], -7, 0],
    [19, [7], 1031, 0],
    [20, [0x00], -1, -1],
    [23, [0x12], 2, 3],
    [83, [0xff], 64, 64],
    [84, [1, 2], -2, -3],
    [119, [255, 255], 768, 768],
    [123, [0x12, 0x34, 0x56], 0x123, 0x456],
    [127, [1, 2, 3, 4], 0x102, 0x304],
    [124, [1, 2, 3, 4], -0x102, -0x304],
  ])('code %i with %j steps by %i, %i', (code, bytes, x, y) => {
    expect(readPoints(Uint8Array.of(code), cursor(...bytes))).toEqual({ x: [x], y: [y], on: [true] });
    expect(readPoints(Uint8Array.of(code | 0x80), cursor(...bytes)).on).toEqual([false]);
  });
});

describe('WOFF2', () => {
  it('restores glyphs, places and bearings as fontkit does', async () => {
    const reference = create(packageFile(KAI));
    // fontkit reads the restored file by other code than it reads the packed one with.
    const restored = create(await unpacked(KAI));
    expect(restored.numGlyphs).toBe(reference.numGlyphs);
    const shapes = await (await openFile(packageFile(KAI))).shapes([5, 40, 200]);
    for (const [index, glyph] of [5, 40, 200].entries()) {
      expect(referenceContours(restored.getGlyph(glyph))).toEqual(contoursOf(shapes[index]!.path));
      expect(restored.getGlyph(glyph).advanceWidth).toBe(reference.getGlyph(glyph).advanceWidth);
    }
  });

  it('never throws anything but a sentence, whatever is changed', async () => {
    const file = packageFile(KAI).slice(0, 400);
    await fc.assert(
      fc.asyncProperty(fc.nat(399), fc.nat(255), async (place, value) => {
        const broken = file.slice();
        broken[place] = value;
        await expect(readWoff2(broken, brotli)).rejects.toThrow(/./);
      }),
      { numRuns: 100 },
    );
  });

  it('refuses tables that are too large together before they are unpacked', async () => {
    const entry = [0x00, 0x8f, 0xff, 0xff, 0xff, 0x7f];
    const header = [...ascii('wOF2'), ...u32(0, 60), ...u16(1, 0), ...u32(0, 4), ...u32(0, 0, 0, 0, 0, 0)];
    const file = Uint8Array.from([...header.slice(0, 48), ...entry, 1, 2, 3, 4]);
    await expect(readWoff2(file, brotli)).rejects.toThrow('too large');
  });
});

describe('WOFF', () => {
  /** A font as WOFF: every second table deflated. */
  function pack(font: Uint8Array): Uint8Array {
    const table = tableOf(font);
    const count = table.u16(4);
    const directory: number[] = [];
    const body: number[] = [];
    for (let index = 0; index < count; index++) {
      const record = 12 + index * 16;
      const data = bytesOf(table.part(table.u32(record + 8), table.u32(record + 12)));
      const packed = index % 2 === 0 ? deflateSync(data) : data;
      const stored = packed.length < data.length ? packed : data;
      directory.push(
        ...ascii(table.tag(record)),
        ...u32(44 + count * 20 + body.length, stored.length, data.length, 0),
      );
      for (const byte of stored) body.push(byte);
    }
    const header = [
      ...ascii('wOFF'),
      ...u32(0x00010000, 0),
      ...u16(count, 0),
      ...Array.from({ length: 28 }, () => 0),
    ];
    return Uint8Array.from([...header, ...directory, ...body]);
  }

  it('is read as the font it packs', async () => {
    const font = await unpacked(KAI);
    const [plain, packed] = [await openFile(font), await openFile(pack(font))];
    expect(await packed.shapes([1, 2, 50])).toEqual(await plain.shapes([1, 2, 50]));
    expect(packed.metrics).toEqual(plain.metrics);
  });

  it.each([
    ['does not inflate', 66, 100, /inflate/],
    ['inflates to another length', 58, 59, /another length/],
  ])('is refused when a table %s', async (_, from, to, message) => {
    const big = Array.from({ length: 4000 }, (_, index) => (index * index) & 63);
    const file = pack(sfnt([['head', big]]));
    await expect(openFile(file.fill(0x7f, from, to))).rejects.toThrow(message);
  });
});
