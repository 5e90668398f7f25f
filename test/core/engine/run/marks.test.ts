import { say } from '../../../../src/core/spec/sentence.ts';
import { describe, expect, it } from 'vitest';
import { createLedger } from '../../../../src/core/engine/ledger.ts';
import { mapTones, brightness } from '../../../../src/core/image/kernels/tone.ts';
import { OPERATIONS } from '../../../../src/core/ops/index.ts';
import { pixelOperation } from '../../../../src/core/spec/operation.ts';
import { optional } from '../../../../src/core/spec/params.ts';
import type { Marks } from '../../../../src/core/spec/marks.ts';
import { integer } from '../../../../src/core/spec/values.ts';
import { encodePlain } from '../../support/codec.ts';
import { jobOf, plainEngine } from '../../support/engine.ts';
import { scene } from '../../support/pictures.ts';

const FILE = encodePlain(scene({ width: 300, height: 200 }), 'jpg');

/** An operation that fetches a mark of so many bytes and then draws something. */
const mark = pixelOperation({
  name: 'mark',
  summary: say('Draws a mark.', '画水印。'),
  params: { bytes: optional(integer(0, 900_000_000), say('Bytes of the mark.', '水印的字节数。')) },
  examples: ['mark,bytes_1'],
  plan: (size) => ({ size, paints: true }),
  async prepare(size, { bytes = 0 }, marks) {
    const { width } = await marks.picture('key', 'image/resize,P_10', size);
    return { bytes, content: width };
  },
  paint: (picture, _values, _plan, _context, prepared) =>
    mapTones(picture, brightness(prepared?.content as number)),
});

function setUp() {
  const ledger = createLedger({ capacity: 5_000_000, maxWaiting: 10 });
  const engine = plainEngine({ ledger, operations: [...OPERATIONS, mark] });
  const log: string[] = [];
  const marks: Marks = {
    async picture(_key, chain, canvas) {
      log.push(`fetch on ${canvas.width}x${canvas.height} with ${ledger.reserved} reserved`);
      return engine.raster(jobOf(engine, FILE, chain ?? 'image/bright,0'), canvas);
    },
    text: () => Promise.reject(new Error('no text here')),
  };
  const render = (chain: string, rest = {}) =>
    engine.render(jobOf(engine, FILE, `image/${chain}`, { marks, ...rest }));
  return { engine, ledger, log, render };
}

describe('marks', () => {
  it('are made before anything is promised to the picture, for its size at that point', async () => {
    const { render, log } = setUp();
    await render('resize,w_150/mark');
    expect(log).toEqual(['fetch on 150x100 with 0 reserved']);
  });

  it('are made once however often they are drawn at one size', async () => {
    const { render, log } = setUp();
    await render('mark,bytes_1/mark,bytes_1/mark,bytes_2/bright,3/mark,bytes_1');
    expect(log).toHaveLength(2);
    await render('mark,bytes_1/resize,w_30/mark,bytes_1');
    expect(log).toHaveLength(4);
  });

  it('are part of what the picture reserves', async () => {
    const { render } = setUp();
    await expect(render('mark,bytes_1000')).resolves.toMatchObject({ type: 'image/jpg' });
    await expect(render('mark,bytes_4900000')).rejects.toMatchObject({ code: 'MemLimitExceeded' });
  });

  it('are refused where there are none to be had, and when they are too large together', async () => {
    const { render } = setUp();
    await expect(render('mark', { marks: undefined })).rejects.toMatchObject({
      code: 'WatermarkError',
      status: 400,
    });
    await expect(render('mark,bytes_20000000/mark,bytes_20000001')).rejects.toMatchObject({
      code: 'WatermarkError',
    });
  });

  it('have no marks of their own', async () => {
    const { ledger, engine } = setUp();
    const job = jobOf(engine, FILE, 'image/mark,bytes_1');
    await expect(engine.raster(job, { width: 9, height: 9 })).rejects.toMatchObject({
      code: 'WatermarkError',
    });
    expect(ledger.reserved).toBe(0);
  });

  it('never make jobs wait for each other: many at once all end', async () => {
    const { render, ledger } = setUp();
    const jobs = Array.from({ length: 8 }, (_, i) => render(`mark,bytes_${i * 1000}/bright,${i}`));
    await expect(Promise.all(jobs)).resolves.toHaveLength(8);
    expect(ledger.reserved).toBe(0);
  });
});
