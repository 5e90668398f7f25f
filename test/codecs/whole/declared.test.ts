/** What formats declare of themselves, against the vendor's tables (operations reference, sections 2 and 14). */
import { describe, expect, it } from 'vitest';
import { checkSource, OSS_LIMITS } from '../../../src/core/engine/plan/limits.ts';
import { checkResult, decideQuality, outputCodec } from '../../../src/core/engine/plan/output.ts';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { NO_WISH } from '../../../src/core/spec/output.ts';
import type { Format, Source } from '../../../src/core/spec/source.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import { loadModules } from '../../../scripts/lib/modules.ts';

const CODECS = createCodecs(await loadModules());

const SOURCE: Source = {
  format: 'png',
  bytes: 1,
  width: 100,
  height: 100,
  frames: 1,
  orientation: 1,
  alpha: false,
  interlaced: false,
  colour: 'rgb',
};

function codecOf(format: Format) {
  const codec = CODECS.get(format);
  if (!codec) throw new Error(`No codec of ${format}`);
  return codec;
}

function ecOf(work: () => void): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof ProcessError) return error.detail.ec ?? 'none';
    throw error;
  }
  return undefined;
}

describe('a side of a source', () => {
  it.each<[Format, number, string]>([
    ['jpg', 30_000, '0040-00000019'],
    ['png', 30_000, 'none'],
    ['webp', 30_000, 'none'],
    ['gif', 30_000, 'none'],
    ['bmp', 30_000, '0040-00000017'],
    ['tiff', 16_384, '0040-00000018'],
    ['heic', 30_000, '0040-00000013'],
    ['avif', 10_000, '0040-00000014'],
  ])('of %s has at most %d pixels, else %s', (format, most, ec) => {
    const check = (width: number) =>
      ecOf(() => checkSource({ ...SOURCE, format, width }, codecOf(format), OSS_LIMITS));
    expect(check(most)).toBeUndefined();
    expect(check(most + 1)).toBe(ec);
  });
});

describe('a side of a result', () => {
  it.each<[Format, number, string]>([
    ['jpg', 65_535, '0040-00000007'],
    ['webp', 16_383, '0040-00000011'],
    ['gif', 65_535, '0040-00000007'],
    ['bmp', 30_000, '0040-00000007'],
    ['tiff', 16_384, '0040-00000007'],
    ['avif', 4096, '0040-00000014'],
  ])('in %s has at most %d pixels, else %s', (format, most, ec) => {
    const target = outputCodec({ ...SOURCE, format }, { ...NO_WISH, format }, CODECS);
    const check = (height: number) => ecOf(() => checkResult({ width: 1, height }, target));
    expect(check(most)).toBeUndefined();
    expect(check(most + 1)).toBe(ec);
  });
});

describe('quality that nobody names', () => {
  it.each<[Format, number]>([
    ['jpg', 85],
    ['webp', 80],
    ['avif', 60],
    ['png', 100],
  ])('is that of the format: %s at %d', (format, quality) => {
    expect(decideQuality({ ...SOURCE, format: 'bmp' }, NO_WISH, codecOf(format))).toBe(quality);
  });
});

describe('transparency', () => {
  it.each<[Format, boolean]>([
    ['jpg', false],
    ['png', true],
    ['webp', true],
    ['gif', true],
    ['bmp', true],
    ['tiff', true],
    ['avif', true],
    ['heic', true],
  ])('of %s: %s', (format, alpha) => {
    expect(codecOf(format).alpha).toBe(alpha);
  });
});

describe('the format that is written', () => {
  it.each<[Format, Format | undefined, boolean, Format]>([
    ['jpg', undefined, false, 'jpg'],
    ['jpg', 'gif', false, 'jpg'],
    ['gif', 'gif', false, 'gif'],
    ['heic', undefined, false, 'jpg'],
    ['heic', undefined, true, 'png'],
    ['heic', 'webp', true, 'webp'],
  ])('of a %s that is to be %s (transparent: %s) is %s', (format, wish, alpha, written) => {
    expect(outputCodec({ ...SOURCE, format, alpha }, { ...NO_WISH, format: wish }, CODECS).format).toBe(
      written,
    );
  });

  it('is refused where it cannot be written', () => {
    const ec = (format: Format) => ecOf(() => outputCodec(SOURCE, { ...NO_WISH, format }, CODECS));
    expect(ec('heic')).toBe('0040-00000015');
  });
});
