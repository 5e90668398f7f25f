/** Copies a bucket: several objects at a time, each tried again a few times, none twice. */
import { inParallel } from '../lib/in-parallel.ts';
import { tryAgain, unlessGone } from './again.ts';
import type { Listed, Source, Stored, Target } from './ports.ts';
import { removeGone } from './remove.ts';
import { heldOf, isArchived, refusal } from './same.ts';
import type { MigrationOptions, Tally, Work } from './work.ts';

/** Rejects when the source cannot be listed or the styles cannot be copied; objects that fail are in the tally. */
export async function migrate(source: Source, target: Target, options: MigrationOptions): Promise<Tally> {
  const tally = emptyTally();
  const work = { source, target, tally, options };
  await copySettings(work);
  // Listing twice gives totals without keeping millions of keys.
  for await (const { size } of source.list()) {
    tally.objects++;
    tally.bytes += size;
  }
  const seen = new Set<string>();
  await inParallel(source.list(), options.concurrency, async (object) => {
    if (options.remove) seen.add(object.key);
    await bring(object, work);
    options.progress?.(tally);
  });
  if (options.remove) await removeGone(seen, work);
  return tally;
}

function emptyTally(): Tally {
  const counts = { objects: 0, bytes: 0, copied: 0, copiedBytes: 0, skipped: 0, missing: 0, older: 0 };
  const others = { gone: 0, removed: 0, archived: 0, styles: 0, documents: [] };
  return { ...counts, ...others, failed: [], refused: [], kept: [] };
}

async function copySettings({ source, target, tally, options }: Work): Promise<void> {
  const styles = options.styles ? await tryAgain(() => source.styles()) : [];
  const documents = options.settings ? await source.documents() : [];
  const { dry = false } = options;
  if (styles.length > 0 && !dry) await target.putStyles(styles);
  const refused = documents.length > 0 ? await target.putDocuments(documents, dry) : [];
  tally.styles = styles.length;
  tally.documents = documents
    .map(({ name }) => name)
    .filter((name) => refused.every(({ key }) => key !== `?${name}`));
  tally.refused.push(...refused);
}

/** Sees to it that the target holds one object, or says why it does not. */
async function bring(object: Listed, work: Work): Promise<void> {
  const { target, tally, options } = work;
  const { key, modified } = object;
  if (options.since !== undefined && modified < options.since) return void tally.older++;
  const reason = refusal(object, target);
  if (reason !== undefined) return void tally.refused.push({ key, reason });
  if (isArchived(object)) tally.archived++;
  try {
    await copyUnlessThere(object, work);
  } catch (error) {
    tally.failed.push({ key, reason: error instanceof Error ? error.message : String(error) });
  }
}

async function copyUnlessThere(object: Listed, work: Work): Promise<void> {
  const { source, target, tally, options } = work;
  const { journal, verify = false, keepNewer = false, dry = false } = options;
  const { key, etag, size } = object;
  const entry = journal.find(key);
  const known = entry?.etag === etag;
  if (known && !verify) return void tally.skipped++;
  const stored = verify || keepNewer ? await tryAgain(() => target.head(key)) : undefined;
  const held = verify ? await tryAgain(() => heldOf(object, { source, stored, entry })) : 'nothing';
  if (held === 'gone') return void tally.gone++;
  if (held === 'everything') {
    if (!known && !dry) journal.add(key, { etag, stored: stored?.etag });
    return void tally.skipped++;
  }
  if (keepNewer && isOthers(object, stored, entry?.stored)) {
    return void tally.kept.push({ key, reason: 'it was changed at the target' });
  }
  // On which side they were changed, nobody can tell.
  if (keepNewer && held === 'bytes') {
    return void tally.kept.push({ key, reason: 'its ACL or tags are not those of the source' });
  }
  if (await tryAgain(() => target.wasDeleted(key))) {
    return void tally.kept.push({ key, reason: 'it was deleted at the target' });
  }
  if (known) tally.missing++;
  if (!dry) return copy(object, work);
  tally.copied++;
  tally.copiedBytes += size;
}

/** Whether what lies at the target was written after the source's version, and not by a run of this migration. */
function isOthers({ modified }: Listed, stored: Stored | undefined, copied: string | undefined): boolean {
  return stored !== undefined && stored.etag !== copied && stored.modified > modified;
}

async function copy(object: Listed, { source, target, tally, options }: Work): Promise<void> {
  const { key } = object;
  const copied = await tryAgain(async () => {
    const opened = await unlessGone(source.open(object));
    if (opened === undefined) return undefined;
    try {
      return { size: opened.size, etag: opened.etag, stored: await target.put(opened) };
    } finally {
      opened.body.destroy();
    }
  });
  if (copied === undefined) return void tally.gone++;
  // The journal says what was copied, which may be newer than what was listed.
  options.journal.add(key, copied);
  tally.copiedBytes += copied.size;
  tally.copied++;
}
