/** What streams may ask for at the limits of their formats: contexts of LZMA, and how far back a match may lie. */
import { describe, expect, it } from 'vitest';
import { basic, decode, writeTiff } from './files.ts';
import { words } from './xz-files.ts';
import {
  literalChunk,
  matchChunk,
  propertyByte,
  type Properties,
  storedChunks,
  USUAL,
  xzOf,
} from './xz-writer.ts';

const [LZMA, ZSTD] = [34_925, 50_000];

/** The bytes of a strip, by a grey picture of it. */
async function greys(compression: number, segment: Uint8Array, bytes: number): Promise<Buffer> {
  const width = 32;
  const rows = bytes / width;
  const fields = basic({ width, height: rows }, { compression, photometric: 1, samples: 1, rows });
  const rgba = await decode(writeTiff({ fields, segments: [segment] }));
  return Buffer.from(rgba.filter((_, i) => i % 4 === 0));
}

/** Bytes with no two stretches alike. */
const noise = (length: number) =>
  Uint8Array.from({ length }, (_, i) => Math.imul(i ^ (i >> 7), 0x9e37_79b1) >>> 24);

const ALL_PROPERTIES: readonly Properties[] = Array.from({ length: 225 }, (_, byte) => ({
  context: byte % 9,
  literal: Math.floor(byte / 9) % 5,
  position: Math.floor(byte / 45),
}));

describe('contexts of LZMA', () => {
  const data = words(320);
  const dataOf = (chunk: Uint8Array) => greys(LZMA, xzOf(0, chunk), data.length);

  it('are of four bits together at the most, by any of their numbers', async () => {
    const shown: string[] = [];
    for (const properties of ALL_PROPERTIES) {
      const made = await dataOf(literalChunk(data, properties)).catch(() => undefined);
      if (made) expect(made.equals(data)).toBe(true);
      shown.push(`${propertyByte(properties)} ${made !== undefined}`);
    }
    const known = ALL_PROPERTIES.map(({ context, literal }) => context + literal <= 4);
    expect(shown).toEqual(known.map((is, byte) => `${byte} ${is}`));
  });

  it('have no numbers from 225 on', async () => {
    for (let byte = 225; byte < 256; byte++) {
      await expect(dataOf(literalChunk(data, USUAL).with(5, byte))).rejects.toMatchObject({ status: 400 });
    }
  });
});

/** One match of 34 bytes, `back` bytes behind the end of two raw blocks of 128 KiB, and a few bytes of 7 (RFC 8878). */
function farFrame(data: Uint8Array, back: number): Uint8Array {
  const block = (type: number, size: number, last = 0) => {
    const head = last | (type << 1) | (size << 3);
    return [head & 255, (head >> 8) & 255, head >> 16];
  };
  const value = back + 3;
  const bits = 31 - Math.clz32(value);
  // The bits of the offset, and a one above them that tells where they begin.
  const extra = [value & 255, (value >> 8) & 255, value >> 16].slice(0, (bits >> 3) + 1);
  const literals = [1 | (30 << 3), 7];
  const sequence = [1, 0b01_01_01_00, 0, bits, 31, ...extra];
  const body = [...literals, ...sequence];
  return Buffer.concat([
    Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 7 << 3),
    Uint8Array.from(block(0, 131_072)),
    data.subarray(0, 131_072),
    Uint8Array.from(block(0, 131_072)),
    data.subarray(131_072),
    Uint8Array.from([...block(2, body.length, 1), ...body]),
  ]);
}

describe('a match', () => {
  // Twice what the least window holds, so that it was filled again.
  const data = noise(262_144);
  const WINDOW = 131_072;

  it.each([128, 65_536, WINDOW - 1, WINDOW, WINDOW + 1, WINDOW + 32, 262_144])(
    'of LZMA may lie %i bytes back as far as the window reaches',
    async (back) => {
      const xz = xzOf(10, storedChunks(data), matchChunk(back, 64));
      const behind = (await greys(LZMA, xz, data.length + 64)).subarray(data.length);
      const from = data.length - back;
      const match = back <= WINDOW ? data.subarray(from, from + 64) : new Uint8Array(64);
      expect(behind).toEqual(Buffer.from(match));
    },
  );

  it.each([128, 65_536, WINDOW - 1, WINDOW, WINDOW + 1, WINDOW + 32, 262_144])(
    'of Zstandard may lie %i bytes back as far as the window reaches',
    async (back) => {
      const behind = (await greys(ZSTD, farFrame(data, back), data.length + 64)).subarray(data.length);
      const from = data.length - back;
      const match = [...data.subarray(from, from + 34), ...Array.from({ length: 30 }, () => 7)];
      expect([...behind]).toEqual(back <= WINDOW ? match : Array.from({ length: 64 }, () => 0));
    },
  );
});
