/**
 * A store in whose place another one is read as well: what is not here yet is fetched from there, given to whoever asked,
 * and kept. Writes and deletions are for this store alone; what is deleted here does not come back.
 */
import type {
  AppendStore,
  ByteRange,
  GetOptions,
  ObjectBody,
  ObjectHead,
  ObjectStore,
  PutOptions,
} from '../../../oss/ports.ts';
import { isClosed } from '../../../oss/request/access/permissions.ts';
import { checkKey } from '../../../oss/request/address/names.ts';
import { createRecent } from '../recent.ts';
import { type CopyParts, createCopies } from './copies.ts';
import type { Opened, Origin } from './origin.ts';

/** What reading through takes. */
export interface ReadThroughParts extends CopyParts {
  readonly origin: Origin;
  /** Key prefixes that are of this service alone. */
  readonly closed: readonly string[];
  /** Keeps work going after the answer. */
  waitUntil(work: Promise<unknown>): void;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}

/** Seconds that what is not there is not asked for again. */
const MISSING_SECONDS = 30;
const REMEMBERED = 5000;
/** Bytes of objects that are stored when only a part of them was asked for: nobody waits for that, and not for long. */
const ASIDE_BYTES = 64 * 1024 * 1024;

/** What `store` has, and what the origin has besides. */
export function readThrough(parts: ReadThroughParts): ObjectStore {
  const { store, origin, tombstones, closed, waitUntil, told } = parts;
  const copies = createCopies(parts);
  const missing = createRecent<true>(REMEMBERED, parts.now);

  /** The origin's answer about a key; undefined without asking for what cannot be there, or must not come from there. */
  async function sought<T>(key: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    if (!isSought(key, closed) || missing.get(key)) return undefined;
    const found = (await tombstones.has(key)) ? undefined : await asked(key, ask);
    if (found === undefined) missing.set(key, true, MISSING_SECONDS);
    return found;
  }

  async function asked<T>(key: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    try {
      const found = await ask();
      if (found === undefined) told('missing', key);
      return found;
    } catch (error) {
      told('failed', key, error);
      throw error;
    }
  }

  /** Stores an object that is there only, and waits for it. Undefined when nothing is there, or too much. */
  async function fetched(key: string): Promise<ObjectHead | undefined> {
    const opened = await sought(key, () => origin.get(key));
    if (opened === undefined) return undefined;
    if ('link' in opened) await copies.link(opened.link);
    else await copies.move(opened, []);
    return store.head(key);
  }

  /** In the background: a part that was asked for is answered without it. */
  function fetchAside({ key, size }: ObjectHead): void {
    if (size > ASIDE_BYTES || copies.isUnderway(key)) return;
    waitUntil(fetched(key).catch(() => undefined));
  }

  function passOn(opened: Exclude<Opened, { link: ObjectHead }>, range: ByteRange | undefined): ObjectBody {
    const { head } = opened;
    // The runtime tells callers a length only of streams that it knows it of.
    const { readable, writable } = new FixedLengthStream(range?.length ?? head.size);
    const moved = range ? copies.passPart(opened, writable, range) : copies.move(opened, [writable]);
    // Whoever reads sees it fail.
    waitUntil(moved.catch(() => undefined));
    if (range) fetchAside(head);
    return { ...head, body: readable };
  }

  async function get(key: string, options: GetOptions): Promise<ObjectBody | undefined> {
    const { range, etag } = options;
    const opened = await sought(key, () => origin.get(key, range));
    if (opened === undefined) return undefined;
    if ('link' in opened) {
      await copies.link(opened.link);
      return store.get(key, options);
    }
    if (etag === undefined || opened.head.etag === etag) return passOn(opened, range);
    await opened.body.cancel();
    return undefined;
  }

  /** The conditions of a write in an object's place: the object has to be here, in the version that was seen there. */
  async function inPlace(key: string, ifMatch: string): Promise<Partial<PutOptions> | undefined> {
    if (await store.head(key)) return {};
    const head = await fetched(key);
    return head && isVersion(head, ifMatch) ? { ifMatch: head.etag, ifWritten: head.modified } : undefined;
  }

  async function head(key: string): Promise<ObjectHead | undefined> {
    const stored = await store.head(key);
    if (stored) return stored;
    const found = await sought(key, () => origin.head(key));
    if (found === undefined || 'head' in found) return found?.head;
    await copies.link(found.link);
    return store.head(key);
  }

  return {
    head,
    async get(key, options = {}) {
      const stored = await store.get(key, options);
      if (stored) return stored;
      const { etag } = options;
      const here = etag === undefined ? undefined : await store.head(key);
      if (here === undefined) return get(key, options);
      // It was asked for as the origin has it, and is here now.
      return isVersion(here, etag) ? store.get(key, { ...options, etag: here.etag }) : undefined;
    },
    async put(key, source, options) {
      if (options.ifAbsent && (await head(key))) return undefined;
      const place = options.ifMatch === undefined ? {} : await inPlace(key, options.ifMatch);
      if (place === undefined) return undefined;
      return store.put(key, source, { ...options, ...place });
    },
    async delete(keys) {
      // First, so that what is being copied cannot come back.
      await tombstones.add(keys.filter((key) => isSought(key, closed)));
      await store.delete(keys);
    },
    list: (options) => store.list(options),
  };
}

/** Objects of an origin do not grow here: `through` is its store with what is there, `store` without. */
export function appendThrough(appends: AppendStore, store: ObjectStore, through: ObjectStore): AppendStore {
  const isElsewhere = async (key: string) =>
    !(await store.head(key)) && (await through.head(key)) !== undefined;
  return {
    append: async (key, source, options) =>
      (await isElsewhere(key)) ? { refused: 'kind' } : appends.append(key, source, options),
    seal: async (key, position) =>
      (await isElsewhere(key)) ? { refused: 'kind' } : appends.seal(key, position),
  };
}

/** Whether an object of this name may be somewhere else. */
function isSought(key: string, closed: readonly string[]): boolean {
  try {
    checkKey(key);
  } catch {
    return false;
  }
  return !isClosed(key, closed);
}

/** Whether an object that was copied has an ETag here, or had it at its origin. */
function isVersion({ etag, attributes }: ObjectHead, asked: string | undefined): boolean {
  return asked === etag || asked === attributes.etag;
}
