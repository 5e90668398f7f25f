/** Closes a generation: its appends become runs, few and large enough to be read quickly. */
import type { ObjectAttributes, ObjectHead } from '../../../oss/ports.ts';
import { findClaims, findTail, type Growing, pieceOf, readRuns, type RunList } from './extents.ts';
import type { KnownEnd } from './known-ends.ts';
import {
  bytesName,
  type Claim,
  claimMeta,
  claimName,
  type Extent,
  plain,
  readRoot,
  type Root,
  rootAttributes,
} from './layout.ts';

/** Runs of so many bytes are not written again. */
const FULL = 8 * 1024 * 1024;

/**
 * Closes the generation that a root is in, and gives the root of the next one. Does nothing when somebody else is quicker:
 * whoever finds a seal may do the rest, so one that was killed in the midst is nobody's trouble. `known` is where the
 * generation ends, and what it holds, as far as that need not be asked; `changes` is what the next root says
 * of the object besides.
 */
export async function compact(
  growing: Growing,
  { key, id, generation }: Root,
  known: Partial<Pick<KnownEnd, 'tail' | 'added'>> = {},
  changes: Pick<ObjectAttributes, 'sealed'> = {},
): Promise<Root | undefined> {
  const found = await readRuns(growing, key);
  if (found?.root.id !== id || found.root.generation !== generation) return undefined;
  const { root, runs } = found;
  const end = await seal(growing, root, known.tail);
  if (end === undefined) return undefined;
  const merged = await mergeAll(growing, root, groups(runs, await addedTo(growing, root, known.added)));
  const next = { ...root, generation: root.generation + 1, size: end.end, modified: end.modified };
  const attributes = rootAttributes(next, end.crc64, { ...root.attributes, ...changes });
  const written = await writeRoot(growing, key, merged, { attributes, ifMatch: root.etag });
  return written && readRoot(written);
}

/** What a sealed generation has added: bytes that are remembered are those up to its seal. */
async function addedTo(growing: Growing, root: Root, known: Blob | undefined): Promise<readonly Extent[]> {
  if (known !== undefined) return [{ name: '', size: known.size, bytes: known }];
  const claims = await findClaims(growing, root);
  return claims.filter(({ sealed }) => !sealed).map(({ extent }) => extent);
}

/** Writes a root; undefined when the condition did not hold. */
export function writeRoot(
  { objects }: Growing,
  key: string,
  runs: readonly Extent[],
  options: Parameters<Growing['objects']['put']>[2],
): Promise<ObjectHead | undefined> {
  const list: RunList = { runs, nonce: crypto.randomUUID() };
  return objects.put(key, new TextEncoder().encode(JSON.stringify(list)), options);
}

/** The generation's end, after which nobody appends; undefined when an append came first. */
export async function seal(growing: Growing, root: Root, known?: Claim): Promise<Claim | undefined> {
  const tail = known ?? (await findTail(growing, root));
  if (tail.sealed) return tail;
  const name = claimName(root, tail.end);
  const end = { ...tail, start: tail.end, sealed: true, extent: { name, size: 0 } };
  const attributes = plain(claimMeta(end, name));
  const written = await growing.room.put(name, new Uint8Array(), { attributes, ifAbsent: true });
  return written && end;
}

/**
 * What becomes one run each. Of earlier runs those are written again that are no more than twice what follows: each byte
 * is then moved a few times at most, however small the appends are, and the number of runs grows by its logarithm.
 */
export function groups(runs: readonly Extent[], added: readonly Extent[]): Extent[][] {
  let from = runs.length;
  let sum = total(added);
  for (let last = runs[from - 1]; last && last.size < Math.min(FULL, 2 * sum); last = runs[from - 1]) {
    sum += last.size;
    from -= 1;
  }
  const made: Extent[][] = runs.slice(0, from).map((run) => [run]);
  let group: Extent[] = [];
  for (const extent of [...runs.slice(from), ...added]) {
    if (extent.size >= FULL || total(group) >= FULL) {
      if (group.length > 0) made.push(group);
      group = [];
    }
    group.push(extent);
  }
  return group.length > 0 ? [...made, group] : made;
}

async function mergeAll(
  growing: Growing,
  root: Root,
  all: readonly (readonly Extent[])[],
): Promise<Extent[]> {
  const runs: Extent[] = [];
  let start = 0;
  for (const group of all) {
    const size = total(group);
    const [first] = group;
    const stays = group.length === 1 && first?.name.startsWith(`${root.id}/bytes/`);
    runs.push(stays ? (first as Extent) : await merge(growing, bytesName(root.id, start), group));
    start += size;
  }
  return runs;
}

async function merge(growing: Growing, name: string, group: readonly Extent[]): Promise<Extent> {
  const pieces = group.map((extent) => pieceOf(growing, extent));
  await growing.room.put(name, { pieces }, { attributes: plain() });
  return { name, size: total(group) };
}

function total(extents: readonly Extent[]): number {
  return extents.reduce((sum, { size }) => sum + size, 0);
}
