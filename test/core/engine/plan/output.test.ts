/** What is encoded, and how, by table: each row differs from its neighbour in what decides. */
import { describe, expect, it } from 'vitest';
import type { Codec, CodecTable } from '../../../../src/core/engine/codec.ts';
import {
  type Changes,
  decideOutput,
  decideQuality,
  outputCodec,
} from '../../../../src/core/engine/plan/output.ts';
import { NO_WISH, type OutputWish } from '../../../../src/core/spec/output.ts';
import type { Format, Source } from '../../../../src/core/spec/source.ts';

const CODECS: CodecTable = new Map(
  (
    [
      ['gif', { alpha: true, encoder: { moving: {} }, decoder: { frames: () => {} } }],
      ['bmp', { alpha: false, encoder: {}, decoder: {} }],
      ['jpg', { alpha: false, encoder: {}, decoder: {}, substitutes: true }],
      ['png', { alpha: true, encoder: {}, decoder: {}, substitutes: true, ownSourcesOnly: true }],
      ['webp', { alpha: true, encoder: {}, decoder: { frames: () => {} }, ownSourcesOnly: true }],
      ['heic', { alpha: true, decoder: {}, unwrittenEc: '0040-00000015' }],
      ['tiff', { alpha: true, decoder: {} }],
    ] as const
  ).map(([format, codec]) => [format, { format, ...codec } as unknown as Codec]),
);

const SOURCE: Source = {
  format: 'jpg',
  bytes: 100_000,
  width: 400,
  height: 300,
  frames: 1,
  orientation: 1,
  alpha: false,
  interlaced: false,
  colour: 'rgb',
};
const wishing = (wish: Partial<OutputWish>): OutputWish => ({ ...NO_WISH, ...wish });

describe('the format', () => {
  const written = (source: Partial<Source>, wish: Partial<OutputWish>) =>
    outputCodec({ ...SOURCE, ...source }, wishing(wish), CODECS).format;

  it.each<[Partial<Source>, Partial<OutputWish>, Format]>([
    [{}, {}, 'jpg'],
    [{}, { format: 'auto' }, 'jpg'],
    [{}, { format: 'bmp' }, 'bmp'],
    // What is not written becomes the substitute for pictures like it.
    [{ format: 'heic' }, {}, 'jpg'],
    [{ format: 'heic', alpha: true }, {}, 'png'],
    [{ format: 'heic', alpha: true }, { format: 'auto' }, 'png'],
    // Some are written for their own sources alone, and for what moves.
    [{}, { format: 'png' }, 'jpg'],
    [{ format: 'png' }, { format: 'png' }, 'png'],
    [{ format: 'gif' }, { format: 'webp' }, 'gif'],
    [{ format: 'gif', frames: 2 }, { format: 'webp' }, 'webp'],
    [{ format: 'gif', frames: 2 }, { format: 'webp', still: true }, 'gif'],
    [{ format: 'tiff', frames: 2 }, { format: 'webp' }, 'jpg'],
    // Where a movement is to be kept, a format that would stop it is none.
    [{ format: 'gif', frames: 2 }, { keepsMovement: true }, 'gif'],
    [{ format: 'webp', frames: 2 }, { keepsMovement: true }, 'jpg'],
    [{ format: 'webp', frames: 1 }, { keepsMovement: true }, 'webp'],
    [{ format: 'webp', frames: 2 }, { keepsMovement: true, still: true }, 'webp'],
  ])('of %j, asked for %j, is %s', (source, wish, format) => {
    expect(written(source, wish)).toBe(format);
  });

  it.each<[Partial<Source>, Partial<OutputWish>, string]>([
    [{}, { format: 'heic' }, '0040-00000015'],
    [{}, { format: 'tiff' }, '0040-00000206'],
    [{}, { format: 'avif' }, '0040-00000206'],
    [{ format: 'gif', frames: 2 }, { format: 'jpg', keepsMovement: true }, '0040-00000206'],
  ])('of %j, asked for %j, is refused as %s', (source, wish, ec) => {
    expect(() => written(source, wish)).toThrow(
      expect.objectContaining({ code: 'InvalidArgument', detail: expect.objectContaining({ ec }) }),
    );
  });

  it('that nobody writes and nothing stands in for is refused by its own name', () => {
    const lone: CodecTable = new Map([...CODECS].filter(([format]) => format === 'heic'));
    expect(() => outputCodec({ ...SOURCE, format: 'heic' }, NO_WISH, lone)).toThrow(
      'The value: heic of parameter: format is invalid.',
    );
  });
});

describe('the quality', () => {
  it.each<[number | undefined, Partial<OutputWish>, Format, number]>([
    [82, {}, 'jpg', 82],
    [82, {}, 'webp', 75],
    [undefined, {}, 'jpg', 75],
    [82, { absoluteQuality: 90 }, 'jpg', 82],
    [82, { absoluteQuality: 81 }, 'webp', 81],
    [undefined, { absoluteQuality: 90 }, 'jpg', 90],
    [80, { relativeQuality: 50 }, 'jpg', 40],
    [81, { relativeQuality: 50 }, 'jpg', 41],
    [80, { relativeQuality: 1 }, 'jpg', 1],
    [20, { relativeQuality: 2 }, 'jpg', 1],
    [undefined, { relativeQuality: 30 }, 'jpg', 30],
    [80, { absoluteQuality: 60, relativeQuality: 50 }, 'jpg', 60],
    [80, { level: { rule: 'exact', quality: 95 }, absoluteQuality: 10 }, 'jpg', 95],
    [80, { level: { rule: 'least', quality: 70 } }, 'jpg', 80],
    [80, { level: { rule: 'least', quality: 90 } }, 'jpg', 90],
    [undefined, { level: { rule: 'least', quality: 70 } }, 'jpg', 70],
  ])('of %s, asked for %j in %s, is %i', (quality, wish, format, expected) => {
    const source = { ...SOURCE, quality };
    expect(decideQuality(source, wishing(wish), { format, defaultQuality: 75 })).toBe(expected);
  });

  it('of a format that has none is any', () => {
    expect(decideQuality(SOURCE, NO_WISH, { format: 'bmp' })).toBe(100);
  });
});

