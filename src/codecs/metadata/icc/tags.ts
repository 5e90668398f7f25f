/** Finds and reads numbers in an ICC profile (ICC.1:2022). Every offset comes from the file, so every read is checked. */
import { PROFILE_HEADER_BYTES, readSignature } from '../profile.ts';

/** A profile breaks its own rules; whoever asked for it goes on without. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}

/** Big-endian numbers of one tag. Reading past its end throws `ProfileError`. */
export interface TagData {
  /** Four-letter type. */
  readonly type: string;
  readonly length: number;
  byte(at: number): number;
  uint16(at: number): number;
  uint32(at: number): number;
  /** Signed fixed point with 16 fraction bits. */
  fixed(at: number): number;
}

const ENTRY_BYTES = 12;
/** More tags than any profile has; a hostile count ends here. */
const MAX_TAGS = 256;

/** The first of the named tags that the profile has. Throws `ProfileError` when it has none. */
export function findTag(icc: Uint8Array, names: readonly string[]): TagData {
  for (const name of names) {
    const tag = tagOf(icc, name);
    if (tag) return tag;
  }
  throw new ProfileError(`no ${names.join(' or ')} tag`);
}

/** True when the profile has a tag of this name. */
export function hasTag(icc: Uint8Array, name: string): boolean {
  return tagOf(icc, name) !== undefined;
}

function tagOf(icc: Uint8Array, name: string): TagData | undefined {
  const profile = dataOf(icc);
  const count = Math.min(MAX_TAGS, profile.uint32(PROFILE_HEADER_BYTES));
  for (let tag = 0; tag < count; tag++) {
    const entry = PROFILE_HEADER_BYTES + 4 + tag * ENTRY_BYTES;
    if (readSignature(icc, entry) !== name) continue;
    const start = profile.uint32(entry + 4);
    return dataOf(icc.subarray(start, start + profile.uint32(entry + 8)));
  }
  return undefined;
}

function dataOf(bytes: Uint8Array): TagData {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  function inside(at: number, length: number): number {
    if (at < 0 || at + length > bytes.length) throw new ProfileError('a value lies outside its tag');
    return at;
  }
  return {
    type: readSignature(bytes, 0),
    length: bytes.length,
    byte: (at) => view.getUint8(inside(at, 1)),
    uint16: (at) => view.getUint16(inside(at, 2)),
    uint32: (at) => view.getUint32(inside(at, 4)),
    fixed: (at) => view.getInt32(inside(at, 4)) / 65_536,
  };
}
