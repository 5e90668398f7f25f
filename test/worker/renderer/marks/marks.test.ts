/** What marks are made of: the versions that an address names and no others, and memory that is given back. */
import { beforeEach, expect, it, vi } from 'vitest';
import type { Engine } from '../../../../src/core/engine/engine.ts';
import { createLease, type Lease } from '../../../../src/core/engine/lease.ts';
import { createLedger, type Ledger } from '../../../../src/core/engine/ledger.ts';
import { ProcessError } from '../../../../src/core/spec/error.ts';
import type { Lettering, TextRequest } from '../../../../src/core/spec/marks.ts';
import type { Bucket, GetOptions, ObjectHead } from '../../../../src/oss/ports.ts';
import type { SetText } from '../../../../src/text/text.ts';
import { createMarks } from '../../../../src/worker/renderer/marks/marks.ts';
import type { FontFinder } from '../../../../src/worker/storage/fonts.ts';
import { SourceChanged } from '../../../../src/worker/wire/errors.ts';

const TEXT: TextRequest = { text: 'a', font: 'own', size: 9, rotate: 0 };
const LETTERING = {} as Lettering;
const fontOf = (etag: string) => ({ key: '.fonts/own.ttf', etag, size: 7 }) as ObjectHead;

let lease: Lease;
let ledger: Ledger;
/** What the bucket is asked, and what it gives: nothing once it is empty. */
let asked: [string, GetOptions | undefined][];
let isEmpty: boolean;
let setText: SetText;
let raster: Engine['raster'];
/** Fonts that are found: remembered ones first. */
let found: (ObjectHead | undefined)[];
let looks: unknown[];

beforeEach(() => {
  lease = createLease();
  ledger = createLedger({ capacity: 100, maxWaiting: 1 });
  [asked, isEmpty, found, looks] = [[], false, [], []];
  setText = () => Promise.resolve(LETTERING);
  raster = () => Promise.resolve({ width: 1, height: 1, data: new Uint8ClampedArray(4) } as never);
});

const bucket = {
  settings: { name: 'photos' },
  objects: {
    async get(key: string, options?: GetOptions) {
      asked.push([key, options]);
      return isEmpty ? undefined : { size: 3, body: new Blob(['abc']).stream() };
    },
  },
} as unknown as Bucket;
const finder = {
  async find(_: Bucket, name: string, options?: unknown) {
    looks.push([name, options]);
    return found.length > 1 ? found.shift() : found[0];
  },
} as FontFinder;
const marks = () =>
  createMarks({
    engine: {
      parse: (text: string) => ({ text }),
      raster: (...all: Parameters<typeof raster>) => raster(...all),
    } as unknown as Engine,
    setText: (...all) => setText(...all),
    fonts: finder,
    ledger,
  })(
    bucket,
    {
      pictures: new Map([['m.png', 'e1']]),
      fonts: new Map([
        ['own', 'f1'],
        ['built-in', undefined],
      ]),
    },
    lease,
  );

it.each([
  [40, 40],
  [100, 100],
  [5000, 100],
])(
  'a text that takes %i bytes is promised %i, which are given back before its job ends',
  async (bytes, promised) => {
    const held: number[] = [];
    setText = async (_, __, hold) => {
      const release = await hold?.(bytes);
      held.push(ledger.reserved);
      release?.();
      held.push(ledger.reserved);
      return LETTERING;
    };
    expect(await marks().text(TEXT)).toBe(LETTERING);
    expect(held).toEqual([promised, 0]);
  },
);

it('what a text holds goes with its job', async () => {
  setText = async (_, __, hold) => {
    await hold?.(40);
    return LETTERING;
  };
  await marks().text(TEXT);
  expect(ledger.reserved).toBe(40);
  lease.end();
  expect(ledger.reserved).toBe(0);
});

it('fonts are read in the version that the address names, by range', async () => {
  found = [fontOf('f1')];
  setText = async (_, fonts) => {
    const font = await fonts('own');
    expect([font?.id, font?.size]).toEqual(['photos/.fonts/own.ttf#f1', 7]);
    expect(new TextDecoder().decode(await font?.read(2, 3))).toBe('abc');
    isEmpty = true;
    await expect(font?.read(2, 3)).rejects.toThrow(SourceChanged);
    expect([await fonts('built-in'), await fonts('other')]).toEqual([undefined, undefined]);
    return LETTERING;
  };
  await marks().text(TEXT);
  expect(asked[0]).toEqual(['.fonts/own.ttf', { range: { offset: 2, length: 3 }, etag: 'f1' }]);
  expect(looks).toEqual([['own', undefined]]);
});

it.each([
  ['the version that is remembered is old', [fontOf('f0'), fontOf('f1')], true],
  ['none is remembered', [undefined, fontOf('f1')], true],
  ['another is there by now', [fontOf('f2')], false],
  ['none is there any more', [undefined], false],
])('fonts are looked for anew where %s', async (_, heads, isFound) => {
  found = heads;
  setText = async (__, fonts) => {
    if (isFound) expect((await fonts('own'))?.id).toContain('#f1');
    else await expect(fonts('own')).rejects.toThrow(SourceChanged);
    return LETTERING;
  };
  await marks().text(TEXT);
  expect(looks).toEqual([
    ['own', undefined],
    ['own', { recent: false }],
  ]);
});

it('pictures are drawn in the version that the address names, as they are or by a chain', async () => {
  const chains: unknown[] = [];
  raster = async ({ chain, size }, on) => {
    chains.push([chain, size, on]);
    return {} as never;
  };
  const canvas = { width: 3, height: 4 };
  await marks().picture('m.png', undefined, canvas);
  await marks().picture('m.png', 'image/resize,w_1', canvas);
  expect(asked).toEqual([
    ['m.png', { etag: 'e1' }],
    ['m.png', { etag: 'e1' }],
  ]);
  expect(chains).toEqual([
    [{ text: 'image/auto-orient,1' }, 3, canvas],
    [{ text: 'image/resize,w_1' }, 3, canvas],
  ]);
  isEmpty = true;
  await expect(marks().picture('m.png', undefined, canvas)).rejects.toThrow(SourceChanged);
});

it.each([
  [
    new ProcessError('BadRequest', 'no format', { ec: '0040-00000005' }),
    { ec: '0040-00000027', message: 'no format' },
  ],
  [new ProcessError('BadRequest', 'torn', { ec: '0040-00000006' }), { ec: '0040-00000006', message: 'torn' }],
  [new TypeError('a fault of ours'), { message: 'a fault of ours' }],
])('what is wrong with a picture is said of the mark: %s', async (error, { message, ...detail }) => {
  raster = vi.fn<typeof raster>(() => Promise.reject(error));
  const thrown = await marks()
    .picture('m.png', undefined, { width: 1, height: 1 })
    .catch((one: unknown) => one);
  expect(thrown).toBeInstanceOf(error.constructor);
  expect(thrown).toMatchObject({ message, ...('ec' in detail && { detail }) });
});
