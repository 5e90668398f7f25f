import { describe, expect, it } from 'vitest';
import type { Job } from '../../../../src/core/engine/job.ts';
import { createLease } from '../../../../src/core/engine/lease.ts';
import { createLedger } from '../../../../src/core/engine/ledger.ts';
import { OSS_LIMITS } from '../../../../src/core/engine/plan/limits.ts';
import { ProcessError } from '../../../../src/core/spec/error.ts';
import { encodePlain, plainCodecs, type Bends } from '../../support/codec.ts';
import { chunked, jobOf, joined, plainEngine } from '../../support/engine.ts';
import { flowing, plain, scene } from '../../support/pictures.ts';

const PICTURE = scene({ width: 300, height: 200 });
const FILE = encodePlain(PICTURE, 'jpg');

/** An engine with a small ledger, a body that says whether it was ended, and what both held at the end. */
function watched(bends: Bends = {}, file = FILE) {
  const ledger = createLedger({ capacity: 50_000_000, maxWaiting: 10 });
  const engine = plainEngine({ codecs: plainCodecs(bends), ledger });
  let open = 0;
  async function* body() {
    open++;
    try {
      yield* chunked(file, 1000);
    } finally {
      open--;
    }
  }
  return {
    engine,
    ledger,
    render: (chain: string, rest: Partial<Job> = {}) =>
      engine.render(jobOf(engine, file, `image/${chain}`, { body: body(), ...rest })),
    get open() {
      return open;
    },
  };
}

describe('render', () => {
  it.each(['resize,w_30', 'rotate,90', 'average-hue'])(
    'refuses what a decoder has not planned: %s',
    async (chain) => {
      const decoder = { decode: () => flowing(scene({ width: 299, height: 200 }), { rows: [200] }) };
      const { render, ledger } = watched({ decoder });
      await expect(render(chain)).rejects.toThrow(
        'the decoder made 299 × 200 pixels where 300 × 200 were planned',
      );
      expect(ledger.reserved).toBe(0);
    },
  );

  it('gives its turn to the next job when it is done, and lets nobody think that it died', async () => {
    let resets = 0;
    const engine = plainEngine({ reset: () => void resets++ });
    const leases = [createLease(), createLease()];
    for (const lease of leases) await engine.render(jobOf(engine, FILE, 'image/resize,w_30', { lease }));
    for (const lease of leases) lease.end();
    await engine.render(jobOf(engine, FILE, 'image/resize,w_30'));
    expect(resets).toBe(0);
  });

  it('answers the encoded picture, its size and type, the plan and the phases', async () => {
    const { render } = watched();
    const result = await render('resize,w_30');
    expect(result).toMatchObject({
      type: 'image/jpg',
      size: 30 * 20 * 4 + 12,
      plan: { size: { width: 30, height: 20 } },
    });
    expect(joined(result.chunks)).toHaveLength(result.size);
    expect(Object.keys(result.phases)).toEqual(['head', 'plan', 'wait', 'render']);
  });

  it('reads the header again with more bytes until it ends', async () => {
    const looks: number[] = [];
    const codecs = new Map(
      [...plainCodecs()].map(([format, codec]) => [
        format,
        {
          ...codec,
          readHeader(head: Uint8Array, size: number) {
            looks.push(head.length);
            return head.length < 50_000 ? ('more' as const) : codec.readHeader(head, size);
          },
        },
      ]),
    );
    const engine = plainEngine({ codecs });
    await engine.render(jobOf(engine, FILE, 'image/info', { body: chunked(FILE, 10) }));
    expect(looks).toEqual([16_384, 32_768, 65_536]);
  });
});

