/** Files that no one here made, at every scale. Skipped where there is no corpus. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { decode, psnr, reference, sourceOf, wishFor } from './support.ts';

const CORPUS = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url));

function filesOf(folder: string): string[] {
  if (!existsSync(CORPUS)) return [];
  return readdirSync(CORPUS + folder)
    .filter((name) => /\.jpe?g$/.test(name))
    .map((name) => `${folder}/${name}`);
}

const read = (name: string) => new Uint8Array(readFileSync(CORPUS + name));
/** One of the eight orientations is enough: they are the same scene. */
const good = ['photos', 'formats', 'exif'].flatMap(filesOf).filter((name) => !/arith|_[2-57]\./.test(name));

describe.skipIf(good.length === 0)('corpus', () => {
  it.each(good)('%s at full size is what sharp shows', async (name) => {
    const bytes = read(name);
    // Without a profile both sides guess what the inks look like.
    const least = /no_profile/.test(name) ? 30 : /CMYK/.test(name) ? 45 : 54;
    expect(psnr(await decode(bytes), await reference(bytes))).toBeGreaterThan(least);
  });

  it.each(good)(
    '%s shrinks as well as sharp shrinks it',
    async (name) => {
      const bytes = read(name);
      const source = sourceOf(bytes);
      // Rows that alternate fall between the frequencies a shrunk block keeps: this one is made to show such things.
      if (source.colour === 'cmyk' || /gamma/.test(name)) return;
      for (const factor of [2, 4, 8, 3.3, 11]) {
        const scale = { width: Math.ceil(source.width / factor), height: Math.ceil(source.height / factor) };
        const wanted = await reference(bytes, scale);
        const theirs = await sharp(bytes)
          .toColourspace('srgb')
          .resize(scale.width, scale.height, { fit: 'fill' })
          .ensureAlpha()
          .raw()
          .toBuffer();
        expect(psnr(await decode(bytes, wishFor(source, { scale })), wanted)).toBeGreaterThan(
          Math.min(36, psnr(theirs, wanted) - 0.3),
        );
      }
    },
    20_000,
  );

  it.each(filesOf('bad'))('%s is shown in part or refused', async (name) => {
    try {
      const bytes = read(name);
      const source = sourceOf(bytes);
      const scale = { width: Math.ceil(source.width / 8), height: Math.ceil(source.height / 8) };
      expect(await decode(bytes, wishFor(source, { scale }))).toHaveLength(scale.width * scale.height * 4);
    } catch (error) {
      expect(error).toBeInstanceOf(ProcessError);
      expect(error).toMatchObject({ code: 'BadRequest', status: 400 });
    }
  });

  it('shows what is left of a truncated photograph as sharp does', async () => {
    const bytes = read('bad/truncated.jpg');
    expect(psnr(await decode(bytes), await reference(bytes))).toBeGreaterThan(30);
  });

  it('reads the sample of the documentation as it is documented', () => {
    expect(sourceOf(read('photos/example.jpg'))).toMatchObject({
      width: 400,
      height: 267,
      quality: 82,
      density: { unit: 1, x: 1, y: 1 },
    });
  });
});
