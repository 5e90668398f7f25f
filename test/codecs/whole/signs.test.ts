/** What encoders say of their work while they do it: jobs rest by that. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import type { CodecTable } from '../../../src/core/engine/codec.ts';
import { planEncode } from '../../../src/core/engine/plan/movement.ts';
import { RESULT_BYTE } from '../../../src/core/engine/run/pace.ts';
import { workOf } from '../../../src/core/image/sign.ts';
import type { Frame } from '../../../src/core/image/frame.ts';
import type { Picture, Size } from '../../../src/core/image/picture.ts';
import type { Output } from '../../../src/core/spec/output.ts';
import { scene } from '../jpeg/encode-pictures.ts';
import { picture } from '../raster/pictures.ts';

let codecs: CodecTable;
beforeAll(async () => {
  codecs = createCodecs(await loadModules(), { animatedPng: true });
});

const WIDE: Size = { width: 900, height: 600 };
const NARROW: Size = { width: 100, height: 3000 };
const LONG: Size = { width: 16, height: 12_000 };
const TINY: Size = { width: 50, height: 33 };
const JPEG: Output = { format: 'jpg', quality: 80, interlace: false };
const WEBP: Output = { ...JPEG, format: 'webp' };

/** The work that signs and pieces stand for, and the most that one of them does. */
async function worked(chunks: AsyncIterable<Uint8Array>): Promise<{ sum: number; most: number }> {
  let [sum, most] = [0, 0];
  for await (const chunk of chunks) {
    const work = workOf(chunk) ?? chunk.length * RESULT_BYTE;
    [sum, most] = [sum + work, Math.max(most, work)];
  }
  return { sum, most };
}

describe('an encoder that gives signs', () => {
  it.each([
    [WIDE, JPEG],
    [NARROW, JPEG],
    [LONG, JPEG],
    [NARROW, { ...JPEG, interlace: true }],
    [WIDE, WEBP],
    [NARROW, WEBP],
    [LONG, WEBP],
    [WIDE, { ...WEBP, exact: true }],
    [LONG, { ...WEBP, exact: true }],
  ])('of %o as %o says about what it costs, little by little', async (size, output) => {
    const { encoder } = codecs.get(output.format)!;
    const { cost, signs } = planEncode(encoder!, size, output, true);
    expect(signs).toBe(true);
    const { sum, most } = await worked(encoder!.encode(picture(scene(size), size, true), output));
    expect(sum).toBeGreaterThan(cost * 0.5);
    expect(sum).toBeLessThan(cost * 2 + 1);
    expect(most).toBeLessThan(8);
  });

  it.each([
    ['an interlaced JPEG', { ...JPEG, interlace: true }, 15],
    ['a WebP', WEBP, 10],
  ] as const)(
    'of a plain picture as %s does so when all rows are there, though hardly a byte comes',
    async (_, output, least) => {
      const size = { width: 2400, height: 1800 };
      let ended = false;
      const plain: Picture = {
        ...size,
        opaque: true,
        async *bands() {
          const band = new Uint8ClampedArray(size.width * 8 * 4).fill(255);
          for (let y = 0; y < size.height; y += 8) yield band;
          ended = true;
        },
      };
      let signs = 0;
      for await (const chunk of codecs.get(output.format)!.encoder!.encode(plain, output)) {
        if (ended && (workOf(chunk) ?? 0) > 0) signs++;
      }
      expect(signs).toBeGreaterThan(least);
    },
  );

  it('of a soft picture without loss does so by the places that were looked at for what repeats', async () => {
    const output = { ...WEBP, exact: true };
    const size = { width: 600, height: 450 };
    const wave = (i: number) => 128 + 6 * Math.sin(i / 7) + 5 * Math.sin(i * i * 0.013);
    const soft = Uint8Array.from({ length: size.width * size.height * 4 }, (_, i) =>
      i % 4 === 3 ? 255 : wave(i >> 2),
    );
    let signs = 0;
    const encoder = codecs.get('webp')!.encoder!;
    for await (const chunk of encoder.encode(picture(soft, size, true), output)) {
      if ((workOf(chunk) ?? 0) > 0) signs++;
    }
    expect(signs).toBeGreaterThan(120);
  });

  it('of AVIF does so tile by tile, which are worth a few rests each', async () => {
    const { encoder } = codecs.get('avif')!;
    const { sum, most } = await worked(
      encoder!.encode(picture(scene(WIDE), WIDE, true), { ...JPEG, format: 'avif' }),
    );
    expect(sum).toBeGreaterThan(planEncode(encoder!, WIDE, { ...JPEG, format: 'avif' }, true).cost * 0.5);
    expect(most).toBeLessThan(12.5);
  });

  it.each([
    ['png', WIDE, 3],
    ['webp', WIDE, 3],
    ['webp', TINY, 30],
  ] as const)('of an animation as %s of %o does so for all %i frames', async (format, size, frameCount) => {
    const movement = { frames: frameCount, plays: 0 };
    const output = { ...WEBP, format, movement };
    const { encoder } = codecs.get(format)!;
    const { cost, signs } = planEncode(encoder!, size, output, true);
    expect(signs).toBe(true);
    async function* frames(): AsyncGenerator<Frame> {
      for (let step = 0; step < frameCount; step++) yield { picture: shaded(size, step), delay: 20 };
    }
    const { sum, most } = await worked(encoder!.moving!.encode(frames(), output, () => undefined));
    expect(sum).toBeGreaterThan(cost * 0.3);
    expect(sum).toBeLessThan(cost * 2);
    expect(most).toBeLessThan(8);
  });
});

/** A photograph, darker by so many steps. */
function shaded(size: Size, steps: number): Picture {
  const pixels = scene(size).map((value, i) => (i % 4 === 3 ? value : Math.max(0, value - 9 * steps)));
  return picture(pixels, size, true);
}
