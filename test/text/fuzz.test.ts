/** A short run of the fuzz target, so that it cannot rot. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { run, seeds } from '../fuzz/targets/font.ts';

it('draws or refuses fonts with bytes changed, whatever they say', async () => {
  const fonts = await seeds();
  const change = fc.tuple(fc.nat(4000), fc.constantFrom(0, 1, 127, 128, 255));
  await fc.assert(
    fc.asyncProperty(
      fc.nat(fonts.length - 1),
      fc.array(change, { maxLength: 12 }),
      async (index, changes) => {
        const bytes = fonts[index]!.slice();
        for (const [place, value] of changes) bytes[place % bytes.length] = value;
        await run(bytes);
      },
    ),
    { numRuns: 300 },
  );
  expect(fonts.length).toBe(5);
});
