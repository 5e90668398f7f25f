/** Codes of a frame, the wrong ones too: what they stand for up to the first that no table has. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode } from './decode.ts';
import { COLOURS, gifOf } from './files.ts';

const SIZE = { width: 12, height: 9 };
const [CLEAR, END] = [8, 9];

/** The codes as bytes, each in as many bits as a decoder reads it in, and the indices that they stand for. */
function written(wishes: readonly number[]): { data: number[]; indices: number[] } {
  const indices: number[] = [];
  const bits: number[] = [];
  let table: number[][] = [];
  let before: number[] | undefined;
  let ended = false;
  const empty = () => {
    table = Array.from({ length: END + 1 }, (_, i) => (i < CLEAR ? [i] : []));
    before = undefined;
  };
  const put = (code: number) => {
    const width = Math.min(12, Math.max(4, 32 - Math.clz32(table.length)));
    for (let i = 0; i < width; i++) bits.push((code >> i) & 1);
  };
  const take = (code: number) => {
    if (code === CLEAR) return empty();
    const isNext = code === table.length && before !== undefined;
    const stands = isNext ? [...before!, before![0]!] : table[code];
    if (code === END || !stands) {
      ended = true;
      return;
    }
    if (before && table.length < 4096) table.push([...before, stands[0]!]);
    before = stands;
    indices.push(...stands);
  };
  empty();
  for (const wish of wishes) {
    // Mostly codes that there are, or the next two; always ones that fit their bits.
    const code = Math.min(wish % (table.length + 2), 2 ** Math.max(4, 32 - Math.clz32(table.length)) - 1);
    put(code);
    if (!ended) take(code);
    if (ended) break;
  }
  // Ones up to the end of the byte, and colours behind a wrong code, which show that nothing is read on.
  while (bits.length % 8 > 0) bits.push(1);
  const bytes = Array.from({ length: bits.length / 8 }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((sum, bit, i) => sum | (bit << i), 0),
  );
  return { data: ended ? [...bytes, 0x21, 0x43] : bytes, indices };
}

/** What a frame of these indices shows, clear where it has none; nothing without any. */
function pictureOf(indices: readonly number[]): number[] | undefined {
  if (indices.length === 0) return undefined;
  const pixels = Array.from({ length: SIZE.width * SIZE.height }, (_, i) => indices[i]);
  return pixels.flatMap((index) => (index === undefined ? [0, 0, 0, 0] : COLOURS[index]!));
}

async function shownBy(data: readonly number[]): Promise<number[] | undefined> {
  const file = gifOf(SIZE, [{ place: { x: 0, y: 0, ...SIZE }, indices: 0, data }]);
  return decode(file).then(
    (pixels) => [...pixels],
    (error: unknown) => void expect(error).toMatchObject({ code: 'BadRequest' }),
  );
}

it('codes stand for what those before them made, up to the first that nothing made', async () => {
  const wishes = fc.array(fc.oneof(fc.nat(7), fc.nat(5000)), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(wishes, async (list) => {
      const { data, indices } = written([...list, END]);
      expect(await shownBy(data)).toEqual(pictureOf(indices));
    }),
    { numRuns: 300 },
  );
});
