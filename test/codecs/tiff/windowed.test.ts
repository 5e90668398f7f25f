/** Strips whose matches reach far back: all that they hold, whatever is missing, and the memory they may take. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { headerOf } from '../headers.ts';
import { basic, codec, decode, decoder, type Field, writeTiff } from './files.ts';
import { mixedXz, words, XZ_FILES } from './xz-files.ts';

const LZMA = 34_925;
/** Pixels of a row of grey. */
const WIDTH = 300;

const ZSTD = 50_000;

/** Noise that a code of few bits can be made shorter by. */
const noise = (length: number, bits: number) =>
  Uint8Array.from({ length }, (_, i) => Math.imul(i ^ (i >> 7), 0x9e37_79b1) >>> (32 - bits));

/** Bytes that blocks are made of in different ways, each with a level of libzstd. */
const FRAMES: readonly [name: string, data: Uint8Array, level: number, windowLog?: number][] = [
  ['a few words', words(300), 3],
  ['words', words(3000), 19],
  ['words over several blocks', words(400_000), 1],
  ['more than its window', words(400_000), 5, 17],
  ['words by a slow level', words(200_000), 19],
  ['one byte', new Uint8Array(300_000).fill(7), 3],
  ['noise', noise(150_000, 8), 3],
  ['noise of few values', noise(150_000, 3), 3],
  ['noise of few values, quickly', noise(3000, 5), 1],
  ['runs', Uint8Array.from({ length: 60_000 }, (_, i) => (i / 700) ** 2), 9],
];

const FILES = [
  ...[...XZ_FILES, mixedXz()].map(({ name, data, xz }) => ({ name, data, packed: xz, compression: LZMA })),
  ...FRAMES.map(([name, data, level, windowLog]) => ({
    name: `Zstandard: ${name}`,
    data,
    packed: zstdCompressSync(data, {
      params: {
        [constants.ZSTD_c_compressionLevel]: level,
        [constants.ZSTD_c_windowLog]: windowLog ?? 0,
        [constants.ZSTD_c_contentSizeFlag]: windowLog === undefined ? 1 : 0,
      },
    }),
    compression: ZSTD,
  })),
];

const SHORT = FILES.filter(({ data }) => data.length < 10_000);

function greyOf(compression: number, expanded: number, segments: readonly Uint8Array[], more: Field[] = []) {
  const rows = Math.floor(expanded / WIDTH);
  const size = { width: WIDTH, height: rows * segments.length };
  return writeTiff({
    fields: [...basic(size, { compression, photometric: 1, samples: 1, rows }), ...more],
    segments,
  });
}

function planOf(file: Uint8Array) {
  const source = headerOf(codec, file);
  const whole = { x: 0, y: 0, width: source.width, height: source.height };
  return decoder.plan(source, { cut: whole, scale: source, window: whole });
}

const greys = (rgba: Uint8Array) => rgba.filter((_, i) => i % 4 === 0);

describe('a strip of', () => {
  it.each(FILES)('$name', async ({ data, packed, compression }) => {
    const shown = greys(await decode(greyOf(compression, data.length, [packed, packed])));
    const part = data.subarray(0, Math.floor(data.length / WIDTH) * WIDTH);
    expect(Buffer.compare(shown, Buffer.concat([part, part]))).toBe(0);
  });

  it.each(SHORT)(
    '$name, cut off: shown as far as it goes, or refused',
    async ({ data, packed, compression }) => {
      for (let end = 0; end < packed.length; end += 5) {
        const file = greyOf(compression, data.length, [packed.subarray(0, end)]);
        const shown = await decode(file).catch((error: unknown) => error);
        if (shown instanceof ProcessError) expect(shown.status).toBe(400);
        else expectPart(greys(shown as Uint8Array), data);
      }
    },
  );
});

/** What libzstd makes of a frame; undefined for one that it refuses. */
function byLibzstd(frame: Uint8Array): Uint8Array | undefined {
  try {
    return zstdDecompressSync(frame);
  } catch {
    return undefined;
  }
}

