/** `stamp` and `pixelate`. */
import { describe, expect, it } from 'vitest';
import { jobOf, joined, plainEngine, process } from '../../support/engine.ts';
import { decodePlain, encodePlain } from '../../support/codec.ts';
import { at, channel, drawn, levels, plain } from '../../support/pictures.ts';
import { refusalOf, sizeAfter, sizeOf } from '../../support/plan.ts';
import { base64, fakeMarks } from '../watermark/fakes.ts';

/** The columns and rows of a grey picture where the mark is seen, `0-3,5 × 2-4`. */
async function placesOf(size: string, args: string): Promise<string> {
  const engine = plainEngine();
  const picture = plain(sizeOf(size), [100, 100, 100, 255]);
  const text = args.replace(/image_(\w+)/, (_, key: string) => `image_${base64(key)}`);
  const marks = fakeMarks();
  const job = jobOf(engine, encodePlain(picture, 'jpg'), `image/stamp,${text}`, { marks });
  const made = decodePlain(joined((await engine.render(job)).chunks));
  const marked = (x: number, y: number) => at(made, x, y)[0] !== 100;
  const xs = Array.from({ length: made.width }, (_, x) => x);
  const ys = Array.from({ length: made.height }, (_, y) => y);
  return [xs.filter((x) => ys.some((y) => marked(x, y))), ys.filter((y) => xs.some((x) => marked(x, y)))]
    .map(rangesOf)
    .join(' × ');
}

function rangesOf(places: readonly number[]): string {
  const starts = places.filter((place) => !places.includes(place - 1));
  const ends = places.filter((place) => !places.includes(place + 1));
  return starts
    .map((start, index) => (start === ends[index] ? `${start}` : `${start}-${ends[index]}`))
    .join();
}

describe('stamp', () => {
  it.each([
    ['image_4x2', '8-11 × 4-5'],
    ['image_3x1', '9-11 × 5'],
    ['image_4x2,g_nw', '0-3 × 0-1'],
    ['image_4x2,g_se', '16-19 × 8-9'],
    ['image_4x2,g_se,x_3,y_1', '13-16 × 7-8'],
    ['image_4x2,g_se,x_-3,y_-1', '19 × 9'],
    ['image_4x2,g_nw,x_-3,y_1', '0 × 1-2'],
    ['image_4x2,x_3,y_-2', '11-14 × 2-3'],
    ['image_4x2,g_nw,x_250t,y_500t', '5-8 × 5-6'],
    ['image_4x2,g_east,x_2', '14-17 × 4-5'],
    ['image_4x2,g_nw,x_90', ' × '],
    ['image_40x20', '0-19 × 0-9'],
    // One of them in the middle, the others so far from it.
    ['image_4x2,fill_1,x_2,y_2', '2-5,8-11,14-17 × 0-1,4-5,8-9'],
    ['image_4x2,fill_1', '0-19 × 0-9'],
    ['image_4x2,t_0', ' × '],
  ])('%s is seen at %s', async (args, places) => {
    expect(await placesOf('20x10', args)).toBe(places);
  });
  it('names an object', () => {
    expect(refusalOf('stamp,g_se')).toMatchObject({ code: 'InvalidArgument' });
    expect(refusalOf(`stamp,image_${base64('a.png?b=c')}`)).toMatchObject({ code: 'InvalidArgument' });
  });
});

describe('a share of both sides', () => {
  it.each([
    ['100x100', '50x40', '40x40'],
    ['100x10', '50x40', '50x5'],
    ['10x10', '50x40', '40x40'],
  ])('of a mark of %s is in a box of %s: %s', (from, box, to) => {
    const { width, height } = sizeOf(box);
    const canvas = { width: width * 2, height: height * 2 };
    expect(sizeAfter(from, 'share,s_box,t_500', { canvas })).toBe(to);
  });
});

describe('pixelate', () => {
  const PICTURE = drawn([
    [0, 10, 20, 30, 100],
    [20, 30, 40, 50, 104],
    [7, 9, 1, 3, 200],
  ]);
  it.each([
    [1, levels(PICTURE)],
    [
      2,
      [
        [15, 15, 35, 35, 102],
        [15, 15, 35, 35, 102],
        [8, 8, 2, 2, 200],
      ],
    ],
    [5, Array.from({ length: 3 }, () => Array.from({ length: 5 }, () => 42))],
    [9999, Array.from({ length: 3 }, () => Array.from({ length: 5 }, () => 42))],
  ])('makes squares of %i pixels', async (side, expected) => {
    expect(levels(await process(PICTURE, `image/pixelate,${side}`))).toEqual(expected);
  });
  it('weighs colours by their alpha', async () => {
    const pixels = Uint8ClampedArray.of(200, 0, 0, 255, 0, 0, 0, 0, 90, 90, 90, 0, 9, 9, 9, 0);
    const made = await process({ width: 4, height: 1, pixels }, 'image/pixelate,2', 'png');
    expect(channel(made, 0)).toEqual([[200, 200, 0, 0]]);
    expect(channel(made, 3)).toEqual([[128, 128, 0, 0]]);
  });
  it('is the same whatever the height of the bands', async () => {
    const tall = drawn(Array.from({ length: 23 }, (_, y) => [y * 10, y * 10]));
    const rows = levels(await process(tall, 'image/pixelate,4')).map(([first]) => first);
    const means = [15, 55, 95, 135, 175, 210];
    expect(rows).toEqual(Array.from({ length: 23 }, (_, y) => means[Math.floor(y / 4)]));
  });
});
