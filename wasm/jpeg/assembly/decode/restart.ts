/** Restart intervals (T.81 F.2.2.4) and how a damaged scan finds its place again. */
import { dropSegment, exhaust, reader } from './bits';
import { input, isRestart } from './input';
import { beginInterval, scan } from './scan';

/** Markers count modulo 8, so a gap of one or two is taken for lost data and a larger one for a wrong number. */
const BELIEVED: i32 = 2;

/**
 * Called when an interval is used up: finds the restart marker and begins the next one. False when the marker has not
 * arrived. When it is not the one that is due, data was lost or doubled: with a later number the intervals
 * between are taken as lost, an earlier one is passed over.
 */
export function nextInterval(): bool {
  while (true) {
    if (!dropSegment()) return false;
    if (input.position + 1 >= input.end) return input.ended && loseInterval();
    const code = load<u8>(input.position, 1);
    if (!isRestart(code)) return loseInterval();
    const ahead = (<i32>code - scan.intervals) & 7;
    if (ahead > 0 && ahead <= BELIEVED) return loseInterval();
    input.position += 2;
    if (ahead < 8 - BELIEVED) {
      scan.intervals++;
      beginInterval();
      return true;
    }
    reader.ended = false;
  }
}

/** The next interval has no data of its own: its units are left as they are. */
function loseInterval(): bool {
  scan.intervals++;
  scan.left = scan.interval;
  exhaust();
  return true;
}
