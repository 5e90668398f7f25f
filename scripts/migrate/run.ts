/** Copies a bucket: several objects at a time, each tried again a few times, none twice. */
import { setTimeout } from 'node:timers/promises';
import type { Journal } from './journal.ts';
import type { Listed, Source, Target } from './ports.ts';

const ATTEMPTS = 3;
/** Milliseconds before the second attempt; each further one waits twice as long. */
const FIRST_PAUSE = 250;

/** How a migration stands, or how it ended. */
export interface Tally {
  /** Objects and bytes that the source listed. */
  objects: number;
  bytes: number;
  copied: number;
  copiedBytes: number;
  /** Objects that an earlier run copied. */
  skipped: number;
  readonly failed: { readonly key: string; readonly reason: string }[];
  styles: number;
}

export interface MigrationOptions {
  readonly journal: Journal;
  /** Objects under way at once. */
  readonly concurrency: number;
  /** Whether styles go along. */
  readonly styles: boolean;
  /** Told after every object. */
  progress(tally: Tally): void;
}

/** Rejects when the source cannot be listed or the styles cannot be copied; objects that fail are in the tally. */
export async function migrate(source: Source, target: Target, options: MigrationOptions): Promise<Tally> {
  const tally: Tally = { objects: 0, bytes: 0, copied: 0, copiedBytes: 0, skipped: 0, failed: [], styles: 0 };
  if (options.styles) tally.styles = await copyStyles(source, target);
  // Listing twice gives totals without keeping millions of keys.
  for await (const { size } of source.list()) {
    tally.objects++;
    tally.bytes += size;
  }
  const objects = source.list()[Symbol.asyncIterator]();
  const work = async () => {
    for (let next = await objects.next(); !next.done; next = await objects.next()) {
      await copyOnce(next.value, { source, target, tally, journal: options.journal });
      options.progress(tally);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return tally;
}

interface Work {
  readonly source: Source;
  readonly target: Target;
  readonly tally: Tally;
  readonly journal: Journal;
}

async function copyStyles(source: Source, target: Target): Promise<number> {
  const styles = await source.styles();
  if (styles.length > 0) await target.putStyles(styles);
  return styles.length;
}

async function copyOnce(object: Listed, { source, target, tally, journal }: Work): Promise<void> {
  if (journal.has(object)) {
    tally.skipped++;
    return;
  }
  try {
    // Added after the wait: others add to the same total meanwhile.
    const bytes = await copy(object.key, source, target);
    tally.copiedBytes += bytes;
    tally.copied++;
    journal.add(object);
  } catch (error) {
    tally.failed.push({ key: object.key, reason: error instanceof Error ? error.message : String(error) });
  }
}

/** Gives the bytes copied. */
async function copy(key: string, source: Source, target: Target): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      const object = await source.open(key);
      try {
        await target.put(object);
      } finally {
        object.body.destroy();
      }
      return object.size;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await setTimeout(FIRST_PAUSE * 2 ** (attempt - 1));
    }
  }
}
