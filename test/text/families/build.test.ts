/** Building families: from font files of both kinds, once, and only when something changed. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildFamily } from '../../../scripts/fonts.ts';
import { toContours } from '../../../scripts/fonts/quadratic.ts';
import { namedSource } from '../../../scripts/fonts/sources.ts';
import { bytesSource, nodeText } from '../../../scripts/lib/text.ts';
import type { SetText } from '../../../src/text/text.ts';
import { flatten, type Lines } from '../../../src/text/outline/flatten.ts';
import { CUBIC, LINE, MOVE, type Path } from '../../../src/text/outline/path.ts';
import { coverage } from '../../../src/text/raster/coverage.ts';
import { contoursPath } from '../../../src/text/sfnt/contours.ts';
import { cffFont } from '../support/cff.ts';
import { KAI, unpacked } from '../support/fonts.ts';

const folder = mkdtempSync(join(tmpdir(), 'fonts-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
});

/** Coverage of a text, drawn in a font of the bucket or a built one. */
async function drawn(setText: SetText, font: string, text: string, own?: Uint8Array): Promise<Uint8Array> {
  const bucket = () => Promise.resolve(own && bytesSource(own, 'own'));
  const line = await setText({ text, font, size: 60, rotate: 0 }, bucket);
  return line.draw({ x: 0, y: 0, width: line.width, height: line.height }).coverage;
}

describe('a family built from a font file', () => {
  const cff = cffFont({
    glyphs: [
      ['endchar'],
      [100, 'hmoveto', 300, 0, 100, 400, -300, 200, 'rrcurveto', -100, -200, 'rlineto', 'endchar'],
    ],
  });

  it.each([
    ['My Kai.ttf', 'my-kai', '永图片 AB', async () => await unpacked(KAI)],
    ['curves.otf', 'curves', 'A', () => Promise.resolve(cff)],
  ])('draws as the file does: %s', async (file, family, text, bytes) => {
    const path = join(folder, file);
    writeFileSync(path, await bytes());
    await buildFamily(namedSource(path), folder);
    const built = await drawn(nodeText(folder), family, text);
    const own = await drawn(nodeText(folder), 'own', text, await bytes());
    expect(built.length).toBe(own.length);
    // Slices hold whole units and quadratic curves.
    for (let at = 0; at < own.length; at++) expect(Math.abs(built[at]! - own[at]!)).toBeLessThanOrEqual(12);
  });

  it('is built once and again when its source changes', async () => {
    const path = join(folder, 'again.otf');
    writeFileSync(path, cff);
    const source = namedSource(path);
    const index = join(folder, source.family, 'index.json');
    await buildFamily(source, folder);
    const first = statSync(index).mtimeMs;
    await buildFamily(source, folder);
    expect(statSync(index).mtimeMs).toBe(first);
    await buildFamily({ ...source, origin: 'elsewhere' }, folder);
    expect(statSync(index).mtimeMs).toBeGreaterThan(first);
  });

  it('is refused when there is no such file or package', () => {
    expect(() => namedSource('nothing-of-the-kind')).toThrow('neither a font file nor an installed package');
  });

  it('may be an installed package', () => {
    const { family, origin, license, files } = namedSource('noto-sans-kr');
    expect({ family, license }).toEqual({ family: 'noto-sans-kr', license: 'OFL-1.1' });
    expect(origin).toMatch(/^@fontsource-variable\/noto-sans-kr@\d/);
    expect(files.length).toBeGreaterThan(100);
    // Latin comes last in the style sheet and so wins.
    expect(files[0]?.codePoints).toContain(0x41);
  });
});

describe('toContours', () => {
  const area = (path: Path): Uint8Array => {
    const lines: Lines = [];
    flatten(path, { scale: 0.1, dx: 0, dy: 100 }, lines);
    return coverage(lines, { x: 0, y: 0, width: 100, height: 100 });
  };

  it.each([
    ['a gentle curve', [100, 100, 300, 200, 500, 200, 700, 100]],
    ['a loop', [100, 100, 900, 900, 100, 900, 700, 100]],
    ['an S', [100, 100, 400, 900, 500, -300, 900, 500]],
  ])('follows %s', (_, points) => {
    const path: Path = { verbs: [MOVE, CUBIC, LINE], points: [...points, 800, 0] };
    const quadratic = area(contoursPath(toContours(path)));
    const exact = area(path);
    for (let at = 0; at < exact.length; at++) {
      expect(Math.abs(quadratic[at]! - exact[at]!)).toBeLessThanOrEqual(16);
    }
  });
});
