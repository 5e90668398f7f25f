/**
 * `npm run bench:cost [-- --runs N]`: what plans say that pictures cost, over the CPU time they take here, for formats,
 * sizes and chains. The figures in `src/core/engine/plan/cost.ts` and beside the kernels are right while every row lies
 * between a half and two on the machine they were calibrated on; on another one all rows move together.
 */
import sharp from 'sharp';
import { bodyOf, nodeEngine } from '../scripts/lib/engine.ts';
import { runCommand, wholeNumber } from '../scripts/lib/command.ts';
import type { Engine } from '../src/core/engine/engine.ts';

const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'tiff'] as const;
const SIZES = [
  [800, 600],
  [2400, 1800],
] as const;
const CHAINS = [
  'resize,w_200',
  'resize,w_700/format,png',
  'format,jpg',
  'rotate,90/format,jpg',
  'rotate,30/format,jpg',
  'sharpen,100/format,jpg',
  'bright,20/format,jpg',
  'blur,r_3,s_2/format,jpg',
  'blur,r_23,s_50/format,jpg',
  'blur,r_50,s_50/format,jpg',
  'resize,w_1200,limit_0/format,webp',
];

const USAGE = `usage: npm run bench:cost [-- OPTION…]
  --runs N   the quickest of so many runs counts (3)
Prints planned over measured CPU time; figures are right while rows lie between 0.5 and 2.`;

function photograph(format: (typeof FORMATS)[number], width: number, height: number): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 12 } as const;
  const scene = sharp({ create: { width, height, channels: 3, background: '#888', noise } }).blur(1.5);
  return scene.toFormat(format).toBuffer();
}

/** Planned and measured milliseconds of one chain. */
async function costOf(engine: Engine, file: Uint8Array, text: string, runs: number) {
  const chain = engine.parse(`image/${text}`);
  let [planned, measured] = [0, Number.POSITIVE_INFINITY];
  // The first run compiles.
  for (let run = 0; run <= runs; run++) {
    const start = process.cpuUsage();
    const { plan } = await engine.render({ chain, size: file.length, body: bodyOf(file) });
    const { user, system } = process.cpuUsage(start);
    planned = plan?.cost ?? 0;
    if (run > 0) measured = Math.min(measured, (user + system) / 1000);
  }
  return { planned, measured };
}

await runCommand(
  { usage: USAGE, options: { runs: { type: 'string', default: '3' } } },
  async ({ values }) => {
    const runs = wholeNumber('runs', values.runs);
    const engine = await nodeEngine();
    for (const format of FORMATS)
      for (const [width, height] of SIZES) {
        const file = await photograph(format, width, height);
        for (const chain of CHAINS) {
          const { planned, measured } = await costOf(engine, file, chain, runs);
          const figures = [planned, measured].map((ms) => ms.toFixed(1).padStart(8)).join(' ÷ ');
          const label = `${format} ${width}x${height} ${chain}`.padEnd(56);
          console.log(`${label} ${figures} = ${(planned / measured).toFixed(2)}`);
        }
      }
  },
);
