/** What a migration is to do, and how it stands. */
import type { Journal } from './journal.ts';
import type { Document, Failure, Source, Target } from './ports.ts';

/** How a migration stands, or how it ended. In a dry run `copied` and `removed` are what a run would do. */
export interface Tally {
  /** Objects and bytes that the source listed. */
  objects: number;
  bytes: number;
  copied: number;
  copiedBytes: number;
  /** Objects that an earlier run copied; with `verify`, that the target was asked about. */
  skipped: number;
  /** Objects that the journal said were there, and that were not, or were something else. */
  missing: number;
  /** Objects older than `since`. */
  older: number;
  /** Objects that the source had no longer when their turn came. */
  gone: number;
  removed: number;
  /** Objects whose bytes may have to be restored first. */
  archived: number;
  readonly failed: Failure[];
  /** What cannot be taken by any run. */
  readonly refused: Failure[];
  /** Objects that others changed at the target. */
  readonly kept: Failure[];
  styles: number;
  /** Those that the target takes, by name. */
  documents: readonly Document['name'][];
}

/** What a migration is to do. */
export interface MigrationOptions {
  readonly journal: Journal;
  /** Objects under way at once. */
  readonly concurrency: number;
  /** Whether styles go along. */
  readonly styles?: boolean | undefined;
  /** Whether the bucket's own documents go along: `DOCUMENTS`. */
  readonly settings?: boolean | undefined;
  /** Writes nothing, and tells what would be done. */
  readonly dry?: boolean | undefined;
  /** Asks the target about every object, whatever the journal says. */
  readonly verify?: boolean | undefined;
  /** Only objects that changed then or later. */
  readonly since?: Date | undefined;
  /** Removes from the target what was copied before and is gone from the source. */
  readonly remove?: boolean | undefined;
  /** Leaves alone what others wrote at the target after the source's version. */
  readonly keepNewer?: boolean | undefined;
  /** Told after every object. */
  progress?(tally: Tally): void;
}

/** A migration under way. */
export interface Work {
  readonly source: Source;
  readonly target: Target;
  readonly tally: Tally;
  readonly options: MigrationOptions;
}
