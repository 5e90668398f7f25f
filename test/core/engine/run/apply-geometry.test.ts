import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyGeometry } from '../../../../src/core/engine/run/apply-geometry.ts';
import { whole } from '../../../../src/core/image/geometry.ts';
import { turnedParts, inPixels } from '../../../../src/core/image/kernels/turn.ts';
import { plainKernels } from '../../../../src/core/image/kernels/plain.ts';
import { flowing, held, scene } from '../../support/pictures.ts';

const SIZE = { width: 24, height: 18 };

it('turns in strips of no more than the bytes it may hold, and what it makes does not depend on them', async () => {
  const turn = fc.record({ quarters: fc.constantFrom(1, 2, 3), mirror: fc.boolean() } as const);
  const side = fc.record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 18 }) });
  await fc.assert(
    fc.asyncProperty(turn, side, fc.integer({ min: 1, max: 2500 }), async (turn, scale, stripBytes) => {
      let readings = 0;
      const picture = {
        ...flowing(scene(SIZE)),
        bands() {
          readings++;
          return flowing(scene(SIZE)).bands();
        },
      };
      const geometry = { cut: whole(SIZE), scale, window: whole(scale), turn };
      const shown = await held(applyGeometry(picture, geometry, plainKernels, { stripBytes }));
      expect(readings).toBe(turnedParts(scale, turn, inPixels(stripBytes)).length);
      expect(shown).toEqual(await held(applyGeometry(picture, geometry, plainKernels)));
    }),
  );
});
