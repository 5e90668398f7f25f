/** Watermarks with the built fonts, drawn on black and held against pictures that were looked at. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { buildFonts } from '../../scripts/fonts.ts';
import { nodeText } from '../../scripts/lib/text.ts';
import type { Marks } from '../../src/core/spec/marks.ts';
import { encodePlain, decodePlain } from '../core/support/codec.ts';
import { jobOf, joined, plainEngine } from '../core/support/engine.ts';
import { type Held, painted, plain } from '../core/support/pictures.ts';
import { sizeOf } from '../core/support/plan.ts';
import { compareGolden, toText } from './support/golden.ts';

const OUTPUT = new URL('../output/', import.meta.url);
const setText = nodeText();

/** A white disc on a grey square: enough to see where it stands and that its edge is soft. */
const LOGO = painted({ width: 20, height: 24 }, (x, y) =>
  Math.hypot(x - 9.5, y - 11.5) < 9 ? [255, 255, 255, 255] : [120, 120, 120, 255],
);

const marks: Marks = {
  picture: () => Promise.resolve({ ...LOGO, pixels: Uint8ClampedArray.from(LOGO.pixels), opaque: true }),
  text: (request) => setText(request, () => Promise.resolve(undefined)),
};

async function draw(size: string, actions: string): Promise<Held> {
  const engine = plainEngine();
  const file = encodePlain(plain(sizeOf(size), [0, 0, 0, 255]), 'jpg');
  const job = jobOf(engine, file, `image/${actions}`, { marks });
  return decodePlain(joined((await engine.render(job)).chunks));
}

const HELLO = 'text_SGVsbG8g5Zu-54mH5pyN5YqhIQ,color_FFFFFF';
const KAI = 'type_ZmFuZ3poZW5na2FpdGk';
const LOGO_KEY = 'image_bG9nby5wbmc';

beforeAll(() => buildFonts(), 60_000);

it.each([
  ['size-12', '100x20', `watermark,${HELLO},size_12,g_center`, 1],
  ['size-40', '300x60', `watermark,${HELLO},size_40,g_center`, 2],
  ['size-200', '800x260', `watermark,${HELLO},size_200,g_nw,x_4,y_2`, 8],
  [
    'shadow',
    '300x60',
    `watermark,${HELLO},color_808080,size_40,g_center/bright,40/watermark,${HELLO},shadow_80,size_40,g_center`,
    2,
  ],
  ['rotation', '240x200', `watermark,${HELLO},size_40,rotate_30,g_center`, 2],
  ['tiling', '240x120', `watermark,${HELLO},size_16,rotate_330,fill_1,padx_12,pady_6,g_nw,x_0,y_0`, 2],
  ['picture-then-text', '130x40', `watermark,${LOGO_KEY},${HELLO},size_14,align_1,interval_4,g_center`, 1],
  [
    'text-then-picture',
    '130x40',
    `watermark,${LOGO_KEY},${HELLO},size_14,align_0,order_1,interval_4,g_west`,
    1,
  ],
  ['bottom-aligned', '130x40', `watermark,${LOGO_KEY},${HELLO},size_14,align_2,g_se,x_2,y_2`, 1],
  ['kai', '160x40', `watermark,${HELLO},${KAI},size_24,t_60,g_center`, 1],
])('%s', async (name, size, actions, block) => {
  const picture = await draw(size, actions);
  const difference = compareGolden(name, toText(picture, block));
  if (difference) {
    mkdirSync(OUTPUT, { recursive: true });
    const { width, height, pixels } = picture;
    const path = fileURLToPath(new URL(`watermark-${name}.png`, OUTPUT));
    await sharp(pixels, { raw: { width, height, channels: 4 } })
      .png()
      .toFile(path);
    expect.fail(`${difference}; what was drawn is in ${path}`);
  }
});
