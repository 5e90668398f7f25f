import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { plainSampling } from '../../../../src/core/image/kernels/bicubic.ts';
import { plainKernels } from '../../../../src/core/image/kernels/plain.ts';
import { rotateWith } from '../../../../src/core/image/kernels/rotate.ts';
import { at, channel, flowing, held, painted, plain, scene, type Held } from '../../support/pictures.ts';

async function rotated(picture: Held, degrees: number, transparent = true, rows = [3]): Promise<Held> {
  return held(plainKernels.rotate(flowing(picture, { rows }), degrees, transparent));
}

describe('rotate', () => {
  it('gives the held picture back when its bands have flowed, and when they are left', async () => {
    for (const most of [Infinity, 1]) {
      const ends: string[] = [];
      let pixels: Uint8ClampedArray | undefined;
      const rotate = rotateWith((held, width) => {
        pixels = held.pixels;
        return { ...plainSampling(held, width), free: () => void ends.push('free') };
      });
      let bands = 0;
      for await (const _ of rotate(
        flowing(scene({ width: 90, height: 80 }), { rows: [3] }),
        30,
        true,
      ).bands())
        if (++bands >= most) break;
      expect(ends).toEqual(['free']);
      expect(pixels!.length).toBe(0);
    }
  });

  it('covers as much area as the picture has', async () => {
    for (const degrees of [1, 17, 45, 89, 133, 200, 300, 359]) {
      const alpha = channel(await rotated(plain({ width: 37, height: 23 }, [9, 9, 9, 255]), degrees), 3);
      const area = alpha.flat().reduce((sum, value) => sum + value / 255, 0);
      expect(Math.abs(area - 37 * 23), `${degrees} degrees`).toBeLessThan(37 * 23 * 0.005);
    }
  });

  it('keeps one colour to the very edge, on white and on nothing', async () => {
    const picture = plain({ width: 30, height: 20 }, [200, 10, 60, 255]);
    const clear = await rotated(picture, 33);
    for (let i = 0; i < clear.pixels.length; i += 4) {
      if (clear.pixels[i + 3]! > 0) expect([...clear.pixels.subarray(i, i + 3)]).toEqual([200, 10, 60]);
    }
    const white = await rotated(picture, 33, false);
    expect(at(white, 0, 0)).toEqual([255, 255, 255, 255]);
    expect(
      channel(white, 3)
        .flat()
        .every((alpha) => alpha === 255),
    ).toBe(true);
  });

  it('turns clockwise about the middle', async () => {
    const picture = painted({ width: 41, height: 41 }, (x, y) =>
      x === 36 && y === 20 ? [255, 0, 0, 255] : [0, 0, 0, 255],
    );
    const turned = await rotated(picture, 30, false);
    const { reds, x, y } = centroid(turned);
    expect(reds).toBeGreaterThan(150);
    // 16 pixels right of the middle, turned by 30 degrees: 13.9 right and 8 down.
    expect(x - (turned.width - 1) / 2).toBeCloseTo(16 * Math.cos(Math.PI / 6), 1);
    expect(y - (turned.height - 1) / 2).toBeCloseTo(8, 1);
  });

  it('comes back after a turn there and back, but for the edges', async () => {
    const picture = painted({ width: 60, height: 60 }, (x, y) => [
      128 + 90 * Math.sin(x / 5),
      128 + 90 * Math.cos(y / 6),
      99,
      255,
    ]);
    const back = await rotated(await rotated(picture, 25), 335);
    const left = (back.width - 60) / 2;
    const top = (back.height - 60) / 2;
    for (let y = 10; y < 50; y++) {
      for (let x = 10; x < 50; x++) {
        const [red, green] = at(back, x + Math.floor(left), y + Math.floor(top));
        const [wasRed, wasGreen] = [
          128 + 90 * Math.sin((x + Math.floor(left) - left) / 5),
          128 + 90 * Math.cos((y + Math.floor(top) - top) / 6),
        ];
        expect(Math.abs(red! - wasRed) + Math.abs(green! - wasGreen)).toBeLessThan(5);
      }
    }
  });

  it('gives the same in bands of any height', async () => {
    const picture = scene({ width: 19, height: 27 });
    const whole = await rotated(picture, 70, true, [27]);
    for (const rows of [[1], [5, 2]]) expect(await rotated(picture, 70, true, rows)).toEqual(whole);
  });

  it('lends no colour of clear pixels to their neighbours', async () => {
    const picture = painted({ width: 20, height: 20 }, (x) => (x < 10 ? [255, 0, 0, 0] : [0, 0, 255, 255]));
    const { pixels } = await rotated(picture, 45);
    for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3]! > 0) expect(pixels[i]).toBe(0);
  });

  it('shows inside what libvips shows, which interpolates bicubically as well', async () => {
    const picture = scene({ width: 90, height: 70 });
    const ours = await rotated(picture, 30);
    const raw = { raw: { width: 90, height: 70, channels: 4 } } as const;
    const { data, info } = await sharp(picture.pixels, raw)
      .rotate(30, { background: '#0000' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    // Their canvas may be a pixel smaller; both turn about the middle, so half a pixel may be between them.
    expect(Math.abs(info.width - ours.width)).toBeLessThanOrEqual(1);
    expect(Math.abs(info.height - ours.height)).toBeLessThanOrEqual(1);
    const theirs = { width: info.width, height: info.height, pixels: new Uint8ClampedArray(data) };
    const mean = (picture: Held) =>
      channel(picture, 0)
        .flat()
        .reduce((a, b) => a + b) /
      (picture.width * picture.height);
    expect(Math.abs(mean(ours) - mean(theirs))).toBeLessThan(1.5);
  });
});

/** Sum of the red channel and its middle. */
function centroid(picture: Held): { reds: number; x: number; y: number } {
  let [reds, x, y] = [0, 0, 0];
  for (let row = 0; row < picture.height; row++) {
    for (let column = 0; column < picture.width; column++) {
      const [red = 0, green = 0] = at(picture, column, row);
      // White around the picture has green as well.
      reds += red - green;
      x += (red - green) * column;
      y += (red - green) * row;
    }
  }
  return { reds, x: x / reds, y: y / reds };
}
