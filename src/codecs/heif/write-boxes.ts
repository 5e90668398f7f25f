/** Writes boxes. */
import { joined } from '../../core/image/bytes.ts';

/** What stands in a box: bytes, or a text of one byte a letter. */
type Contents = Uint8Array | string;

/** A box around contents, which are copied. */
export function writeBox(name: string, ...contents: Contents[]): Uint8Array {
  const data = contents.map((part) => (typeof part === 'string' ? bytesOfText(part) : part));
  const length = 8 + data.reduce((sum, part) => sum + part.length, 0);
  return joined([uint(length, 4), bytesOfText(name), ...data]);
}

/** A box with a version and flags. */
export function writeFullBox(
  name: string,
  version: number,
  flags: number,
  ...contents: Contents[]
): Uint8Array {
  return writeBox(name, uint(version, 1), uint(flags, 3), ...contents);
}

/** Numbers of so many bytes each, most significant first. */
export function uints(values: readonly number[], bytes: number): Uint8Array {
  return joined(values.map((value) => uint(value, bytes)));
}

/** A number of so many bytes. */
export function uint(value: number, bytes: number): Uint8Array {
  const made = new Uint8Array(bytes);
  for (let i = bytes - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) made[i] = rest & 255;
  return made;
}

function bytesOfText(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
