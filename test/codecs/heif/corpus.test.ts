/** Files that no one here made, beside what libvips makes of them. */
import sharp from 'sharp';
import { describe, expect } from 'vitest';
import type { Band } from '../../../src/core/image/picture.ts';
import { show } from './decode.ts';
import { eachOutside, outsideFiles } from '../../support/outside.ts';

/**
 * Of these libvips shows something else than browsers and libavif do: it takes limited range for full, does not map the
 * light of HDR, or cuts at another pixel. They are only to be shown.
 */
const APART = /Chimera|Irvine|Monochrome|monochrome|bbb_alpha|gainmap|animated|hdr_|crop\.avif/;

describe('files of others', () => {
  eachOutside('%s is shown', outsideFiles('corpus/heif'), async (file) => {
    const { source, pixels, size } = await show(file);
    expect(size).toEqual({ width: source.width, height: source.height });
    expect(new Set(pixels.filter((_, i) => i % 4 === 1)).size).toBeGreaterThan(16);
  });

  eachOutside('%s is what libvips shows', outsideFiles('corpus/avif'), async (file, path) => {
    const { source, pixels, size } = await show(file);
    expect(size).toEqual({ width: source.width, height: source.height });
    if (APART.test(path)) return;
    const theirs = await sharp(file).toColourspace('srgb').ensureAlpha().raw().toBuffer();
    expect(meanDifference(pixels, theirs)).toBeLessThan(1);
  });
});

function meanDifference(ours: Band, theirs: Uint8Array): number {
  expect(ours.length).toBe(theirs.length);
  return ours.reduce((sum, level, at) => sum + Math.abs(level - theirs[at]!), 0) / ours.length;
}