describe('the encoder is told', () => {
  const NOTHING: Changes = {
    coloured: false,
    turned: false,
    marked: false,
    cleared: false,
    scaled: false,
    untouched: false,
  };
  const icc = Uint8Array.of(1);
  const SPARSE = (400 * 300 * 1.25) / 8;

  it.each<[string, Partial<Source>, Partial<Changes>, boolean, object]>([
    ['a profile', { icc }, {}, true, { icc }],
    ['none of CMYK', { icc, colour: 'cmyk' }, {}, true, { icc: undefined }],
    ['that of grey', { icc, colour: 'grey' }, {}, true, { icc, grey: true }],
    [
      'none of grey that got colour',
      { icc, colour: 'grey' },
      { coloured: true },
      true,
      { icc: undefined, grey: false },
    ],
    ['that of what got more colour', { icc }, { coloured: true }, true, { icc }],
    ['no grey of colour', {}, {}, true, { grey: false }],
    ['no orientation that was applied', { orientation: 6 }, {}, true, { orientation: undefined }],
    ['one that was not', { orientation: 6 }, {}, false, { orientation: 6 }],
    [
      'none of what was turned since',
      { orientation: 6 },
      { turned: true },
      false,
      { orientation: undefined },
    ],
    ['none where there is none', {}, {}, false, { orientation: undefined }],
    ['to keep chroma under a mark', {}, { marked: true }, true, { fullChroma: true }],
    ['not to without one', {}, {}, true, { fullChroma: false }],
    ['not to in another format', { format: 'png' }, { marked: true }, true, { fullChroma: false }],
    [
      'to lose nothing of a sparse file',
      { exact: true, bytes: SPARSE - 1 },
      { untouched: true },
      true,
      { exact: true },
    ],
    [
      'to lose what it must of a denser one',
      { exact: true, bytes: SPARSE },
      { untouched: true },
      true,
      { exact: false },
    ],
    ['to lose it of a painted one', { exact: true, bytes: 1 }, {}, true, { exact: false }],
    [
      'to lose nothing at full quality',
      { exact: true, quality: 100 },
      {},
      true,
      { exact: true, quality: 100 },
    ],
    ['of few colours, untouched', { palette: true }, { untouched: true }, true, { drawing: true }],
    ['what transparency took', { alphaBytes: 7 }, { marked: true }, true, { alphaBytes: 7 }],
    [
      'nothing of it once more may be clear',
      { alphaBytes: 7 },
      { cleared: true },
      true,
      { alphaBytes: undefined },
    ],
    [
      'the bits of a pixel that had lost something',
      { width: 100, height: 50, bytes: 1250 },
      {},
      true,
      { bitsPerPixel: 2 },
    ],
    [
      'those of the frame that stands still',
      { width: 100, height: 50, bytes: 1250, stillBytes: 625 },
      {},
      true,
      { bitsPerPixel: 1 },
    ],
    [
      'the usual bits of soft pixels that are scaled',
      { bytes: 1 },
      { scaled: true },
      true,
      { bitsPerPixel: 1 },
    ],
    [
      'no more than noise takes, whatever lies behind the picture',
      { width: 100, height: 50, bytes: 20_000_000 },
      {},
      true,
      { bitsPerPixel: 8 },
    ],
    [
      'no fewer of richer ones',
      { width: 100, height: 50, bytes: 1250 },
      { scaled: true },
      true,
      { bitsPerPixel: 2 },
    ],
    ['none of what had lost nothing', { exact: true, bytes: 1250 }, {}, true, { bitsPerPixel: undefined }],
    ['nothing of few colours that became more', { palette: true }, {}, true, { drawing: false }],
  ])('%s', (_, source, changes, upright, expected) => {
    const chain = { upright, wish: NO_WISH } as never;
    const target = { format: 'jpg', defaultQuality: 75, encoder: {} } as never;
    expect(decideOutput({ ...SOURCE, ...source }, chain, target, { ...NOTHING, ...changes })).toMatchObject(
      expected,
    );
  });

  it.each([
    ['grey', ['rgb'], undefined],
    ['rgb', ['rgb'], icc],
    ['rgb', ['grey'], undefined],
    ['grey', ['grey', 'rgb'], icc],
  ] as const)('of a profile of %s, where the format holds those of %j: %s', (colour, profiles, kept) => {
    const target = { format: 'png', encoder: { profiles } } as never;
    const chain = { upright: true, wish: NO_WISH } as never;
    expect(decideOutput({ ...SOURCE, colour, icc }, chain, target, NOTHING).icc).toBe(kept);
  });
});
