import { expect, it } from 'vitest';
import type { CodecTable } from '../../../../src/core/engine/codec.ts';
import { createLedger } from '../../../../src/core/engine/ledger.ts';
import { encodePlain, plainCodecs } from '../../support/codec.ts';
import { jobOf, plainEngine } from '../../support/engine.ts';
import { scene } from '../../support/pictures.ts';

const FILE = encodePlain(scene({ width: 300, height: 200 }), 'jpg');
const LONG_HEADER = 128 * 1024;

/** The plain formats with a header that fills so many bytes. */
function codecsWithHeader(length: number): CodecTable {
  return new Map(
    [...plainCodecs()].map(([format, codec]) => [
      format,
      {
        ...codec,
        readHeader: (head: Uint8Array, size: number) =>
          head.length < length ? ('more' as const) : codec.readHeader(head, size),
      },
    ]),
  );
}

/** Two jobs whose bodies wait after so many bytes; what the ledger has promised then, and how far each has come. */
async function twoJobs(header: number, capacity: number) {
  const ledger = createLedger({ capacity, maxWaiting: 10 });
  const engine = plainEngine({ codecs: codecsWithHeader(header), ledger });
  const read = [0, 0];
  let goOn = () => {};
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  const jobs = read.map((_, i) => {
    async function* body() {
      for (let at = 0; at < FILE.length; at += 16_384) {
        if (at > LONG_HEADER) await gate;
        yield FILE.subarray(at, at + 16_384);
        read[i] = Math.min(FILE.length, at + 16_384);
      }
    }
    return engine.render(jobOf(engine, FILE, 'image/resize,w_30', { body: body() }));
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const promised = ledger.reserved;
  const waiting = [...read];
  goOn();
  await Promise.all(jobs);
  return { promised, waiting, left: ledger.reserved };
}

it('reads one long header at a time, with all of its original promised', async () => {
  const { promised, waiting } = await twoJobs(LONG_HEADER + 1, 2 ** 40);
  expect(promised).toBe(FILE.length);
  const [most, least] = waiting.toSorted((a, b) => b - a);
  expect(most).toBeGreaterThan(LONG_HEADER);
  expect(least).toBeLessThanOrEqual(LONG_HEADER);
});

it('reads short headers side by side, and promises nothing for them', async () => {
  const { promised, waiting } = await twoJobs(LONG_HEADER, 2 ** 40);
  expect(waiting[0]).toBe(waiting[1]);
  expect(promised).toBeGreaterThan(FILE.length);
});
