/** Files that no one here made, at every scale. */
import sharp from 'sharp';
import { describe, expect } from 'vitest';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { decode, psnr, reference, sourceOf, wishFor } from './support.ts';
import { eachOutside, outsideFiles } from '../../support/outside.ts';

const filesOf = (folder: string) => outsideFiles(`corpus/${folder}`, /\.jpe?g$/);
/** One of the eight orientations is enough: they are the same scene. */
const good = ['photos', 'formats', 'exif'].flatMap(filesOf).filter((path) => !/arith|_[2-57]\./.test(path));

describe('files of others', () => {
  eachOutside('%s at full size is what sharp shows', good, async (bytes, name) => {
    // Without a profile both sides guess what the inks look like.
    const least = /no_profile/.test(name) ? 30 : /CMYK/.test(name) ? 45 : 54;
    expect(psnr(await decode(bytes), await reference(bytes))).toBeGreaterThan(least);
  });

  // Rows that alternate fall between the frequencies a shrunk block keeps: `gamma` is made to show such things.
  const smooth = good.filter((path) => !/gamma/.test(path));
  eachOutside('%s shrinks as well as sharp shrinks it', smooth, async (bytes) => {
    const source = sourceOf(bytes);
    if (source.colour === 'cmyk') return;
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
  });

  eachOutside('%s is shown in part or refused', filesOf('bad'), async (bytes) => {
    try {
      const source = sourceOf(bytes);
      const scale = { width: Math.ceil(source.width / 8), height: Math.ceil(source.height / 8) };
      expect(await decode(bytes, wishFor(source, { scale }))).toHaveLength(scale.width * scale.height * 4);
    } catch (error) {
      expect(error).toBeInstanceOf(ProcessError);
      expect(error).toMatchObject({ code: 'BadRequest', status: 400 });
    }
  });

  const cut = ['corpus/bad/truncated.jpg'];
  eachOutside('shows what is left of %s as sharp does', cut, async (bytes) => {
    expect(psnr(await decode(bytes), await reference(bytes))).toBeGreaterThan(30);
  });

  const sample = ['corpus/photos/example.jpg'];
  eachOutside('reads the sample of the documentation, %s, as it is documented', sample, (bytes) => {
    expect(sourceOf(bytes)).toMatchObject({
      width: 400,
      height: 267,
      quality: 82,
      density: { unit: 1, x: 1, y: 1 },
    });
  });
});
