/** Adds to objects that grow: see `layout.ts`. */
import { keyMeta } from '../../../oss/handlers/multipart/staging.ts';
import { tooLarge } from '../../../oss/protocol/error/errors.ts';
import { OssError } from '../../../oss/protocol/error/oss-error.ts';
import { combineCrc64 } from '../../../oss/protocol/digest/crc64.ts';
import type {
  Appended,
  AppendOptions,
  AppendSource,
  AppendStore,
  ObjectAttributes,
} from '../../../oss/ports.ts';
import { compact, writeRoot } from './compact.ts';
import { emptyTail, findTail, type Growing, grownHead } from './extents.ts';
import { sealObject } from './seal-object.ts';
import { createKnownEnds, type KnownEnd, type KnownEnds, withBytes } from './known-ends.ts';
import {
  bytesName,
  type Claim,
  claimMeta,
  claimName,
  type Extent,
  markerName,
  plain,
  readRoot,
  type Root,
  rootAttributes,
} from './layout.ts';

/** The longest object that grows: 5 GiB, as the vendor has it. */
const MAX_BYTES = 5 * 1024 ** 3;
/** Appends after which a generation is closed, and bytes of them. */
const FULL_COUNT = 64;
const FULL_BYTES = 32 * 1024 * 1024;
/** Others may close generations meanwhile. */
const ATTEMPTS = 5;

/**
 * Two calls of the store at once for each small append that follows another of this isolate, three for others, and a few
 * more for every sixty-fourth.
 */
export function createAppends(growing: Growing): AppendStore {
  const ends = createKnownEnds(growing.now);
  return {
    async append(key, source, options) {
      const append = new Append(growing, ends, key, source);
      const quick = await append.follow(options);
      if (quick !== undefined) return quick;
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const done = await append.attempt(options);
        if (done !== undefined) return done;
      }
      throw new OssError('ServiceUnavailable');
    },
    seal: (key, position) => sealObject(growing, key, position),
  };
}

/** One append on its way: its body can be read once only. */
class Append {
  readonly #growing: Growing;
  readonly #ends: KnownEnds;
  readonly #key: string;
  readonly #source: AppendSource;
  readonly #nonce = crypto.randomUUID();
  #placed: Extent | undefined;

  constructor(growing: Growing, ends: KnownEnds, key: string, source: AppendSource) {
    this.#growing = growing;
    this.#ends = ends;
    this.#key = key;
    this.#source = source;
  }

