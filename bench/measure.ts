/** Timing of peers beside each other: in one process, taking turns, so that whatever disturbs one disturbs all. */
import type { Peer, Work } from './work.ts';

const WARM_UP = 3;
/** A peer so much slower than the quickest is run less often: it is not near any other figure. */
const FAR_BEHIND = 8;
const FEW_RUNS = 3;

/** NaN of no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Median milliseconds of `runs` runs after a warm-up, by peer; NaN for work a peer cannot do. */
export async function timePeers(
  peers: readonly Peer[],
  bytes: Uint8Array,
  work: Work,
  runs: number,
): Promise<Record<string, number>> {
  const lasts = await firstTimes(peers, bytes, work);
  const quickest = Math.min(...lasts.filter((time) => !Number.isNaN(time)));
  const times = peers.map((): number[] => []);
  for (let run = -WARM_UP; run < runs; run++) {
    for (const [index, peer] of peers.entries()) {
      const isFar = lasts[index]! > quickest * FAR_BEHIND;
      if (Number.isNaN(lasts[index]) || (isFar && (run < 0 || run >= FEW_RUNS))) continue;
      const time = await timeOnce(peer, bytes, work);
      if (run >= 0) times[index]!.push(time);
    }
  }
  return Object.fromEntries(peers.map(({ name }, index) => [name, median(times[index]!)]));
}

/** What the second run of each takes, when its code is loaded and its memory grown. */
async function firstTimes(peers: readonly Peer[], bytes: Uint8Array, work: Work): Promise<number[]> {
  const times: number[] = [];
  for (const peer of peers) {
    await timeOnce(peer, bytes, work);
    times.push(await timeOnce(peer, bytes, work));
  }
  return times;
}

/** NaN when the peer cannot do the work. */
async function timeOnce(peer: Peer, bytes: Uint8Array, work: Work): Promise<number> {
  const start = performance.now();
  const running = peer.run(bytes, work);
  if (!running) return NaN;
  await running;
  return performance.now() - start;
}
