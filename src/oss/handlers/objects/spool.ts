/** Bodies that were put aside on their way to an object. */
import type { ObjectStore } from '../../ports.ts';
import { toHex } from '../../protocol/text/base64.ts';

const PREFIX = 'spool/';
const TIME_DIGITS = 12;
/** Milliseconds after which what lies there was left behind: no request takes a day. */
const MAX_AGE = 86_400_000;
const PAGE = 1000;

/** A name in the staging store that nobody else has. Names sort by the time of their making. */
export function spoolKey(now: number): string {
  const time = now.toString(16).padStart(TIME_DIGITS, '0');
  return `${PREFIX}${time}${toHex(crypto.getRandomValues(new Uint8Array(10)))}`;
}

/** Deletes what was left behind, the oldest first, and tells how many there were. */
export async function sweepSpool(staging: ObjectStore, now: number): Promise<number> {
  for (let swept = 0; ;) {
    const { objects } = await staging.list({ prefix: PREFIX, limit: PAGE });
    const left = objects.map(({ key }) => key).filter((key) => now - madeAt(key) > MAX_AGE);
    if (left.length > 0) await staging.delete(left);
    swept += left.length;
    if (left.length < PAGE) return swept;
  }
}

function madeAt(key: string): number {
  return Number.parseInt(key.slice(PREFIX.length, PREFIX.length + TIME_DIGITS), 16);
}
