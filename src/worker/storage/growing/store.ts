/** A store in which objects that grow look like any others. */
import type { GetOptions, ObjectBody, ObjectHead, ObjectStore, PutOptions } from '../../../oss/ports.ts';
import { seal, writeRoot } from './compact.ts';
import {
  emptyTail,
  findClaims,
  findTail,
  type Growing,
  grownEtag,
  grownHead,
  isRevision,
  readGrownEtag,
  readRuns,
  streamOf,
} from './extents.ts';
import { readRoot, rootAttributes } from './layout.ts';

/** Objects that do not grow cost no call more than in the store itself. */
export function growingStore(growing: Growing): ObjectStore {
  const { objects } = growing;
  const shown = async (head: ObjectHead) => {
    const root = readRoot(head);
    return root ? grownHead(root, await findTail(growing, root)) : head;
  };
  return {
    async head(key) {
      const head = await objects.head(key);
      return head && shown(head);
    },
    async get(key, options = {}) {
      if (readGrownEtag(options.etag) !== undefined) return getGrown(growing, key, options);
      const object = await objects.get(key, options);
      if (object === undefined || readRoot(object) === undefined) return object;
      await object.body.cancel();
      return options.etag === undefined ? getGrown(growing, key, options) : undefined;
    },
    async put(key, source, options) {
      if (options.attributes.kind === 'Appendable') return describe(growing, key, options);
      const ifMatch = await closed(growing, key, options.ifMatch);
      if (ifMatch === null) return undefined;
      // A root has an ETag that no other write of it has; its date is not that of the object that grew.
      const ifWritten = ifMatch === options.ifMatch ? options.ifWritten : undefined;
      return objects.put(key, source, { ...options, ifMatch, ifWritten });
    },
    delete: (keys) => objects.delete(keys),
    async list(options) {
      const page = await objects.list(options);
      return { ...page, objects: await Promise.all(page.objects.map(shown)) };
    },
  };
}

/** What has grown past the asked ETag begins with what had it. */
async function getGrown(
  growing: Growing,
  key: string,
  { range, etag }: GetOptions,
): Promise<ObjectBody | undefined> {
  const found = await readRuns(growing, key);
  if (found === undefined) return undefined;
  const { root, runs } = found;
  const claims = await findClaims(growing, root);
  const head = grownHead(root, claims.at(-1) ?? emptyTail(root));
  const { id, size } = readGrownEtag(etag) ?? { id: root.id, size: head.size };
  if (id !== root.id || size > head.size) return undefined;
  const extents = [...runs, ...claims.map(({ extent }) => extent)];
  const body = streamOf(growing, extents, range ?? { offset: 0, length: size });
  return { ...head, size, etag: grownEtag(root, size), body };
}

/** Writes what is stored with an object besides its bytes, which stay where they are: it may grow meanwhile. */
async function describe(
  growing: Growing,
  key: string,
  { attributes, ifMatch }: PutOptions,
): Promise<ObjectHead | undefined> {
  const found = await readRuns(growing, key);
  if (found === undefined || !isRevision(found.root, readGrownEtag(ifMatch))) return undefined;
  const { root, runs } = found;
  const own = rootAttributes(root, root.attributes.crc64 ?? '0', attributes);
  const written = await writeRoot(growing, key, runs, { attributes: own, ifMatch: root.etag });
  const next = written && readRoot(written);
  return next && grownHead(next, await findTail(growing, next));
}

/**
 * The condition for writing in the place of an object that has not grown since: nobody may append to it any more. Null
 * when it has.
 */
async function closed(
  growing: Growing,
  key: string,
  etag: string | undefined,
): Promise<string | null | undefined> {
  const asked = readGrownEtag(etag);
  if (asked === undefined) return etag;
  const head = await growing.objects.head(key);
  const root = head && readRoot(head);
  if (root === undefined || !isRevision(root, asked)) return null;
  const end = await seal(growing, root);
  return end?.end === asked.size ? root.etag : null;
}
