/** Strips whose matches reach far back: all that they hold, whatever is missing, and the memory they may take. */
import { describe, expect, it } from 'vitest';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { headerOf } from '../headers.ts';
import { basic, codec, decode, decoder, type Field, writeTiff } from './files.ts';
import { mixedXz, XZ_FILES } from './xz-files.ts';

const LZMA = 34_925;
/** Pixels of a row of grey. */
const WIDTH = 300;

const FILES = [...XZ_FILES, mixedXz()].map(({ name, data, xz }) => ({
  name,
  data,
  packed: xz,
  compression: LZMA,
}));

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