describe('whatever goes wrong', () => {
  const broken = new Error('a fault of ours');
  const rejecting = (): never => {
    throw broken;
  };

  it.each<[string, Bends, string, Partial<Job>, object]>([
    [
      'no codec knows the bytes',
      {},
      'resize,w_1',
      { size: 3, body: chunked(new Uint8Array(3)) },
      { code: 'BadRequest', detail: { ec: '0040-00000005' } },
    ],
    [
      'the object is empty',
      {},
      'resize,w_1',
      { size: 0, body: chunked(new Uint8Array()) },
      { code: 'BadRequest' },
    ],
    [
      'the header never ends',
      {},
      'info',
      { size: 8, body: chunked(FILE.subarray(0, 8)) },
      { code: 'BadRequest', status: 400 },
    ],
    [
      'the body is shorter than its size',
      {},
      'resize,w_1',
      { size: FILE.length + 1 },
      { code: 'BadRequest', status: 400 },
    ],
    ['the object has too many bytes', {}, 'info', { size: OSS_LIMITS.bytes + 1 }, { code: 'ImageTooLarge' }],
    ['the picture is too wide', { source: { width: 30_001 } }, 'info', {}, { code: 'MemLimitExceeded' }],
    [
      'the picture has too many pixels',
      { source: { width: 25_000, height: 10_001 } },
      'average-hue',
      {},
      { code: 'MemLimitExceeded' },
    ],
    ['a step refuses the size', {}, 'crop,x_300', {}, { code: 'BadRequest' }],
    [
      'nobody writes the format',
      {},
      'format,avif',
      {},
      { code: 'InvalidArgument', detail: { ec: '0040-00000206' } },
    ],
    [
      'the picture is too large for the format',
      { encoder: { maxSide: 299 } },
      'bright,1',
      {},
      { code: 'ImageTooLarge' },
    ],
    [
      'it would never fit into memory',
      {
        decoder: {
          plan: () => ({ width: 300, height: 200, did: 'none', peakBytes: 6e7, cost: 0, route: '' }),
        },
      },
      'bright,1',
      {},
      { code: 'MemLimitExceeded', status: 400 },
    ],
    ['the decoder throws', { decoder: { decode: rejecting } }, 'bright,1', {}, broken],
    ['the encoder throws', { encoder: { encode: rejecting } }, 'bright,1', {}, broken],
  ])('when %s, nothing stays held and the next job is served', async (_what, bends, chain, rest, error) => {
    const host = watched(bends);
    // What a job gives back by itself it does not leave to the end of its lease; and who comes next gets the turn.
    for (const lease of [undefined, createLease(), undefined]) {
      await expect(host.render(chain, { lease, ...rest })).rejects.toMatchObject(error);
      expect({ open: host.open, reserved: host.ledger.reserved }).toEqual({ open: 0, reserved: 0 });
    }
    const next = watched();
    await expect(next.render('resize,w_3')).resolves.toMatchObject({ type: 'image/jpg' });
  });
});

describe('a lease', () => {
  it('holds what the result takes until it ends', async () => {
    const { render, ledger } = watched();
    const lease = createLease();
    const { size } = await render('resize,w_30', { lease });
    expect(ledger.reserved).toBe(size);
    await render('average-hue', { lease });
    expect(ledger.reserved).toBe(size);
    await render('resize,w_30');
    expect(ledger.reserved).toBe(size);
    lease.end();
    expect(ledger.reserved).toBe(0);
  });

  it.each([
    ['before its header', 0],
    ['in its pixels', 20_000],
  ])('that is stopped while the body hangs %s lets the job go, and closes the body', async (_, bytes) => {
    const { engine, ledger } = watched();
    const lease = createLease();
    let closed = 0;
    const body: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => {
        let read = 0;
        return {
          next() {
            if (read >= bytes) return new Promise(() => undefined);
            const value = FILE.subarray(read, (read += 10_000));
            return Promise.resolve({ done: false, value });
          },
          return() {
            closed++;
            return Promise.reject(new Error('nobody is there to close'));
          },
        };
      },
    };
    const made = engine.render(jobOf(engine, FILE, 'image/resize,w_3', { body, lease }));
    setTimeout(() => lease.stop(new Error('hung up')), 5);
    await expect(made).rejects.toThrow('hung up');
    expect([closed, ledger.reserved, ledger.waiting]).toEqual([1, 0, 0]);
  });

  it('does not hide that a body could not be closed', async () => {
    const { engine } = watched();
    const chunks = chunked(FILE.subarray(0, 40_000));
    const body: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => chunks.next(),
        return: () => Promise.reject(new Error('it stays open')),
      }),
    };
    await expect(engine.render(jobOf(engine, FILE, 'image/info', { body }))).rejects.toThrow('it stays open');
  });
});

describe('a budget of computing', () => {
  it('refuses before a pixel is decoded what costs more by its plan, and nothing below', async () => {
    const decoder: Bends['decoder'] = {
      decode() {
        throw new Error('it was decoded');
      },
    };
    const picture = encodePlain(scene({ width: 300, height: 200 }), 'jpg');
    const render = (cost: number, chain: string, bends: Bends = {}) => {
      const engine = plainEngine({ codecs: plainCodecs(bends), limits: { ...OSS_LIMITS, cost } });
      return engine.render(jobOf(engine, picture, chain));
    };
    const { plan } = await render(1000, 'image/blur,r_9,s_9');
    const dear = Array.from({ length: 40 }, () => 'blur,r_9,s_9').join('/');
    await expect(render((plan?.cost ?? 0) * 2, `image/${dear}`, { decoder })).rejects.toMatchObject({
      code: 'ImageTooLarge',
      status: 400,
      message: expect.stringContaining('s of computing'),
    });
    await expect(render((plan?.cost ?? 0) * 2, 'image/blur,r_9,s_9')).resolves.toMatchObject({
      type: 'image/jpg',
    });
  });
});

