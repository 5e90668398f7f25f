/**
 * Cold start: from the start of the runtime's process to the first answer, with an empty Worker beside ours, and the size
 * of what is deployed.
 *
 *     node bench/cold.ts
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { askWrangler } from '../scripts/lib/wrangler.ts';
import { type Runtime, startRuntime } from '../scripts/chaos/runtime.ts';

const RUNS = 7;
const SERVICE = 'src/index.ts';
const EMPTY = 'bench/empty-worker.ts';

/** What the first request asks for: a key, and a chain where it is a picture. */
const FIRST: readonly (readonly [name: string, path: string])[] = [
  ['an original', 'a.jpeg'],
  ['JPEG → 200 px', 'a.jpeg?x-oss-process=image/resize,w_200'],
  ['PNG → 200 px', 'a.png?x-oss-process=image/resize,w_200'],
  ['WebP → 200 px', 'a.webp?x-oss-process=image/resize,w_200'],
  ['JPEG → AVIF, 200 px', 'a.jpeg?x-oss-process=image/resize,w_200/format,avif'],
  ['AVIF → JPEG, 200 px', 'a.avif?x-oss-process=image/resize,w_200/format,jpg'],
];

async function storePictures(runtime: Runtime): Promise<void> {
  const bucket = await runtime.bucket('ORIGINALS');
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const;
  const drawn = sharp({ create: { width: 800, height: 600, channels: 3, background: '#888', noise } }).blur(
    2,
  );
  for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
    const file = await drawn.clone().toFormat(format).toBuffer();
    await bucket.put(`a.${format}`, file);
  }
}

/** Least milliseconds from a start of the runtime to the end of its first answer: what disturbs only ever adds. */
async function coldMs(runtime: Runtime, path: string): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    await runtime.kill();
    const answer = await fetch(`${runtime.origin}/${path}`);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

async function measured<T>(main: string, measure: (runtime: Runtime) => Promise<T>): Promise<T> {
  const runtime = await startRuntime({ main });
  try {
    return await measure(runtime);
  } finally {
    await runtime.stop();
  }
}

/** Bytes of scripts and modules that a deployment uploads, as they are and gzipped, each for itself. */
function bundleBytes(): { raw: number; gzipped: number } {
  const folder = mkdtempSync(join(tmpdir(), 'edge-img-'));
  try {
    if (askWrangler(['deploy', '--dry-run', '--outdir', folder]) === undefined) throw new Error('no bundle');
    const files = readdirSync(folder).filter((name) => /\.(js|wasm)$/.test(name));
    const contents = files.map((name) => readFileSync(join(folder, name)));
    const sum = (sizes: readonly number[]) => sizes.reduce((all, size) => all + size, 0);
    return {
      raw: sum(contents.map(({ length }) => length)),
      gzipped: sum(contents.map((content) => gzipSync(content, { level: 9 }).length)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The table and the bundle's size. */
export async function coldText(): Promise<string> {
  const empty = await measured(EMPTY, (runtime) => coldMs(runtime, ''));
  const lines = [
    '| first answer | ms | over an empty Worker |',
    '| --- | --- | --- |',
    `| nothing, by an empty Worker | ${empty.toFixed(0)} | |`,
  ];
  await measured(SERVICE, async (runtime) => {
    await storePictures(runtime);
    for (const [name, path] of FIRST) {
      const ms = await coldMs(runtime, path);
      lines.push(`| ${name} | ${ms.toFixed(0)} | ${(ms - empty).toFixed(0)} |`);
    }
  });
  const { raw, gzipped } = bundleBytes();
  lines.push('', `Bundle: ${(raw / 1e6).toFixed(2)} MB, gzipped ${(gzipped / 1e6).toFixed(2)} MB.`);
  return lines.join('\n');
}

if (import.meta.main) process.stdout.write(`${await coldText()}\n`);
