/** Copies of an origin's objects: each is stored once, whole or not at all, and never over what was written here. */
import type { ByteRange, ObjectHead, ObjectStore } from '../../../oss/ports.ts';
import { createRecent } from '../recent.ts';
import { SINGLE_PUT_BYTES } from '../write.ts';
import type { Opened } from './origin.ts';
import { type Promised, relay } from './relay.ts';
import type { Tombstones } from './tombstones.ts';

/** What became of something that was read at the origin. */
export type Outcome = 'copied' | 'passed' | 'missing' | 'failed';

/** Where copies go. */
export interface CopyParts {
  /** The objects that are here. */
  readonly store: ObjectStore;
  readonly tombstones: Tombstones;
  /** Bytes of the largest object that is stored; a larger one is passed on. */
  readonly largest?: number | undefined;
  /** Told of every read of the origin, and why it failed. */
  told(outcome: Outcome, key: string, error?: unknown): void;
}

/** Copies under way that are known, and seconds: a request that is killed never says that its copy is none any more. */
const UNDERWAY = 1000;
const UNDERWAY_SECONDS = 120;

type Whole = Extract<Opened, { readonly head: ObjectHead }>;

type Takers = readonly WritableStream<Uint8Array>[];

/** Stores what is read. */
export interface Copies {
  /** Whether somebody in this isolate stores the object already. */
  isUnderway(key: string): boolean;
  /**
   * Moves the bytes of an object to whoever takes them, and into the store as well unless it is too large or on its way there
   * already. The copy's head, where one was stored. Rejects when the origin fails; what else becomes of the copy hurts nobody.
   */
  move(whole: Whole, takers: Takers): Promise<ObjectHead | undefined>;
  /** Moves a part of an object. */
  passPart(opened: Whole, taker: WritableStream<Uint8Array>, range: ByteRange): Promise<void>;
  /** Stores a link. */
  link(head: ObjectHead): Promise<void>;
}

/** Copies into a store. */
export function createCopies({ store, tombstones, largest = SINGLE_PUT_BYTES, told }: CopyParts): Copies {
  const underway = createRecent<true>(UNDERWAY);

  /** What was deleted while it was copied stays deleted. Whatever was written over the copy since is left alone. */
  async function settled(written: ObjectHead | undefined): Promise<ObjectHead | undefined> {
    if (written === undefined || !(await tombstones.has(written.key))) return written;
    const now = await store.head(written.key);
    if (now?.modified.getTime() === written.modified.getTime()) await store.delete([written.key]);
    return undefined;
  }

  async function copy({ head, body, md5 }: Whole, takers: Takers, promised: Promised) {
    const { key, size, attributes } = head;
    const { readable, writable } = new IdentityTransformStream();
    const source = { stream: readable as ReadableStream<Uint8Array>, length: size };
    const stored = store.put(key, source, { attributes, md5, ifAbsent: true }).then(settled);
    // Its own troubles are told below, once the bytes are through.
    stored.catch(() => undefined);
    await relay(body, [...takers, writable], promised);
    try {
      const written = await stored;
      told(written ? 'copied' : 'passed', key);
      return written;
    } catch (error) {
      told('failed', key, error);
      return undefined;
    }
  }

  async function pass(
    { head: { key }, body }: Whole,
    takers: Takers,
    promised: Promised,
  ): Promise<undefined> {
    await relay(body, takers, promised);
    told('passed', key);
  }

  async function telling<T>(key: string, moving: Promise<T>): Promise<T> {
    try {
      return await moving;
    } catch (error) {
      told('failed', key, error);
      throw error;
    }
  }

  return {
    isUnderway: (key) => underway.get(key) !== undefined,
    async move(whole, takers) {
      const { key, size } = whole.head;
      const isCopied = size <= largest && !underway.get(key);
      if (isCopied) underway.set(key, true, UNDERWAY_SECONDS);
      try {
        const promised = { size, crc64: whole.head.attributes.crc64 };
        return await telling(key, isCopied ? copy(whole, takers, promised) : pass(whole, takers, promised));
      } finally {
        if (isCopied) underway.delete(key);
      }
    },
    passPart: (opened, taker, { length: size }) => telling(opened.head.key, pass(opened, [taker], { size })),
    async link({ key, attributes }) {
      const written = await settled(await store.put(key, new Uint8Array(), { attributes, ifAbsent: true }));
      told(written ? 'copied' : 'passed', key);
    },
  };
}
