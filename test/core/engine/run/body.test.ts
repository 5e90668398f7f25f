import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBody } from '../../../../src/core/engine/run/body.ts';
import { chunked } from '../../support/engine.ts';

const FILE = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 31) % 251);

describe('openBody', () => {
  it('reads a little, then twice as much, then everything, in chunks of any length', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30_000 }), fc.nat(5), async (length, looks) => {
        const body = openBody(chunked(FILE, length), FILE.length);
        const seen: number[] = [];
        for (let i = 0; i < looks; i++) {
          await body.more();
          seen.push(body.head.length);
          expect(body.head).toEqual(FILE.subarray(0, body.head.length));
        }
        expect(seen).toEqual([16_384, 32_768, 65_536, 100_000, 100_000].slice(0, looks));
        expect(body.complete).toBe(looks >= 4);
        expect(await body.all()).toEqual(FILE);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves where it is what comes in one piece, also behind a header that was looked for', async () => {
    const body = openBody(chunked(FILE, FILE.length), FILE.length);
    for (let looks = 0; looks < 2; looks++) await body.more();
    expect(body.head).toEqual(FILE.subarray(0, 32_768));
    const all = await body.all();
    expect(all).toEqual(FILE);
    expect(all.buffer).toBe(body.head.buffer);
    expect(all.byteLength).toBe(FILE.length);
  });

  it('keeps nothing of a piece once it asks for the next one', async () => {
    for (const length of [700, 20_000, 40_000]) {
      const body = openBody(scribbled(length), FILE.length);
      for (let looks = 0; looks < 3; looks++) await body.more();
      expect(await body.all()).toEqual(FILE);
    }
  });

  it('refuses a body that ends before its size, however it is read', async () => {
    const open = () => openBody(chunked(FILE.subarray(0, 20_000)), 30_000);
    await expect(open().all()).rejects.toMatchObject({ code: 'BadRequest', status: 400 });
    const body = open();
    await body.more();
    await expect(body.more()).rejects.toMatchObject({ status: 400 });
  });

  it('takes no more than its size of a body that goes on', async () => {
    expect(await openBody(chunked(FILE, 700), 1000).all()).toEqual(FILE.subarray(0, 1000));
  });

  it('is nothing for an empty object', async () => {
    const body = openBody(chunked(new Uint8Array()), 0);
    await body.more();
    expect(body.complete).toBe(true);
    expect(await body.all()).toHaveLength(0);
  });

  it('ends its source once', async () => {
    let ends = 0;
    async function* source() {
      try {
        yield* chunked(FILE, 500);
      } finally {
        ends++;
      }
    }
    const body = openBody(source(), FILE.length);
    await body.more();
    await body.close();
    await body.close();
    expect(ends).toBe(1);
  });
});

/** The file in pieces of one buffer that is used again and again. */
async function* scribbled(length: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(length);
  for (let at = 0; at < FILE.length; at += length) {
    const piece = FILE.subarray(at, at + length);
    buffer.set(piece);
    yield buffer.subarray(0, piece.length);
  }
}
