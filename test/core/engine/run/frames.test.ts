import { describe, expect, it } from 'vitest';
import { plainCodecs } from '../../support/codec.ts';
import { process } from '../../support/engine.ts';
import { movingBends, type HeldFrame } from '../../support/moving.ts';
import { scene, type Held } from '../../support/pictures.ts';

const SIZE = { width: 24, height: 18 };
const FRAMES: readonly HeldFrame[] = [10, 20, 30].map((step, at) => ({
  held: scene(SIZE, (x, y) => 128 + ((x * step + y) % 128)),
  delay: 40 * (at + 1),
}));
const CHAINS = [
  'resize,w_12',
  'crop,x_3,y_2,w_9,h_11',
  'rotate,90',
  'rotate,33',
  'blur,r_2,s_2',
  'circle,r_5',
  'resize,m_pad,w_30,h_30/bright,20/sharpen,50',
];

describe('a moving picture', () => {
  it.each(CHAINS)('has every frame changed as a still would be by %s', async (chain) => {
    const { bends, seen } = movingBends(FRAMES);
    await process(FRAMES[0]!.held, `image/${chain}`, 'png', { codecs: plainCodecs(bends) });
    const stills = await Promise.all(FRAMES.map(({ held }) => process(held, `image/${chain}`, 'png')));
    expect(seen.frames.map(({ held }) => held)).toEqual(stills);
  });

  it('keeps its delays and how often it plays', async () => {
    const { bends, seen } = movingBends(FRAMES);
    await process(FRAMES[0]!.held, 'image/resize,w_12', 'png', { codecs: plainCodecs(bends) });
    expect(seen.frames.map(({ delay }) => delay)).toEqual([40, 80, 120]);
    expect(seen.movement).toEqual({ frames: 3, plays: 3 });
  });

  it('is shown by its first frame where that is asked for', async () => {
    const { bends, seen } = movingBends(FRAMES);
    const codecs = plainCodecs(bends);
    const make = (chain: string) => process(FRAMES[0]!.held, `image/${chain}`, 'png', { codecs });
    expect(await make('resize,w_12/still,1')).toEqual(
      await process(FRAMES[0]!.held, 'image/resize,w_12', 'png'),
    );
    expect(seen.frames).toEqual([]);
    await make('still,1/resize,w_12/still,0');
    expect(seen.frames).toHaveLength(FRAMES.length);
  });

  it('is worked on one frame after the other', async () => {
    const { bends, seen } = movingBends(FRAMES);
    await process(FRAMES[0]!.held, 'image/rotate,90', 'png', { codecs: plainCodecs(bends) });
    expect(seen.ahead).toBe(0);
  });

  it('stands still in a format that does not move', async () => {
    const { bends, seen } = movingBends(FRAMES);
    const { encoder: _moving, ...still } = bends;
    const first = FRAMES[0]!.held;
    const result = await process(first, 'image/resize,w_12', 'png', { codecs: plainCodecs(still) });
    expect(result).toEqual(await process(first, 'image/resize,w_12', 'png'));
    expect(seen.frames).toEqual([]);
  });
});

describe('the pixels of all frames', () => {
  const made = (chain: string, first: Held, frames: number) => {
    const { bends } = movingBends([]);
    const source = { ...bends.source, frames };
    return process(first, `image/${chain}`, 'png', { codecs: plainCodecs({ ...bends, source }) });
  };

  it.each(['resize,w_12', 'format,jpg'])('are counted together in a source, with %s', async (chain) => {
    await expect(made(chain, FRAMES[0]!.held, 600_000)).rejects.toMatchObject({ code: 'MemLimitExceeded' });
  });

  it('are counted together in a result', async () => {
    await expect(made('resize,w_4000,limit_0', FRAMES[0]!.held, 21)).rejects.toMatchObject({
      code: 'MemLimitExceeded',
    });
  });
});

it('a result that outgrows what was promised is refused', async () => {
  const pixels = SIZE.width * SIZE.height;
  const { bends } = movingBends(FRAMES, 3 * pixels * 4);
  const made = process(FRAMES[0]!.held, 'image/bright,3', 'png', { codecs: plainCodecs(bends) });
  await expect(made).rejects.toMatchObject({ code: 'ImageTooLarge' });
});
