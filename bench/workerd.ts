/** Times the engine in workerd, the runtime of Cloudflare's Workers. */
import { fileURLToPath } from 'node:url';
import { unstable_startWorker } from 'wrangler';
import { QUIET } from '../scripts/lib/wrangler.ts';
import { median } from './measure.ts';
import { chainOf, type Work } from './work.ts';

/** Runs that one stopwatch reading covers, since readings are whole milliseconds; and how many readings. */
const RUNS = 5;
const READINGS = 5;

export interface WorkerdTimer {
  /** Median milliseconds of one run. */
  time(bytes: Uint8Array, work: Work): Promise<number>;
  stop(): Promise<void>;
}

export async function startWorkerd(): Promise<WorkerdTimer> {
  Object.assign(process.env, QUIET);
  const worker = await unstable_startWorker({
    name: 'bench',
    entrypoint: fileURLToPath(new URL('workerd-entry.ts', import.meta.url)),
    compatibilityDate: '2026-11-01',
    compatibilityFlags: ['nodejs_compat'],
    dev: { server: { port: 0 }, inspector: false, watch: false, logLevel: 'error' },
  });
  return {
    async time(bytes, work) {
      const read = async (runs: number): Promise<number> => {
        const query = new URLSearchParams({ chain: chainOf(work), runs: String(runs) });
        const reply = await worker.fetch(`http://bench/?${query}`, { method: 'POST', body: bytes });
        if (!reply.ok) throw new Error(`workerd answered ${reply.status}: ${await reply.text()}`);
        return Number(await reply.text());
      };
      await read(RUNS);
      const readings: number[] = [];
      for (let reading = 0; reading < READINGS; reading++) readings.push(await read(RUNS));
      return median(readings);
    },
    stop: () => worker.dispose(),
  };
}
