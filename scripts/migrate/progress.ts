/** A migration on the terminal. */
import { bar as drawBar, drawer as drawBars, inUnits } from '../lib/progress.ts';
import type { Failure } from './ports.ts';
import type { Tally } from './work.ts';

/** Failures that the report names; the others are counted. */
const NAMED = 20;

/** `[#####-----] 50 % 12 of 24 objects, 3.4 MB, 1 failed`. */
export function bar(tally: Tally): string {
  return drawBar(doneOf(tally), tally.objects, words(tally));
}

/** Draws bars on a terminal. */
export function drawer(stream: NodeJS.WriteStream): (tally: Tally) => void {
  const draw = drawBars(stream);
  return (tally) => draw(doneOf(tally), tally.objects, words(tally));
}

function doneOf({ copied, skipped, older, gone, failed, refused, kept }: Tally): number {
  return copied + skipped + older + gone + failed.length + refused.length + kept.length;
}

function words(tally: Tally): string {
  const { objects, copiedBytes, failed } = tally;
  const failures = failed.length === 0 ? '' : `, ${failed.length} failed`;
  return `${doneOf(tally)} of ${objects} objects, ${inUnits(copiedBytes)}${failures}`;
}

/** What was done, and what was not; of a dry run, what would be done. */
export function report(tally: Tally, seconds: number, dry = false): string {
  const { copied, copiedBytes, skipped, failed, refused, kept } = tally;
  const time = dry ? '' : `, in ${seconds.toFixed(1)} s`;
  const lines = [
    `${copied} objects ${dry ? 'to copy' : 'copied'} (${inUnits(copiedBytes)}), ${skipped} there already, ` +
      `${failed.length} failed, ${tally.styles} styles${time}.`,
    ...asides(tally, dry),
    ...named('Failed', failed),
    ...named('Cannot be taken', refused),
    ...named('Left as it is', kept),
  ];
  if (failed.length > 0) lines.push('Run the same command again: it tries what failed, and nothing else.');
  return lines.join('\n');
}

/** A line for each count that is not nothing. */
function asides(tally: Tally, dry: boolean): string[] {
  const { missing, older, gone, removed, archived, documents } = tally;
  const counted: [number, string][] = [
    [missing, `of them had been copied before and ${dry ? 'are' : 'were'} missing or changed at the target`],
    [older, 'older than asked for'],
    [gone, 'gone from the source meanwhile'],
    [removed, `gone from the source and ${dry ? 'to be removed' : 'removed'} from the target`],
    [archived, 'archived: what cannot be read fails until it is restored'],
    [documents.length, `settings of the bucket ${dry ? 'to copy' : 'copied'}: ${documents.join(', ')}`],
  ];
  return counted.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}.`);
}

function named(title: string, failures: readonly Failure[]): string[] {
  if (failures.length === 0) return [];
  const lines = failures.slice(0, NAMED).map(({ key, reason }) => `  ${key}: ${reason}`);
  const more = failures.length > NAMED ? [`  and ${failures.length - NAMED} more.`] : [];
  return [`${title}: ${failures.length}`, ...lines, ...more];
}
