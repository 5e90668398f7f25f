/**
 * Quality of the picture beside sharp's: results of the same work, and for scaling the distance of both from the
 * work done on the fully decoded picture. Writes `quality.md` beside this file.
 *
 *     node bench/quality.ts
 */
import { writeFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { bodyOf, nodeEngine } from '../scripts/lib/engine.ts';
import type { Engine } from '../src/core/engine/engine.ts';
import { psnr, ssim } from './compare.ts';
import { loadPicture } from './pictures.ts';
import { QUALITY_CASES, type QualityCase } from './quality-cases.ts';
import { number } from './rows.ts';

/** How far below sharp's distance from the reference ours may be, in decibels. */
const TOLERANCE = 0.3;

interface Outcome {
  readonly name: string;
  readonly size: string;
  /** Ours against sharp's. */
  readonly psnr: number;
  readonly ssim: number;
  /** Against the reference. */
  readonly ours: number | undefined;
  readonly theirs: number | undefined;
  /** Bytes of ours as a part of sharp's. */
  readonly bytes: number;
}

interface Pixels {
  readonly data: Buffer;
  readonly info: { readonly width: number; readonly height: number; readonly channels: 1 | 2 | 3 | 4 };
}

async function outcome(engine: Engine, one: QualityCase): Promise<Outcome | undefined> {
  const file = await loadPicture(one.picture);
  if (!file) return undefined;
  const job = { chain: engine.parse(one.chain), size: file.length, body: bodyOf(file) };
  const mine = Buffer.concat((await engine.render(job)).chunks);
  const theirs = await one.same(open(file)).toBuffer();
  const [a, b] = [await shown(mine), await shown(theirs)];
  const reference = one.reference ? await shown(await fullWork(file, one)) : undefined;
  return {
    name: one.name,
    size: `${a.info.width} × ${a.info.height}`,
    psnr: sameSize(a, b) ? psnr(a.data, b.data) : NaN,
    ssim: sameSize(a, b) ? ssim(a.data, b.data, a.info) : NaN,
    ours: reference && psnr(a.data, reference.data),
    theirs: reference && psnr(b.data, reference.data),
    bytes: mine.length / theirs.length,
  };
}

function sameSize(a: Pixels, b: Pixels): boolean {
  return a.info.width === b.info.width && a.info.height === b.info.height;
}

function open(file: Buffer): Sharp {
  return sharp(file, { limitInputPixels: false });
}

/** The work on all pixels, and a result without loss. */
async function fullWork(file: Buffer, one: QualityCase): Promise<Buffer> {
  const whole = await open(file).toColourspace('srgb').png({ compressionLevel: 1 }).toBuffer();
  return one.same(open(whole)).png().toBuffer();
}

/** Pixels as a page shows them: RGB, on white. */
function shown(file: Buffer): Promise<Pixels> {
  return open(file)
    .toColourspace('srgb')
    .flatten({ background: '#fff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
}

function row({ name, size, psnr: alike, ssim: similar, ours, theirs, bytes }: Outcome): string {
  const kept = verdict(ours, theirs);
  const cells = [name, size, number(alike, 1), number(similar, 4), number(ours, 2), number(theirs, 2), kept];
  return `| ${cells.join(' | ')} | ${number(bytes, 3)} |`;
}

/** Empty where there is no contest: results of other sizes, and lossless ones of sharp, which are the reference. */
function verdict(ours = NaN, theirs = NaN): string {
  if (!Number.isFinite(ours) || !Number.isFinite(theirs)) return '';
  return ours >= theirs - TOLERANCE ? 'yes' : '**no**';
}

const HEAD = `# Quality of the picture

Made by \`node bench/quality.ts\`. PSNR in decibels, SSIM of the luminance. "Reference" is the same work done by
libvips on the fully decoded picture and stored without loss: both results are compared with it, and ours is kept
when it is no more than ${TOLERANCE} dB further away than sharp's. NaN: sharp's result has another size.
Infinity: sharp's own lossless result is the reference.

| case | size | PSNR to sharp | SSIM to sharp | ours to reference | sharp to reference | kept | bytes ÷ sharp |
| --- | --- | --- | --- | --- | --- | --- | --- |
`;

const engine = await nodeEngine();
const lines: string[] = [];
for (const one of QUALITY_CASES) {
  const found = await outcome(engine, one);
  if (found) lines.push(row(found));
}
const text = `${HEAD}${lines.join('\n')}\n`;
await writeFile(new URL('quality.md', import.meta.url), text);
process.stdout.write(text);