describe('jobs at once', () => {
  it('render one at a time, the short before the long', async () => {
    const log: string[] = [];
    const encoder: Bends['encoder'] = {
      async *encode(picture) {
        log.push(`${picture.width} in`);
        for await (const _ of picture.bands()) await new Promise((resolve) => setTimeout(resolve, 1));
        log.push(`${picture.width} out`);
        yield new Uint8Array(1);
      },
    };
    const { render } = watched({ encoder });
    await Promise.all([render('resize,w_30'), render('resize,w_20'), render('resize,w_10')]);
    expect(log).toEqual(['30 in', '30 out', '10 in', '10 out', '20 in', '20 out']);
  });

  it('stay within the ledger and wait for it', async () => {
    let most = 0;
    const ledger = createLedger({ capacity: 1_000_000, maxWaiting: 10 });
    const peak = {
      plan: () => ({ width: 300, height: 200, did: 'none' as const, peakBytes: 200_000, cost: 0, route: '' }),
    };
    const engine = plainEngine({
      codecs: plainCodecs({ decoder: peak }),
      ledger,
      now: () => (most = Math.max(most, ledger.reserved)),
    });
    const jobs = Array.from({ length: 6 }, () => engine.render(jobOf(engine, FILE, 'image/bright,9')));
    await Promise.all(jobs);
    expect(most).toBeGreaterThan(500_000);
    expect(most).toBeLessThanOrEqual(1_000_000);
    expect(ledger.reserved).toBe(0);
  });

  it('go on after one of them failed', async () => {
    let calls = 0;
    const host = watched({
      encoder: {
        async *encode() {
          if (calls++ === 0) throw new ProcessError('BadRequest', 'no');
          yield new Uint8Array(1);
        },
      },
    });
    const results = await Promise.allSettled([
      host.render('bright,1'),
      host.render('bright,2'),
      host.render('bright,3'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect({ open: host.open, reserved: host.ledger.reserved }).toEqual({ open: 0, reserved: 0 });
  });
});

describe('raster', () => {
  const engine = plainEngine();
  const canvas = { width: 400, height: 100 };
  const raster = (chain: string, format: 'jpg' | 'png' = 'jpg') =>
    engine.raster(jobOf(engine, encodePlain(PICTURE, format), `image/${chain}`), canvas);

  it('gives pixels, counting percentages from the picture they are drawn onto', async () => {
    expect(await raster('resize,P_20')).toMatchObject({ width: 30, height: 20, opaque: true });
  });

  it('clears what steps cut off, whatever the format', async () => {
    const { pixels, opaque } = await raster('rounded-corners,r_30');
    expect([...pixels.subarray(0, 4), opaque]).toEqual([0, 0, 0, 0, false]);
  });

  it('gives no report and nothing of more than 32 MiB', async () => {
    await expect(raster('info')).rejects.toMatchObject({ code: 'InvalidArgument' });
    await expect(raster('resize,w_4096,limit_0')).rejects.toMatchObject({
      code: 'WatermarkError',
      status: 400,
    });
  });

  it('gives nothing for a picture of one colour but that colour', async () => {
    const file = encodePlain(plain({ width: 9, height: 9 }, [7, 8, 9, 255]), 'jpg');
    const { pixels } = await engine.raster(jobOf(engine, file, 'image/resize,P_50'), canvas);
    expect(new Set(pixels)).toEqual(new Set([7, 8, 9, 255]));
  });
});

describe('what codecs keep', () => {
  it('is asked to yield, before decoding, to all that is promised', async () => {
    const asked: unknown[] = [];
    const ledger = createLedger({ capacity: 50_000_000, maxWaiting: 10 });
    const codecs = plainCodecs();
    const jpg = codecs.get('jpg')!;
    const decode: typeof jpg.decoder = {
      ...jpg.decoder!,
      decode: (...of) => (asked.push('decode'), jpg.decoder!.decode(...of)),
    };
    const engine = plainEngine({
      ledger,
      codecs: new Map([...codecs, ['jpg', { ...jpg, decoder: decode }]]),
      trim: (uses, budget) => asked.push([...uses], budget),
    });
    const waiting = await ledger.reserve(1_000_000);
    const { plan } = await engine.render(jobOf(engine, FILE, 'image/format,png'));
    expect(asked).toEqual([['decode jpg', 'encode png'], 49_000_000 - plan!.peakBytes, 'decode']);
    waiting.release();
    await engine.raster(jobOf(engine, FILE, 'image/resize,w_30'), { width: 30, height: 20 });
    expect(asked.slice(3, 4)).toEqual([['decode jpg']]);
  });
});
