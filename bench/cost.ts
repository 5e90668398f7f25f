/**
 * `npm run bench:cost [-- --runs N]`: what plans say that pictures cost, over the CPU time they take here. A yardstick beside
 * every run tells how fast this core is just now, so that rows mean the same on every machine: the figures beside codecs,
 * kernels and operations are right while they lie between a half and two.
 */
import { fileURLToPath } from 'node:url';
import { bodyOf, nodeEngine } from '../scripts/lib/engine.ts';
import { runCommand, wholeNumber } from '../scripts/lib/command.ts';
import { fileMarks } from '../scripts/lib/marks.ts';
import type { Engine } from '../src/core/engine/engine.ts';
import { COST_CASES } from './cost-cases.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

const USAGE = `usage: npm run bench:cost [-- OPTION…]
  --runs N     the quickest of so many runs counts (3)
  --only TEXT  only rows whose name holds this
  --off        only rows that are off
Prints planned over measured CPU time; figures are right while rows lie between 0.5 and 2.`;

/** What `yardstick` takes on the reference core when nobody else uses it. */
const YARDSTICK_MS = 5.5;
/** Times it is used beside every run: a core that others use as well is at its best now and then. */
const STICKS = 4;
const words = Int32Array.from({ length: 1 << 18 }, (_, i) => i * 0x9e3779b1);

/** Work of an always equal amount. */
function yardstick(): number {
  let sum = 0;
  for (let round = 0; round < 12; round++) {
    for (let i = 0; i < words.length; i++) sum = (Math.imul(sum ^ words[i]!, 0x85ebca6b) + i) | 0;
  }
  return sum;
}

/** CPU milliseconds of some work. */
async function cpuOf(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Planned milliseconds of one chain, and measured ones as the reference core would take them. */
async function costOf(engine: Engine, file: Uint8Array, text: string, runs: number) {
  const chain = engine.parse(`image/${text}`);
  const marks = fileMarks(engine, HERE);
  let [planned, measured, stick] = [0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // The first run compiles.
  for (let run = 0; run <= runs; run++) {
    for (let i = 0; i < STICKS; i++) stick = Math.min(stick, await cpuOf(yardstick));
    const taken = await cpuOf(async () => {
      const { plan } = await engine.render({ chain, size: file.length, body: bodyOf(file), marks });
      planned = plan?.cost ?? 0;
    });
    if (run > 0) measured = Math.min(measured, taken);
  }
  return { planned, measured: (measured * YARDSTICK_MS) / stick };
}

/** A long chain by its beginning. */
function labelOf(name: string, chain: string): string {
  const label = `${name} ${chain}`;
  return label.length > 76 ? `${label.slice(0, 75)}…` : label.padEnd(76);
}

await runCommand(
  {
    usage: USAGE,
    options: {
      runs: { type: 'string', default: '3' },
      only: { type: 'string', default: '' },
      off: { type: 'boolean', default: false },
    },
  },
  async ({ values }) => {
    const runs = wholeNumber('runs', values.runs);
    let [rows, off] = [0, 0];
    for (const { name, file, chains, options } of COST_CASES) {
      const wanted = chains.filter((chain) => `${name} ${chain}`.includes(values.only));
      if (wanted.length === 0) continue;
      const engine = await nodeEngine(options);
      const bytes = await file();
      for (const chain of wanted) {
        const { planned, measured } = await costOf(engine, bytes, chain, runs);
        const share = planned / measured;
        const isOff = share < 0.5 || share > 2;
        rows += 1;
        off += Number(isOff);
        if (values.off && !isOff) continue;
        const figures = [planned, measured].map((ms) => ms.toFixed(1).padStart(8)).join(' ÷ ');
        console.log(`${labelOf(name, chain)} ${figures} = ${share.toFixed(2)}${isOff ? '  off' : ''}`);
      }
    }
    console.log(`${off} of ${rows} rows lie outside 0.5 to 2`);
  },
);
