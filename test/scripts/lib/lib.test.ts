/** What several commands share. */
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inParallel } from '../../../scripts/lib/in-parallel.ts';
import { addressOf } from '../../../scripts/lib/place.ts';
import { table } from '../../../scripts/lib/page.ts';
import { similarity } from '../../../scripts/lib/similarity.ts';
import { textOf } from '../../../scripts/lib/xml.ts';
import { ssim } from '../../../bench/compare.ts';

describe('work in parallel', () => {
  async function* later(items: readonly number[]) {
    for (const item of items) {
      await setTimeout(0);
      yield item;
    }
  }
  const ITEMS = [5, 6, 7, 8, 9, 10, 11];
  it.each([
    ['a list', () => ITEMS],
    ['what comes bit by bit', () => later(ITEMS)],
  ])('does everything of %s once, as much of it at once as it may', async (_, items) => {
    const done: [number, number][] = [];
    let [under, most] = [0, 0];
    let open = () => {};
    const full = new Promise<void>((resolve) => (open = resolve));
    await inParallel(items(), 3, async (item, index) => {
      most = Math.max(most, ++under);
      if (under === 3) open();
      // Ends only once there are as many as there may be.
      await full;
      await setTimeout(1);
      under--;
      done.push([index, item]);
    });
    expect(most).toBe(3);
    expect(done.toSorted(([a], [b]) => a - b)).toEqual(ITEMS.map((item, index) => [index, item]));
  });

  it('ends with the first failure, waits for what is under way, and begins nothing more', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = inParallel([0, 1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      if (item === 1) throw new Error('no');
      await setTimeout(1);
      ended.push(item);
    });
    await expect(work).rejects.toThrow('no');
    expect([begun, ended]).toEqual([[0, 1], [0]]);
  });
});

describe('similarity', () => {
  const plane = (value: (at: number) => number, width = 64, height = 64) => ({
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, at) => value(at)),
  });
  const waves = (at: number) => 128 + 100 * Math.sin(at / 5);

  it('is 1 for equal planes, near it for shifted tones and far from it for others', () => {
    expect(similarity(plane(waves), plane(waves))).toBeCloseTo(1);
    expect(
      similarity(
        plane(waves),
        plane((at) => Math.min(255, waves(at) + 4)),
      ),
    ).toBeGreaterThan(0.95);
    expect(
      similarity(
        plane(waves),
        plane((at) => 128 + 100 * Math.cos(at / 3)),
      ),
    ).toBeLessThan(0.5);
  });

  it('is that of the paper: flat planes differ by their means alone', () => {
    const c1 = (0.01 * 255) ** 2;
    const expected = (2 * 100 * 50 + c1) / (100 ** 2 + 50 ** 2 + c1);
    expect(
      similarity(
        plane(() => 100),
        plane(() => 50),
      ),
    ).toBeCloseTo(expected, 10);
    expect(
      similarity(
        plane(() => 100, 3, 2),
        plane(() => 50, 3, 2),
      ),
    ).toBeCloseTo(expected, 10);
  });

  it('is that of the luminance where pictures are in colour', () => {
    const grey = (at: number) => waves(Math.floor(at / 3));
    const [a, b] = [plane(grey, 64 * 3), plane((at) => grey(at) / 2, 64 * 3)];
    const alone = similarity(
      plane(waves),
      plane((at) => Math.floor(waves(at)) / 2),
    );
    expect(ssim(a.data, b.data, { width: 64, height: 64 })).toBeCloseTo(alone, 1);
    expect(ssim(a.data, a.data, { width: 64, height: 64 })).toBeCloseTo(1, 6);
  });
});

describe('texts in XML', () => {
  it.each([
    ['<Error><Code>NoSuchKey</Code></Error>', 'NoSuchKey'],
    ['<Code>a &lt;b&gt; &amp;amp; &#x56fe;&#22270;</Code>', 'a <b> &amp; 图图'],
    ['<Code></Code>', ''],
    ['<Code>&unknown;</Code>', '&unknown;'],
    ['<Codec>x</Codec>', undefined],
    ['not XML', undefined],
  ])('%s', (xml, expected) => {
    expect(textOf(xml, 'Code')).toBe(expected);
  });
});

describe('addresses', () => {
  const place = { base: 'https://h/b', bucket: 'b', region: 'r', credentials: undefined };
  it('name keys and chains in any writing, signed where there is a key', async () => {
    const what = { key: '图/a b+😀.jpg', process: 'image/watermark,text_😀 图' };
    const plain = new URL(await addressOf(place, what));
    expect(decodeURIComponent(plain.pathname)).toBe(`/b/${what.key}`);
    expect([...plain.searchParams]).toEqual([['x-oss-process', what.process]]);
    const credentials = { accessKeyId: 'id', accessKeySecret: 'secret' };
    const signed = new URL(await addressOf({ ...place, credentials }, what));
    expect(decodeURIComponent(signed.pathname)).toBe(`/b/${what.key}`);
    expect(signed.searchParams.get('x-oss-process')).toBe(what.process);
    expect(signed.searchParams.get('x-oss-credential')).toMatch(/^id\/\d{8}\/r\//);
  });
});

it('tables put figures on the right, and escape texts', () => {
  const html = table(['a'], [[12], ['3/4'], ['99.5 %'], ['—'], ['<1>'], ['image/resize,w_1'], ['']]);
  const cells = [...html.matchAll(/<td( class="n")?>([^<]*)<\/td>/g)].map(([, right, text]) => [
    text,
    right !== undefined,
  ]);
  expect(cells).toEqual([
    ['12', true],
    ['3/4', true],
    ['99.5 %', true],
    ['—', true],
    ['&#60;1&#62;', false],
    ['image/resize,w_1', false],
    ['', false],
  ]);
});
