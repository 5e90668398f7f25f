/**
 * Quality of the picture beside sharp's: results of the same work, and for scaling the distance of both from the
 * work done on the fully decoded picture. Writes `quality.md` beside this file.
 *
 *     node bench/quality.ts
 */
import { writeFile } from 'node:fs/promises';
import { bodyOf, nodeEngine } from '../scripts/lib/engine.ts';
import type { Engine } from '../src/core/engine/engine.ts';
import { psnr, ssim } from './compare.ts';
import { AVIF_LIKENESS_HEAD, avifLikenessLines } from './avif-likeness.ts';
import { CURVES_HEAD, curveLines } from './curves.ts';
import { loadPicture } from './pictures.ts';
import { QUALITY_CASES, type QualityCase } from './quality-cases.ts';
import { scaledFully } from './reference.ts';
import { number } from './rows.ts';
import { openFile, type Pixels, sameSize, score, shown } from './shown.ts';

/** How far below sharp's score ours may be. */
const TOLERANCE = 0.5;

/** Likeness to the reference. */
interface Likeness {
  /** Decibels to the work in the light that the original service scales in, that of the file's own numbers. */
  readonly psnr: number;
  /** SSIMULACRA 2 against the work in linear light. */
  readonly score: number;
}

interface Outcome {
  readonly name: string;
  readonly size: string;
  /** Ours against sharp's. */
  readonly psnr: number;
  readonly ssim: number;
  readonly ours: Likeness | undefined;
  readonly theirs: Likeness | undefined;
  /** Bytes of ours as a part of sharp's. */
  readonly bytes: number;
}

async function outcome(engine: Engine, one: QualityCase): Promise<Outcome | undefined> {
  const file = await loadPicture(one.picture);
  if (!file) return undefined;
  const job = { chain: engine.parse(one.chain), size: file.length, body: bodyOf(file) };
  const mine = Buffer.concat((await engine.render(job)).chunks);
  const theirs = await one.same(openFile(file)).toBuffer();
  const [a, b] = [await shown(mine), await shown(theirs)];
  const references = one.scaling && (await scaledFully(file, one.scaling));
  return {
    name: one.name,
    size: `${a.info.width} × ${a.info.height}`,
    psnr: sameSize(a, b) ? psnr(a.data, b.data) : NaN,
    ssim: sameSize(a, b) ? ssim(a.data, b.data, a.info) : NaN,
    ours: references && likeness(references, a),
    theirs: references && likeness(references, b),
    bytes: mine.length / theirs.length,
  };
}

function likeness({ plain, linear }: Record<'plain' | 'linear', Pixels>, made: Pixels): Likeness | undefined {
  if (!sameSize(made, plain)) return undefined;
  return { psnr: psnr(made.data, plain.data), score: score(linear, made) };
}

function row({ name, size, psnr: alike, ssim: similar, ours, theirs, bytes }: Outcome): string {
  const decibels = [number(ours?.psnr, 2), number(theirs?.psnr, 2)];
  const scores = [number(ours?.score, 1), number(theirs?.score, 1)];
  const cells = [name, size, number(alike, 1), number(similar, 4), ...decibels, ...scores];
  return `| ${[...cells, verdict(ours, theirs), number(bytes, 3)].join(' | ')} |`;
}

/** Empty where there is no contest: results of other sizes. */
function verdict(ours: Likeness | undefined, theirs: Likeness | undefined): string {
  if (!ours || !theirs) return '';
  return ours.score >= theirs.score - TOLERANCE ? 'yes' : '**no**';
}

const HEAD = `# Quality of the picture

Made by \`node bench/quality.ts\`.

## Beside sharp

PSNR in decibels, SSIM of the luminance. The reference is a Lanczos-3 of every pixel of the decoded file in floating
point. "dB" is the distance from it when it scales the numbers of the file, as both results do; "score" is SSIMULACRA 2
(100 no difference, 90 none that is seen, 70 little, 50 some) against the reference that scales linear light. Ours is kept
when its score is no more than ${TOLERANCE} below sharp's. NaN: sharp's result has another size.

| case | size | PSNR to sharp | SSIM to sharp | dB, ours | sharp | score, ours | sharp | kept | bytes ÷ sharp |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
`;

const engines = {
  gamma: await nodeEngine(),
  linear: await nodeEngine({ parts: { scaling: 'linear' } }),
  best: await nodeEngine({ parts: { scaling: 'best' } }),
};
const lines: string[] = [];
for (const one of QUALITY_CASES) {
  const found = await outcome(engines[one.light ?? 'gamma'], one);
  if (found) lines.push(row(found));
}
const curves = `${CURVES_HEAD}${(await curveLines()).join('\n')}`;
const avif = `${AVIF_LIKENESS_HEAD}${(await avifLikenessLines()).join('\n')}`;
const text = `${HEAD}${lines.join('\n')}\n\n${curves}\n\n${avif}\n`;
await writeFile(new URL('quality.md', import.meta.url), text);
process.stdout.write(text);
