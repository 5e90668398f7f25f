import fc from 'fast-check';
import { expect, it } from 'vitest';
import { combineCrc64, Crc64 } from '../../../../src/oss/protocol/digest/crc64.ts';

function sum(...pieces: Uint8Array[]): string {
  const crc = new Crc64();
  for (const piece of pieces) crc.update(piece);
  return crc.value;
}

/** Bit by bit, over one big integer. */
function slow(bytes: Uint8Array): string {
  let crc = 0xffffffffffffffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
  }
  return `${crc ^ 0xffffffffffffffffn}`;
}

it.each([
  ['', '0'],
  ['hello', '11177612005948864433'],
  ['123456789', '11051210869376104954'],
  ['This is a test of the emergency broadcast system.', '2871916124362751090'],
  ['\0'.repeat(1024), '14085117335336199948'],
])('sums %j as the vendor does', (text, expected) => {
  expect(sum(new TextEncoder().encode(text))).toBe(expected);
});

const anyBytes = fc.uint8Array({ maxLength: 300 });

it('does not depend on how the bytes are cut', () => {
  fc.assert(
    fc.property(anyBytes, anyBytes, (first, second) => {
      expect(sum(first, second)).toBe(slow(new Uint8Array([...first, ...second])));
    }),
  );
});

it('combines', () => {
  fc.assert(
    fc.property(anyBytes, anyBytes, (first, second) => {
      expect(combineCrc64(sum(first), sum(second), second.length)).toBe(sum(first, second));
    }),
  );
});

it('combines gigabytes, in whatever order', () => {
  const first = sum(new Uint8Array([7]));
  let [zeros, length] = [sum(new Uint8Array(1024)), 1024];
  for (; length < 2 ** 33; length *= 2) zeros = combineCrc64(zeros, zeros, length);
  const oneByOne = combineCrc64(combineCrc64(first, zeros, length), zeros, length);
  expect(oneByOne).toBe(combineCrc64(first, combineCrc64(zeros, zeros, length), 2 * length));
});
