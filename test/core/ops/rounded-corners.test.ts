import { describe, expect, it } from 'vitest';
import { process } from '../support/engine.ts';
import { at, channel, plain, scene } from '../support/pictures.ts';
import { invalidValue, refusalOf, sizeOf } from '../support/plan.ts';

const RED = [255, 0, 0, 255] as const;

describe('rounded-corners', () => {
  it('keeps the size and every pixel away from the corners', async () => {
    const picture = scene(sizeOf('60x40'));
    const rounded = await process(picture, 'image/rounded-corners,r_10/format,png');
    expect(rounded).toMatchObject({ width: 60, height: 40 });
    for (let y = 0; y < 40; y++) {
      for (let x = 0; x < 60; x++) {
        const corner = (x < 10 || x >= 50) && (y < 10 || y >= 30);
        if (!corner) expect(at(rounded, x, y)).toEqual(at(picture, x, y));
      }
    }
    expect(at(rounded, 0, 0)).toEqual([0, 0, 0, 0]);
    expect(at(rounded, 59, 39)).toEqual([0, 0, 0, 0]);
  });

  it('rounds all four corners alike', async () => {
    const { width, height, pixels } = await process(
      plain(sizeOf('31x22'), RED),
      'image/rounded-corners,r_9/format,png',
    );
    const alpha = channel({ width, height, pixels }, 3);
    expect(alpha.map((row) => row.toReversed())).toEqual(alpha);
    expect(alpha.toReversed()).toEqual(alpha);
  });

  it('takes half the shorter side as the largest radius', async () => {
    const picture = plain(sizeOf('50x30'), RED);
    const most = await process(picture, 'image/rounded-corners,r_4096/format,png');
    expect(most).toEqual(await process(picture, 'image/rounded-corners,r_15/format,png'));
  });

  it.each([
    ['rounded-corners', invalidValue('r', '', '0040-00000237')],
    ['rounded-corners,r_0', invalidValue('r', '0', '0040-00000237')],
    ['rounded-corners,r_5000', invalidValue('r', '5000', '0040-00000237')],
  ])('%s is refused', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });
});
