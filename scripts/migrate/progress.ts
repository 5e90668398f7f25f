/** A migration on the terminal. */
import type { Tally } from './run.ts';

const WIDTH = 30;
/** Failures that the report names; the others are counted. */
const NAMED = 20;
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** `[#####-----] 50 % 12 of 24 objects, 3.4 MB, 1 failed`. */
export function bar(tally: Tally): string {
  const { objects, copied, copiedBytes, skipped, failed } = tally;
  const done = copied + skipped + failed.length;
  const part = objects === 0 ? 1 : Math.min(1, done / objects);
  const filled = '#'.repeat(Math.floor(part * WIDTH)).padEnd(WIDTH, '-');
  const failures = failed.length === 0 ? '' : `, ${failed.length} failed`;
  return `[${filled}] ${Math.floor(part * 100)} % ${done} of ${objects} objects, ${inUnits(copiedBytes)}${failures}`;
}

/** Draws the bar over itself at most ten times a second; nothing where lines cannot be drawn over. */
export function drawer(stream: NodeJS.WriteStream): (tally: Tally) => void {
  let drawn = 0;
  return (tally) => {
    const now = Date.now();
    const last = tally.copied + tally.skipped + tally.failed.length >= tally.objects;
    if (!stream.isTTY || (now - drawn < 100 && !last)) return;
    drawn = now;
    stream.write(`\r\x1b[K${bar(tally)}${last ? '\n' : ''}`);
  };
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

function inUnits(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${(bytes / 1000 ** unit).toFixed(unit === 0 ? 0 : 1)} ${UNITS[unit]}`;
}
