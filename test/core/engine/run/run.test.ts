import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decoder, DecodePlan, DecodeWish } from '../../../../src/core/engine/codec.ts';
import { createLedger } from '../../../../src/core/engine/ledger.ts';
import { cutPicture } from '../../../../src/core/image/kernels/cut.ts';
import { plainKernels } from '../../../../src/core/image/kernels/plain.ts';
import type { Picture } from '../../../../src/core/image/picture.ts';
import { decodePlain, encodePlain, plainCodecs } from '../../support/codec.ts';
import { process } from '../../support/engine.ts';
import { flowing, held, plain, scene, type Held } from '../../support/pictures.ts';

/** A decoder that does as much of the wish as its name says. */
function decoderThat(did: DecodePlan['did']): Decoder {
  const sizes = {
    done: ({ window: { width, height } }: DecodeWish) => ({ width, height }),
    cut: ({ cut: { width, height } }: DecodeWish) => ({ width, height }),
  };
  return {
    plan: ({ width, height }, wish) => ({
      ...(did === 'none' ? { width, height } : sizes[did](wish)),
      did,
      peakBytes: 0,
      cost: 0,
      route: did,
    }),
    decode(bytes, _source, { cut, scale, window }) {
      const all = flowing(decodePlain(bytes), { rows: [4, 1] });
      if (did === 'none') return all;
      const region = cutPicture(all, cut);
      if (did === 'cut') return region;
      const scales = scale.width !== cut.width || scale.height !== cut.height;
      return scales ? plainKernels.resample(region, scale, window) : cutPicture(region, window);
    },
  };
}

function made(picture: Held, chain: string, did: DecodePlan['did'], orientation = 1): Promise<Held> {
  return process(picture, chain, 'png', {
    codecs: plainCodecs({ source: { orientation }, decoder: decoderThat(did) }),
  });
}

const ACTIONS = [
  'crop,x_3,y_2,w_20,h_17',
  'crop,w_9,h_9,g_center',
  'resize,w_17',
  'resize,m_fill,w_8,h_8',
  'resize,m_pad,w_30,h_30,color_102030',
  'rotate,90',
  'rotate,180',
  'rotate,33',
  'blur,r_2,s_2',
  'sharpen,120',
  'circle,r_9',
  'indexcrop,x_7,i_1',
];

describe('a chain', () => {
  it('gives one picture however much of it the decoder does', async () => {
    const chains = fc.array(fc.constantFrom(...ACTIONS), { minLength: 1, maxLength: 4 });
    const picture = scene({ width: 47, height: 33 }, (x, y) => 128 + ((x * y) % 128));
    await fc.assert(
      fc.asyncProperty(chains, fc.integer({ min: 1, max: 8 }), async (actions, orientation) => {
        const chain = `image/${actions.join('/')}`;
        const settle = (did: DecodePlan['did']) =>
          made(picture, chain, did, orientation).catch((error: Error) => error.message);
        const [none, cut, done] = await Promise.all((['none', 'cut', 'done'] as const).map(settle));
        expect(cut).toEqual(none);
        expect(done).toEqual(none);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the picture that its actions give one by one', async () => {
    const actions = [
      'crop,x_3,y_2,w_30,h_27',
      'rotate,90',
      'sharpen,100',
      'resize,w_11',
      'bright,20',
      'circle,r_3',
    ];
    const picture = scene({ width: 47, height: 33 });
    let stepwise: Held = picture;
    for (const action of actions) stepwise = await process(stepwise, `image/${action}`, 'png');
    expect(await process(picture, `image/${actions.join('/')}`, 'png')).toEqual(stepwise);
  });
});

describe("the decoder's own form", () => {
  const NATIVE = { planes: 3 };

  async function nativeSeen(chain: string, decoder = decoderThat('done')): Promise<unknown> {
    let seen: Picture | undefined;
    const codecs = plainCodecs({
      decoder: { ...decoder, decode: (...job) => ({ ...decoder.decode(...job), native: NATIVE }) },
      encoder: {
        async *encode(picture) {
          seen = picture;
          await held(picture);
          yield new Uint8Array(12);
        },
      },
    });
    await process(plain({ width: 12, height: 8 }, [1, 2, 3, 255]), `image/${chain}`, 'jpg', { codecs });
    return seen?.native;
  }

  it('reaches the encoder when no pixel was touched', async () => {
    expect(await nativeSeen('quality,Q_50')).toBe(NATIVE);
    expect(await nativeSeen('resize,w_6/crop,w_3')).toBe(NATIVE);
  });

  it('does not when one was', async () => {
    expect(await nativeSeen('bright,1')).toBeUndefined();
    expect(await nativeSeen('rotate,90')).toBeUndefined();
    expect(await nativeSeen('resize,w_6', decoderThat('cut'))).toBeUndefined();
  });
});

describe('transparency', () => {
  it('is laid on white for a format without it, and nowhere else', async () => {
    const picture = plain({ width: 2, height: 2 }, [0, 0, 0, 51]);
    expect((await process(picture, 'image/format,jpg', 'png')).pixels.subarray(0, 4)).toEqual(
      Uint8ClampedArray.of(204, 204, 204, 255),
    );
    expect((await process(picture, 'image/bright,0', 'png')).pixels.subarray(0, 4)).toEqual(
      Uint8ClampedArray.of(0, 0, 0, 51),
    );
  });
});

describe('a still result that is promised less than it may need', () => {
  const MEGABYTE = 1024 * 1024;
  let made = 0;
  /** Writes as many pieces of a megabyte; the plan says 30, and the ledger has room for 10. */
  const write = async (pieces: number) => {
    await process(plain({ width: 4, height: 4 }, [9, 9, 9, 255]), 'image/rotate,180', 'png', {
      ledger: createLedger({ capacity: 10 * MEGABYTE, maxWaiting: 1 }),
      codecs: plainCodecs({
        encoder: {
          peakBytes: () => 30 * MEGABYTE,
          resultBytes: () => 30 * MEGABYTE,
          async *encode(picture) {
            yield encodePlain(await held(picture), 'png');
            for (made = 0; made < pieces; made++) yield new Uint8Array(MEGABYTE);
          },
        },
      }),
    });
  };

  it('is given when it gets by with that, and else refused as soon as it does not', async () => {
    await write(5);
    expect(made).toBe(5);
    await expect(write(29)).rejects.toMatchObject({ code: 'ImageTooLarge' });
    expect(made).toBeLessThan(11);
  });
});
