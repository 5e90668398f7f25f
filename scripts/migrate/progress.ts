/** A migration on the terminal. */
import { bar as drawBar, drawer as drawBars, inUnits } from '../lib/progress.ts';
import type { Tally } from './run.ts';

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

function doneOf({ copied, skipped, failed }: Tally): number {
  return copied + skipped + failed.length;
}

function words(tally: Tally): string {
  const { objects, copiedBytes, failed } = tally;
  const failures = failed.length === 0 ? '' : `, ${failed.length} failed`;
  return `${doneOf(tally)} of ${objects} objects, ${inUnits(copiedBytes)}${failures}`;
}

/** What was done, and what was not. */
export function report(tally: Tally, seconds: number): string {
  const { copied, copiedBytes, skipped, failed, styles } = tally;
  const lines = [
    `${copied} objects copied (${inUnits(copiedBytes)}), ${skipped} there already, ${failed.length} failed, ` +
      `${styles} styles, in ${seconds.toFixed(1)} s.`,
    ...failed.slice(0, NAMED).map(({ key, reason }) => `  ${key}: ${reason}`),
  ];
  if (failed.length > NAMED) lines.push(`  and ${failed.length - NAMED} more.`);
  if (failed.length > 0) lines.push('Run the same command again: it tries what failed, and nothing else.');
  return lines.join('\n');
}
