/** What was copied and is gone from the source since: removed from the target where nobody else has changed it. */
import { inParallel } from '../lib/in-parallel.ts';
import { tryAgain } from './again.ts';
import type { Work } from './work.ts';

/** `seen` is every key of the source. */
export async function removeGone(seen: ReadonlySet<string>, work: Work): Promise<void> {
  const { journal, concurrency } = work.options;
  const gone = [...journal.keys()].filter((key) => !seen.has(key));
  await inParallel(gone, concurrency, (key) => removeOne(key, work));
}

async function removeOne(key: string, { target, tally, options }: Work): Promise<void> {
  const { journal, dry = false } = options;
  try {
    const stored = await tryAgain(() => target.head(key));
    const copied = journal.find(key)?.stored;
    if (stored !== undefined && stored.etag !== copied) {
      return void tally.kept.push({
        key,
        reason: 'it is gone from the source, and was changed at the target',
      });
    }
    if (!dry && stored !== undefined) await tryAgain(() => target.remove(key));
    if (!dry) journal.drop(key);
    if (stored !== undefined) tally.removed++;
  } catch (error) {
    tally.failed.push({ key, reason: error instanceof Error ? error.message : String(error) });
  }
}
