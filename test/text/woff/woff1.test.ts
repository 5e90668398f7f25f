import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readWoff1 } from '../../../src/text/woff/woff1.ts';
import { ascii, u16, u32 } from '../support/fonts.ts';

const MIB = 1 << 20;

/** A WOFF of tables that are zeros, so many of each. */
function woffOf(lengths: readonly number[]): Uint8Array {
  const packed = lengths.map((length) => deflateSync(new Uint8Array(length)));
  let at = 44 + lengths.length * 20;
  const directory = packed.flatMap((bytes, i) => {
    const record = [...ascii(`tab${i}`), ...u32(at, bytes.length, lengths[i]!, 0)];
    at += bytes.length;
    return record;
  });
  const head = [...ascii('wOFF'), ...u32(0x00010000, 0), ...u16(lengths.length, 0), ...Array(28).fill(0)];
  return Buffer.concat([Uint8Array.from([...head, ...directory]), ...packed]);
}

it.each([
  [[16 * MIB], true],
  [[16 * MIB + 1], false],
  [[6 * MIB, 6 * MIB, 4 * MIB], true],
  [[6 * MIB, 6 * MIB, 4 * MIB + 1], false],
  [[1, 16 * MIB], false],
])('a WOFF has tables of 16 MiB together at the most: %j', async (lengths, isRead) => {
  const read = readWoff1(woffOf(lengths));
  if (!isRead) return expect(read).rejects.toThrow('too large for a web font');
  return expect([...(await read).values()].map(({ length }) => length)).toEqual(lengths);
});
