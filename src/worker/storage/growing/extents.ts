/** Reading objects that grow: what they are made of, and their bytes one after the other. */
import { OssError } from '../../../oss/protocol/error/oss-error.ts';
import type { ByteRange, ObjectBody, ObjectHead, ObjectStore, Piece } from '../../../oss/ports.ts';
import { type Claim, claimPrefix, type Extent, readClaim, readRoot, type Root } from './layout.ts';

/** The store whose objects grow, and the room for their bytes. */
export interface Growing {
  readonly objects: ObjectStore;
  readonly room: ObjectStore;
  /** Milliseconds since 1970. */
  now(): number;
}

const PAGE = 1000;

/** The newest claim of the root's generation; where there is none, one that stands for the runs. */
export async function findTail({ room }: Growing, root: Root): Promise<Claim> {
  const { objects } = await room.list({ prefix: claimPrefix(root), limit: 1 });
  return objects[0] === undefined ? emptyTail(root) : readClaim(objects[0]);
}

/** What is known of the end when nobody has appended in this generation. */
export function emptyTail({ size, modified, attributes: { crc64 = '0' } }: Root): Claim {
  const nothing = { name: '', size: 0 };
  return {
    start: size,
    end: size,
    sealed: false,
    crc64,
    count: 0,
    modified,
    nonce: '',
    extent: nothing,
  };
}

/** What callers see of an object that has grown to this claim. */
export function grownHead(root: Root, { end, crc64, modified }: Claim): ObjectHead {
  const { key, attributes, id } = root;
  const shown = id.slice(0, 22) + end.toString(16).padStart(10, '0');
  const { growth: _, ...own } = attributes;
  return {
    key,
    size: end,
    etag: grownEtag(root, end),
    modified: new Date(modified),
    attributes: { ...own, crc64, etag: shown },
  };
}

/** What an ETag of an object that has grown says. */
export interface GrownEtag {
  readonly id: string;
  readonly size: number;
  /** Which writing of the root it was seen with. */
  readonly revision: string;
}

/** An identity only ever grows, so that identity and length say what the bytes are. No store's own ETag has a dot. */
export function grownEtag({ id, etag }: Root, size: number): string {
  return [id, size, revisionOf(etag)].join('.');
}

/** The inverse of `grownEtag`; undefined for other ETags. */
export function readGrownEtag(etag = ''): GrownEtag | undefined {
  const [, id, size, revision = ''] = /^(\w+)\.(\d+)\.(\w+)$/.exec(etag) ?? [];
  return id === undefined ? undefined : { id, size: Number(size), revision };
}

/** Whether the root is still the one that an ETag was seen with. */
export function isRevision({ id, etag }: Root, asked: GrownEtag | undefined): boolean {
  return asked?.id === id && asked.revision === revisionOf(etag);
}

function revisionOf(etag: string): string {
  return etag.slice(0, 8);
}

/** What a root's bytes are, as JSON. */
export interface RunList {
  readonly runs: readonly Extent[];
  /** Makes every writing another one to the store, whose ETag is the MD5 of the bytes. */
  readonly nonce: string;
}

/** A root and its runs, as one write left them. */
export async function readRuns(
  { objects }: Growing,
  key: string,
): Promise<{ readonly root: Root; readonly runs: readonly Extent[] } | undefined> {
  const stored = await objects.get(key);
  const root = stored && readRoot(stored);
  if (root === undefined) {
    await stored?.body.cancel();
    return undefined;
  }
  const { body } = stored as ObjectBody;
  const { runs } = (await new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>).json()) as RunList;
  return { root, runs };
}

/** All claims of the root's generation from its beginning on. */
export async function findClaims({ room }: Growing, root: Root): Promise<Claim[]> {
  const claims: Claim[] = [];
  let cursor: string | undefined;
  do {
    const page = await room.list({ prefix: claimPrefix(root), limit: PAGE, cursor });
    claims.push(...page.objects.map(readClaim));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return claims.toReversed();
}

/** Opens extents. What one generation has closed stays long enough for whoever has begun to read it. */
export function pieceOf({ room }: Growing, { name, size, bytes }: Extent): Piece {
  return {
    size,
    async open(range) {
      if (bytes) return bytes.slice(range?.offset, range && range.offset + range.length).stream();
      const stored = await room.get(name, { range });
      if (stored === undefined) throw new OssError('ServiceUnavailable');
      return stored.body;
    },
  };
}

/** The bytes of a range of extents, each opened when the one before it has been read. */
export function streamOf(
  growing: Growing,
  extents: readonly Extent[],
  range: ByteRange,
): ReadableStream<Uint8Array> {
  const chunks = chunksOf(growing, extents, range);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => void (await chunks.return(undefined)),
    },
    { highWaterMark: 0 },
  );
}

async function* chunksOf(growing: Growing, extents: readonly Extent[], { offset, length }: ByteRange) {
  let start = 0;
  for (const extent of extents) {
    const from = Math.max(0, offset - start);
    const to = Math.min(extent.size, offset + length - start);
    start += extent.size;
    if (from >= to) continue;
    yield* (await pieceOf(growing, extent).open({
      offset: from,
      length: to - from,
    })) as AsyncIterable<Uint8Array>;
  }
}
