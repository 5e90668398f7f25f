import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { reportOf } from '../support/engine.ts';
import { drawn, painted, plain } from '../support/pictures.ts';
import { invalidValue, refusalOf } from '../support/plan.ts';
import { eachOutside } from '../../support/outside.ts';

const ONE = { width: 1, height: 1 };

describe('average-hue', () => {
  const sample = ['corpus/photos/example.jpg'];
  eachOutside("answers the vendor's documented colour for its sample, %s", sample, async (file) => {
    const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const picture = { width: info.width, height: info.height, pixels: new Uint8ClampedArray(data) };
    expect(await reportOf(picture, 'average-hue')).toBe('{"RGB": "0x5c783b"}');
  });

  it.each<[readonly [number, number, number, number], string]>([
    [[0, 0, 0, 255], '0x000000'],
    [[255, 255, 255, 255], '0xffffff'],
    [[1, 2, 3, 255], '0x010203'],
    [[255, 0, 0, 255], '0xff0000'],
    [[9, 9, 200, 255], '0x0909c8'],
  ])('answers the colour of a plain picture: %j', async (colour, answer) => {
    expect(JSON.parse(await reportOf(plain({ width: 5, height: 3 }, colour), 'average-hue'))).toEqual({
      RGB: answer,
    });
  });

  it('leaves out hues far from the mean and rounds down', async () => {
    // Hues 120, 120, 126 and 240: the mean is 151.5, and blue is too far from it.
    const colours = [
      [0, 100, 0],
      [0, 101, 0],
      [0, 100, 10],
      [0, 0, 255],
    ];
    const picture = painted({ width: 4, height: 1 }, (x) => [
      ...(colours[x] as [number, number, number]),
      255,
    ]);
    expect(JSON.parse(await reportOf(picture, 'average-hue'))).toEqual({ RGB: '0x006403' });
  });

  it('answers the plain mean when no pixel is near the mean hue', async () => {
    const picture = painted({ width: 2, height: 1 }, (x) => (x === 0 ? [200, 0, 0, 255] : [0, 0, 100, 255]));
    expect(JSON.parse(await reportOf(picture, 'average-hue'))).toEqual({ RGB: '0x640032' });
  });

  it('sees a transparent picture on white', async () => {
    const clear = plain(ONE, [0, 0, 0, 0]);
    expect(JSON.parse(await reportOf(clear, 'average-hue', { format: 'png' }))).toEqual({ RGB: '0xffffff' });
  });

  it('takes a grey picture as it is', async () => {
    expect(JSON.parse(await reportOf(drawn([[10, 20, 31]]), 'average-hue'))).toEqual({ RGB: '0x141414' });
  });

  it('stands alone', () => {
    expect(refusalOf('resize,w_1/average-hue')).toEqual(
      invalidValue('average-hue', 'resize,w_1/average-hue'),
    );
  });
});
