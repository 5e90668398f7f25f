/**
 * Goldens that can be read: a picture's brightness as rows of characters, from ` ` for black to `@` for white. A
 * difference names the first wrong pixel, and `UPDATE_GOLDENS=1` accepts what is drawn.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Held } from '../../core/support/pictures.ts';

const LEVELS = ' .:-=+*%#@';
const FOLDER = new URL('../goldens/', import.meta.url);

/** The picture as text; each character is the mean of `block` × `block` pixels. */
export function toText({ width, height, pixels }: Held, block = 1): string[] {
  const rows: string[] = [];
  for (let y = 0; y + block <= height; y += block) {
    let row = '';
    for (let x = 0; x + block <= width; x += block) {
      let sum = 0;
      for (let at = 0; at < block * block; at++) {
        const place = ((y + Math.floor(at / block)) * width + x + (at % block)) * 4;
        sum += pixels[place]! + pixels[place + 1]! + pixels[place + 2]!;
      }
      row += LEVELS[Math.round((sum / (block * block * 765)) * (LEVELS.length - 1))];
    }
    rows.push(row.trimEnd());
  }
  return rows;
}

/**
 * What differs between the drawn rows and the golden of this name, as a sentence; undefined when nothing does. One
 * level of difference is let pass: sines differ in their last bit from one machine to the next.
 */
export function compareGolden(name: string, drawn: readonly string[]): string | undefined {
  const path = fileURLToPath(new URL(`${name}.txt`, FOLDER));
  if (process.env['UPDATE_GOLDENS']) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, `${drawn.join('\n')}\n`);
    return undefined;
  }
  if (!existsSync(path)) return `no golden ${name}: look at the picture and run with UPDATE_GOLDENS=1`;
  const expected = readFileSync(path, 'utf8').replace(/\n$/, '').split('\n');
  if (expected.length !== drawn.length) return `${drawn.length} rows, expected ${expected.length}`;
  for (const [y, row] of drawn.entries()) {
    const wanted = expected[y] ?? '';
    for (let x = 0; x < Math.max(row.length, wanted.length); x++) {
      if (Math.abs(level(row, x) - level(wanted, x)) > 1) {
        return `pixel ${x}, ${y} is "${row[x] ?? ' '}", expected "${wanted[x] ?? ' '}"`;
      }
    }
  }
  return undefined;
}

function level(row: string, x: number): number {
  return LEVELS.indexOf(row[x] ?? ' ');
}
