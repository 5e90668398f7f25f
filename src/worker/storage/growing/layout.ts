/**
 * How objects that grow lie in R2, which cannot add to what is written. What stands at the object's own key is its
 * *root*: its attributes and, as JSON, the list of its *runs*. Everything else is in a room that no caller can address,
 * under the object's identity:
 *
 *     ids/IDENTITY                         which key the object has, for the sweep
 *     IDENTITY/bytes/START-RANDOM          a run, or the bytes of a large claim
 *     IDENTITY/GENERATION/~START           a claim: whoever writes it first has appended at START
 *
 * A claim is only ever written where nothing is, so of two appends at one position one wins, and every append is a key of
 * its own: R2 takes one write a second for each. `~START` counts backwards, so that the newest claim is the first of a
 * listing. From time to time a generation is closed: a claim without bytes, the *seal*, takes its last position, its bytes
 * become runs, and the root, written on condition that nobody else has, names the next generation.
 */
import type { ObjectAttributes, ObjectHead } from '../../../oss/ports.ts';

/** The first object that grows at a key has one identity, what is begun there later another. */
export interface Root {
  readonly key: string;
  /** The root's own ETag in the store. */
  readonly etag: string;
  readonly attributes: ObjectAttributes;
  readonly id: string;
  readonly generation: number;
  /** Bytes of all runs. */
  readonly size: number;
  /** Milliseconds since 1970: the last append that is in the runs. */
  readonly modified: number;
}

/** Bytes of the object: a key in the room and how many there are. */
export interface Extent {
  readonly name: string;
  readonly size: number;
  /** Where they are at hand and nobody need read them. */
  readonly bytes?: Blob;
}

/** One append, or the seal of a generation, and the whole object up to there. */
export interface Claim {
  readonly start: number;
  /** Position of the next append. */
  readonly end: number;
  readonly sealed: boolean;
  /** CRC-64/ECMA of the object up to `end`. */
  readonly crc64: string;
  /** Appends of the generation so far. */
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly extent: Extent;
  /** Tells the writer's own claim from somebody else's. */
  readonly nonce: string;
}

/** 2^36 bytes are more than any object has. */
const LAST = 2 ** 36 - 1;
const DIGITS = 9;

/** What the names of all markers begin with. */
export const IDS = 'ids/';

/** Name of the marker that says which key an identity belongs to. */
export function markerName(id: string): string {
  return IDS + id;
}

/** A name for bytes that begin at a position of the object. */
export function bytesName(id: string, start: number): string {
  return `${id}/bytes/${start}-${crypto.randomUUID()}`;
}

/** What the names of a generation's claims begin with. */
export function claimPrefix({ id, generation }: Pick<Root, 'id' | 'generation'>): string {
  return `${id}/${generation}/`;
}

/** Name of the claim for a position. */
export function claimName(root: Pick<Root, 'id' | 'generation'>, start: number): string {
  return claimPrefix(root) + (LAST - start).toString(16).padStart(DIGITS, '0');
}

/** Attributes of what is in the room. */
export function plain(meta: Readonly<Record<string, string>> = {}): ObjectAttributes {
  return { headers: {}, meta, kind: 'Normal' };
}

/** Undefined for an object that does not grow. */
export function readRoot({ key, etag, attributes }: ObjectHead): Root | undefined {
  if (attributes.growth === undefined) return undefined;
  const [id = '', generation, size, modified] = attributes.growth.split('.');
  return {
    key,
    etag,
    attributes,
    id,
    generation: Number(generation),
    size: Number(size),
    modified: Number(modified),
  };
}

/** A root's attributes as they are written. */
export function rootAttributes(
  { id, generation, size, modified }: Omit<Root, 'key' | 'etag' | 'attributes'>,
  crc64: string,
  attributes: ObjectAttributes,
): ObjectAttributes {
  const growth = [id, generation, size, modified].join('.');
  return { ...attributes, kind: 'Appendable', etag: undefined, crc64, growth };
}

/** Metadata of a claim. */
export function claimMeta({ extent, end, sealed, crc64, count, modified, nonce }: Claim, own: string) {
  return {
    end: `${end}`,
    crc64,
    count: `${count}`,
    modified: `${modified}`,
    nonce,
    ...(sealed && { seal: '1' }),
    // A large append has its bytes elsewhere.
    ...(extent.name !== own && { bytes: extent.name }),
  };
}

/** The inverse of `claimMeta`. */
export function readClaim({ key, attributes: { meta } }: ObjectHead): Claim {
  const start = LAST - Number.parseInt(key.slice(-DIGITS), 16);
  const end = Number(meta['end']);
  return {
    start,
    end,
    sealed: meta['seal'] !== undefined,
    crc64: meta['crc64'] ?? '0',
    count: Number(meta['count']),
    modified: Number(meta['modified']),
    nonce: meta['nonce'] ?? '',
    extent: { name: meta['bytes'] ?? key, size: end - start },
  };
}