describe('damage to a frame of Zstandard', () => {
  const short = SHORT.filter(({ compression, packed }) => compression === ZSTD && packed.length < 2000);

  it.each(short)('that libzstd does not mind changes what is shown as it does there: $name', async (file) => {
    let alike = 0;
    // The header, whose damage is no damage to what is packed, ends within 8 bytes.
    for (let at = 8; at < file.packed.length; at += 3) {
      const frame = file.packed.with(at, file.packed[at]! ^ (1 << ((at * 5) & 7)));
      const theirs = byLibzstd(frame);
      const ours = theirs && (await decode(greyOf(ZSTD, file.data.length, [frame])).catch(() => undefined));
      if (!theirs || !ours) continue;
      const shown = greys(ours);
      expect(Buffer.compare(shown.subarray(0, theirs.length), theirs.subarray(0, shown.length))).toBe(0);
      alike++;
    }
    expect(alike).toBeGreaterThan(0);
  });
});

/** Right as far as anything is, and zeros behind it. */
function expectPart(shown: Uint8Array, data: Uint8Array): void {
  const end = shown.findLastIndex((byte) => byte !== 0) + 1;
  expect(Buffer.compare(shown.subarray(0, end), data.subarray(0, end))).toBe(0);
}

describe('memory', () => {
  /** The same stream with another dictionary size, in half powers of two from 4 KiB on. */
  const withDictionary = (xz: Uint8Array, size: number) => {
    const other = Uint8Array.from(xz);
    other[16] = size;
    return other;
  };
  const { data, xz } = XZ_FILES[0]!;
  const large = { width: 4000, height: 3000 };
  const one = (segment: Uint8Array) =>
    writeTiff({
      fields: basic(large, { compression: LZMA, photometric: 1, samples: 1 }),
      segments: [segment],
    });

  it('is planned by what the first strip reaches back to, and no more than it has', () => {
    const [least, eight, most] = [0, 22, 40].map((size) => planOf(one(withDictionary(xz, size))).peakBytes);
    expect(eight! - least!).toBe(2 ** 23 - 131_072);
    expect(most! - least!).toBe(4000 * 3000 - 131_072);
    expect(planOf(greyOf(LZMA, data.length, [withDictionary(xz, 40)])).peakBytes).toBeLessThan(1e6);
  });

  it('of Zstandard is planned by its window', () => {
    // A window of 8 MiB, of all of a frame of 2^40 bytes, and of a half more than 1 MiB.
    const frames = [
      [0, 13 << 3],
      [0xe0, 0, 0, 0, 0, 0, 1, 0, 0],
      [0, (10 << 3) | 4],
    ];
    const [eight, all, uneven] = frames.map((head) => {
      const segment = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, ...head);
      const fields = basic(large, { compression: ZSTD, photometric: 1, samples: 1 });
      return codec.readHeader(writeTiff({ fields, segments: [segment] }), 1e9);
    });
    expect(eight).toMatchObject({ details: { past: 2 ** 23 } });
    expect(all).toMatchObject({ details: { past: 4000 * 3000 } });
    expect(uneven).toMatchObject({ details: { past: 1.5 * 2 ** 20 } });
  });

  it('is refused to a strip that reaches farther back', async () => {
    const rows = large.height / 2;
    const fields = basic(large, { compression: LZMA, photometric: 1, samples: 1, rows });
    const far = writeTiff({ fields, segments: [withDictionary(xz, 10), withDictionary(xz, 12)] });
    await expect(decode(far)).rejects.toMatchObject({ code: 'MemLimitExceeded', status: 400 });
  });

  it('is asked for only once the first strip can be seen', () => {
    const file = one(xz);
    expect(codec.readHeader(file.subarray(0, 9), file.length)).toBe('more');
    expect(codec.readHeader(file, file.length)).toMatchObject({ details: { past: 2 ** 23 } });
  });
});
