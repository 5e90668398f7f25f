import { describe, expect, it } from 'vitest';
import { process } from '../support/engine.ts';
import { at, drawn, levels, plain } from '../support/pictures.ts';
import { invalidValue, planOf, refusalOf } from '../support/plan.ts';

const GREYS = drawn([[0, 1, 64, 127, 128, 129, 192, 254, 255]]);

async function toned(chain: string): Promise<number[]> {
  return levels(await process(GREYS, `image/${chain}`)).flat();
}

describe('bright', () => {
  it.each([
    ['bright,100', [127, 128, 191, 254, 255, 255, 255, 255, 255]],
    ['bright,10', [13, 14, 77, 140, 141, 142, 205, 255, 255]],
    ['bright,0', [0, 1, 64, 127, 128, 129, 192, 254, 255]],
    ['bright,-10', [0, 0, 51, 114, 115, 116, 179, 241, 242]],
    ['bright,-100', [0, 0, 0, 0, 1, 2, 65, 127, 128]],
  ])('%s', async (chain, expected) => {
    expect(await toned(chain)).toEqual(expected);
  });

  it.each([
    ['bright', invalidValue('bright', '', '0040-00000245')],
    ['bright,200', invalidValue('bright', '200', '0040-00000246')],
    ['bright,-101', invalidValue('bright', '-101', '0040-00000246')],
    ['bright,x', invalidValue('bright', 'x', '0040-00000246')],
  ])('%s is refused', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });

  it('changes nothing and costs nothing at 0', () => {
    expect(planOf({ width: 3, height: 2 }, 'bright,0')).toEqual({
      size: { width: 3, height: 2 },
      paints: false,
    });
  });

  it('leaves alpha as it is and treats the channels apart', async () => {
    const picture = plain({ width: 1, height: 1 }, [10, 100, 200, 77]);
    expect(at(await process(picture, 'image/bright,50', 'png'), 0, 0)).toEqual([74, 164, 255, 77]);
  });
});