  /**
   * Where this isolate has appended last: the claim is written while the root is looked at. Undefined when what was
   * remembered does not hold any more; a claim in a room of the past is nobody's.
   */
  async follow({ position }: AppendOptions): Promise<Appended | undefined> {
    const known = this.#ends.take(this.#key);
    if (known?.tail.end !== position || !(this.#source.body instanceof Uint8Array)) return undefined;
    const [head, claim] = await Promise.all([
      this.#growing.objects.head(this.#key),
      this.#claim(known.root, known.tail),
    ]);
    const root = head && readRoot(head);
    const holds = root?.id === known.root.id && root.generation === known.root.generation;
    return holds && claim ? this.#done(root, claim, known) : undefined;
  }

  /** Undefined when somebody else came first and it is not known yet what that means. */
  async attempt({ position, attributes }: AppendOptions): Promise<Appended | undefined> {
    const head = await this.#growing.objects.head(this.#key);
    if (!head && position === 0) return this.#begin(attributes);
    if (!head) return { refused: 'position', length: 0, crc64: '0' };
    const root = readRoot(head);
    if (!root) return { refused: 'kind' };
    if (root.attributes.sealed) return { refused: 'sealed' };
    const tail = await findTail(this.#growing, root);
    if (tail.end !== position) return this.#refuse(root, tail);
    if (tail.sealed) return void (await compact(this.#growing, root));
    const claim = await this.#claim(root, tail);
    return claim && this.#done(root, claim, { tail, added: undefined });
  }

  /** Remembers the new end, and closes the generation where it is full. */
  async #done(root: Root, claim: Claim, before: Omit<KnownEnd, 'root'>): Promise<Appended> {
    const added = withBytes(before, this.#source.body);
    const end = { root, tail: claim, added };
    const next = isFull(root, claim) ? await this.#tryCompact(end) : end;
    if (next) this.#ends.set(this.#key, next);
    return { head: grownHead(root, claim) };
  }

  /** An object is there at once with its first bytes: its root comes last. Undefined when somebody else came first. */
  async #begin(attributes: ObjectAttributes): Promise<Appended | undefined> {
    const { room, now } = this.#growing;
    const id = crypto.randomUUID().replaceAll('-', '');
    const root = {
      key: this.#key,
      etag: '',
      id,
      generation: 0,
      size: 0,
      modified: now(),
      attributes: plain(),
    };
    await room.put(markerName(id), new Uint8Array(), { attributes: plain(keyMeta(root.key)) });
    const tail = emptyTail(root);
    const claim = await this.#claim(root, tail);
    const options = { attributes: rootAttributes(root, '0', attributes), ifAbsent: true };
    const made = await writeRoot(this.#growing, root.key, [], options);
    const written = made && readRoot(made);
    return written && claim && this.#done(written, claim, { tail, added: undefined });
  }

  /** A store may have written a claim and said that it had not. */
  async #refuse(root: Root, tail: Claim): Promise<Appended> {
    if (tail.nonce === this.#nonce) return { head: grownHead(root, tail) };
    if (this.#placed) await this.#growing.room.delete([this.#placed.name]).catch(() => undefined);
    return { refused: 'position', length: tail.end, crc64: tail.crc64 };
  }

  async #claim(root: Root, tail: Claim): Promise<Claim | undefined> {
    const { room, now } = this.#growing;
    const name = claimName(root, tail.end);
    const { bytes, extent } = await this.#place(root, name, tail.end);
    // Nothing to add: a claim would take the position of the next append.
    if (extent.size === 0) return tail;
    const end = tail.end + extent.size;
    if (end > MAX_BYTES) throw tooLarge(MAX_BYTES, end);
    const claim = {
      start: tail.end,
      end,
      sealed: false,
      crc64: combineCrc64(tail.crc64, this.#source.crc64(), extent.size),
      count: tail.count + 1,
      modified: now(),
      nonce: this.#nonce,
      extent,
    };
    const written = await room.put(name, bytes, {
      attributes: plain(claimMeta(claim, name)),
      ifAbsent: true,
    });
    return written && claim;
  }

  /** Small bodies lie in the claim itself, large ones are written before it. */
  async #place(root: Root, claim: string, start: number): Promise<{ bytes: Uint8Array; extent: Extent }> {
    const { body } = this.#source;
    if (body instanceof Uint8Array) return { bytes: body, extent: { name: claim, size: body.length } };
    this.#placed ??= await this.#write(bytesName(root.id, start), body);
    // The object was deleted and begun anew while the body came in.
    if (!this.#placed.name.startsWith(`${root.id}/`)) throw new OssError('ServiceUnavailable');
    return { bytes: new Uint8Array(), extent: this.#placed };
  }

  async #write(name: string, body: Exclude<AppendSource['body'], Uint8Array>): Promise<Extent> {
    const { md5 } = this.#source;
    const head = await this.#growing.room.put(name, body, { attributes: plain(), md5 });
    return { name, size: head?.size ?? 0 };
  }

  /** The append is done, whatever becomes of this: the next one tries again. */
  async #tryCompact(end: KnownEnd): Promise<KnownEnd | undefined> {
    try {
      const root = await compact(this.#growing, end.root, end);
      return root && { root, tail: emptyTail(root), added: new Blob() };
    } catch (error) {
      console.warn('compaction failed:', error);
      return undefined;
    }
  }
}

function isFull({ size }: Root, { count, end }: Claim): boolean {
  return count >= FULL_COUNT || end - size >= FULL_BYTES;
}
