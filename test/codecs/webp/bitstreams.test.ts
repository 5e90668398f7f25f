/** Lossy bitstreams with any header and any bits behind it: what other encoders may write and libvips' one never does. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode, reference } from './files.ts';

const SIZE = { width: 61, height: 46 };
/** More than twelve macroblocks can ask for. */
const MODE_BITS = 4000;
const TOKEN_BYTES = 8000;

/** How probable it is that a probability of tokens is not changed, in the order of the standard. */
const KEPT = readFileSync(
  new URL('../../../wasm/webp/assembly/lossy/tables/updates.ts', import.meta.url),
  'latin1',
)
  .replace(/^[^[]*\[/s, '')
  .match(/\d+/g)!
  .slice(0, 1056)
  .map(Number);

/** The bool encoder of the standard (RFC 6386, section 7.3). */
function boolWriter() {
  const out: number[] = [];
  let [range, bottom, left] = [255, 0, 24];
  const put = (bit: number, probability = 128) => {
    const split = 1 + (((range - 1) * probability) >> 8);
    if (bit) bottom += split;
    range = bit ? range - split : split;
    for (; range < 128; range *= 2) {
      if (bottom >= 2 ** 31) for (let at = out.length - 1; ++out[at]! > 255; at--) out[at] = 0;
      bottom = (bottom % 2 ** 31) * 2;
      if (--left > 0) continue;
      out.push(Math.floor(bottom / 2 ** 24));
      bottom %= 2 ** 24;
      left = 8;
    }
  };
  return {
    out,
    put,
    number(value: number, bits: number) {
      for (let i = bits - 1; i >= 0; i--) put((value >> i) & 1);
    },
  };
}

type Writer = ReturnType<typeof boolWriter>;

/** Numbers that may be left out, each with its sign. */
function putSigned({ put, number }: Writer, values: readonly number[], bits: number): void {
  for (const value of values) {
    put(value === 0 ? 0 : 1);
    if (value === 0) continue;
    number(Math.abs(value), bits);
    put(value < 0 ? 1 : 0);
  }
}

const signed = (most: number, count: number) =>
  fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -most, max: most })), {
    minLength: count,
    maxLength: count,
  });

const header = fc.record({
  segments: fc.option(
    fc.record({
      map: fc.boolean(),
      absolute: fc.boolean(),
      quantisers: signed(127, 4),
      levels: signed(63, 4),
      tree: fc.array(fc.nat(255), { minLength: 3, maxLength: 3 }),
    }),
  ),
  simple: fc.boolean(),
  level: fc.oneof(fc.nat(63), fc.constantFrom(0, 1, 14, 15, 39, 40, 63)),
  sharpness: fc.nat(7),
  deltas: fc.option(signed(63, 8)),
  partitions: fc.nat(3),
  quantiser: fc.nat(127),
  quantiserDeltas: signed(15, 5),
  skip: fc.option(fc.nat(255)),
  seed: fc.integer({ min: 1, max: 1 << 30 }),
});
type Header = typeof header extends fc.Arbitrary<infer T> ? T : never;

function putHeader(writer: Writer, parts: Header): void {
  const { put, number } = writer;
  const { segments, deltas, skip } = parts;
  number(0, 2);
  put(segments ? 1 : 0);
  if (segments) {
    put(segments.map ? 1 : 0);
    put(1);
    put(segments.absolute ? 1 : 0);
    putSigned(writer, segments.absolute ? segments.quantisers.map(Math.abs) : segments.quantisers, 7);
    putSigned(writer, segments.levels, 6);
    if (segments.map)
      for (const probability of segments.tree) {
        put(1);
        number(probability, 8);
      }
  }
  put(parts.simple ? 1 : 0);
  number(parts.level, 6);
  number(parts.sharpness, 3);
  put(deltas ? 1 : 0);
  if (deltas) {
    put(1);
    putSigned(writer, deltas, 6);
  }
  number(parts.partitions, 2);
  number(parts.quantiser, 7);
  putSigned(writer, parts.quantiserDeltas, 4);
  put(0);
  for (const [i, probability] of KEPT.entries()) {
    // Large levels are made as good as impossible: noise would have some that no picture makes.
    const isLarge = i % 11 === 6 || i % 11 === 8;
    put(isLarge ? 1 : 0, probability);
    if (isLarge) number(255, 8);
  }
  put(skip === null ? 0 : 1);
  if (skip !== null) number(skip, 8);
}

/** A file of such a header; modes and tokens are noise. */
function fileOf(parts: Header): Buffer {
  let state = parts.seed;
  const noise = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff) >> 16;
  const writer = boolWriter();
  putHeader(writer, parts);
  for (let i = 0; i < MODE_BITS; i++) writer.put(noise() & 1);
  const count = 1 << parts.partitions;
  const sizes = Array.from({ length: count - 1 }, () => [TOKEN_BYTES & 255, TOKEN_BYTES >> 8, 0]).flat();
  const tokens = Array.from({ length: count * TOKEN_BYTES }, (_, i) =>
    i % TOKEN_BYTES === 0 ? 0 : noise() & 255,
  );
  const tag = (writer.out.length << 5) | 0x10;
  const { width, height } = SIZE;
  const head = [tag & 255, (tag >> 8) & 255, tag >> 16, 0x9d, 1, 0x2a, width, 0, height, 0];
  const even = writer.out.length + sizes.length;
  const data = Buffer.from([...head, ...writer.out, ...sizes, ...tokens, ...(even % 2 === 0 ? [] : [0])]);
  const riff = Buffer.from('RIFF0000WEBPVP8 0000', 'latin1');
  riff.writeUInt32LE(data.length + 12, 4);
  riff.writeUInt32LE(data.length, 16);
  return Buffer.concat([riff, data]);
}

it('bitstreams with any header are decoded as libwebp does', async () => {
  await fc.assert(
    fc.asyncProperty(header, async (parts) => {
      const file = fileOf(parts);
      const [ours, theirs] = [Buffer.from(await decode(file)), await reference(file)];
      expect(ours.findIndex((value, i) => value !== theirs[i])).toBe(-1);
    }),
    { numRuns: 200, seed: 9 },
  );
});
