/** Removes what objects that grow, or did, have left behind. */
import { keyOf, listAll } from '../../../oss/handlers/multipart/staging.ts';
import type { ObjectHead } from '../../../oss/ports.ts';
import { findClaims, type Growing, readRuns } from './extents.ts';
import { claimPrefix, type Extent, IDS, markerName, readClaim } from './layout.ts';

/** Milliseconds after which nobody is reading, or still on the way to append to, what is no longer in use. */
const IN_USE = 3_600_000;
const PAGE = 1000;
/** Objects that one sweep looks at: each costs some calls of the store. */
const MOST = 1000;

/** Deletes it, and tells how many objects of the store there were. */
export async function sweepGrowing(growing: Growing): Promise<number> {
  let swept = 0;
  for (const marker of someOf(await listAll(growing.room, IDS))) {
    const id = marker.key.slice(IDS.length);
    const dead = await findDead(growing, id, marker);
    for (let at = 0; at < dead.length; at += PAGE) await growing.room.delete(dead.slice(at, at + PAGE));
    swept += dead.length;
  }
  return swept;
}

/** Any of them when there are too many for one sweep: their names are random, so that each has its turn. */
function someOf(markers: readonly ObjectHead[]): readonly ObjectHead[] {
  const first = markers.length > MOST ? Math.floor(Math.random() * markers.length) : 0;
  return [...markers.slice(first), ...markers.slice(0, first)].slice(0, MOST);
}

async function findDead(growing: Growing, id: string, marker: ObjectHead): Promise<string[]> {
  const isOld = ({ modified }: ObjectHead) => growing.now() - modified.getTime() > IN_USE;
  const key = keyOf(marker);
  // Whose these are cannot be read: they may be in use.
  if (key === undefined) return [];
  const found = await readRuns(growing, key);
  const all = await listAll(growing.room, `${id}/`);
  if (found === undefined || found.root.id !== id) {
    const old = all.filter(isOld).map((head) => head.key);
    return old.length === all.length && isOld(marker) ? [...old, markerName(id)] : old;
  }
  const { root, runs } = found;
  const heads = new Map(all.map((head) => [head.key, head]));
  const used = new Set(
    [...runs, ...(await findClaims(growing, root)).map(({ extent }) => extent)].map(({ name }) => name),
  );
  const isUsed = ({ key }: ObjectHead) => used.has(key) || key.startsWith(claimPrefix(root));
  const replaced = placesOf(runs, heads).filter(({ head }) => head && !isOld(head));
  const isFree = ({ from, to }: Place) => !replaced.some((run) => run.from < to && from < run.to);
  return all
    .filter((head) => !isUsed(head) && isOld(head) && isFree(placeOf(head, id)))
    .map((head) => head.key);
}

/** Bytes of the object that something in the room is about. */
interface Place {
  readonly from: number;
  readonly to: number;
}

function placesOf(runs: readonly Extent[], heads: ReadonlyMap<string, ObjectHead>) {
  let from = 0;
  return runs.map(({ name, size }) => ({ from, to: (from += size), head: heads.get(name) }));
}

/** A seal has no bytes: it stays as long as those before it. */
function placeOf(head: ObjectHead, id: string): Place {
  if (head.key.startsWith(`${id}/bytes/`)) {
    const from = Number(/(\d+)-/.exec(head.key.slice(`${id}/bytes/`.length))?.[1]);
    return { from, to: from + head.size };
  }
  const { start, end } = readClaim(head);
  return start === end ? { from: start - 1, to: start } : { from: start, to: end };
}
