import { describe, expect, it } from 'vitest';
import { process } from '../support/engine.ts';
import { at, drawn, levels, plain } from '../support/pictures.ts';
import { invalidValue, planOf, refusalOf } from '../support/plan.ts';

const GREYS = drawn([[0, 1, 64, 127, 128, 129, 192, 254, 255]]);

async function toned(chain: string): Promise<number[]> {
  return levels(await process(GREYS, `image/${chain}`)).flat();
}

describe('contrast', () => {
  it.each([
    ['contrast,100', [0, 0, 0, 28, 128, 228, 255, 255, 255]],
    ['contrast,50', [0, 0, 0, 126, 128, 130, 255, 255, 255]],
    ['contrast,0', [0, 1, 64, 127, 128, 129, 192, 254, 255]],
    ['contrast,-50', [64, 64, 96, 128, 128, 128, 160, 191, 192]],
    ['contrast,-100', [128, 128, 128, 128, 128, 128, 128, 128, 128]],
  ])('%s', async (chain, expected) => {
    expect(await toned(chain)).toEqual(expected);
  });

  it.each([
    ['contrast', invalidValue('contrast', '')],
    ['contrast,101', invalidValue('contrast', '101')],
    ['contrast,1,2', invalidValue('contrast', '1,2', '0040-00000203')],
  ])('%s is refused', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });

  it('changes nothing and costs nothing at 0', () => {
    expect(planOf({ width: 3, height: 2 }, 'contrast,0')).toEqual({
      size: { width: 3, height: 2 },
      paints: false,
    });
  });

  it('leaves alpha as it is and treats the channels apart', async () => {
    const picture = plain({ width: 1, height: 1 }, [10, 100, 200, 77]);
    expect(at(await process(picture, 'image/contrast,50', 'png'), 0, 0)).toEqual([0, 72, 255, 77]);
  });
});
