/** What a large picture leaves in an isolate: instances that have grown far are not kept for the next one. */
import { constants, zstdCompressSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { expect, it } from 'vitest';
import { bodyOf, nodeEngine } from '../../../scripts/lib/engine.ts';
import type { CodecUse } from '../../../src/codecs/codec.ts';
import { forgetOthers, keptBytes } from '../../../src/codecs/instance.ts';
import type { CodecOptions } from '../../../src/codecs/registry.ts';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import { basic, writeTiff } from '../tiff/files.ts';
import { photograph } from './photograph.ts';

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#468' } });
/** Two frames, one unlike the other. */
const moving = () =>
  sharp(Buffer.alloc(1600 * 2800 * 3, 99).fill(200, 1600 * 1400 * 3), {
    raw: { width: 1600, height: 2800, channels: 3, pageHeight: 1400 },
  }).gif({ delay: [100, 100], loop: 0 });

/** One strip whose matches reach 8 MiB back. */
function farReaching(): Buffer {
  const size = { width: 4000, height: 3000 };
  const strip = zstdCompressSync(new Uint8Array(size.width * size.height), {
    params: { [constants.ZSTD_c_windowLog]: 23, [constants.ZSTD_c_contentSizeFlag]: 0 },
  });
  const fields = basic(size, { compression: 50_000, photometric: 1, samples: 1 });
  return Buffer.from(writeTiff({ fields, segments: [strip] }));
}

interface Large {
  readonly use: CodecUse;
  readonly file: () => Pick<Sharp, 'toBuffer'> | Buffer;
  readonly chain: string;
  readonly options?: CodecOptions;
}

const CASES: readonly Large[] = [
  { use: 'decode gif', file: moving, chain: 'image/resize,w_400' },
  { use: 'encode gif', file: moving, chain: 'image/rotate,180' },
  {
    use: 'decode avif',
    file: () => blank(1400, 1400).ensureAlpha(0.5).avif({ effort: 0 }),
    chain: 'image/resize,w_50/format,bmp',
  },
  { use: 'decode tiff', file: farReaching, chain: 'image/resize,w_50/format,bmp' },
  {
    use: 'encode webp',
    file: () => blank(2800, 2300).jpeg(),
    chain: 'image/format,webp',
    options: { webpEncoder: 'small' },
  },
  {
    use: 'encode jpg',
    file: () => blank(2000, 2000).png(),
    chain: 'image/format,jpg',
    options: { jpegEncoder: 'small' },
  },
];

it.each(CASES)('$use of a large picture leaves no memory behind', async ({ use, file, chain, options }) => {
  const codecs = createCodecs(await loadModules(), options);
  const engine = await nodeEngine({ parts: { codecs } });
  const render = async (file: Buffer, text: string) => {
    await engine.render({ chain: engine.parse(text), size: file.length, body: bodyOf(file) });
  };
  // What serves every job stays.
  await render(await blank(30, 20).png().toBuffer(), 'image/resize,w_10');
  forgetOthers(new Set(), 0);
  const bare = keptBytes();
  const large = file();
  await render(Buffer.isBuffer(large) ? large : await large.toBuffer(), chain);
  forgetOthers(new Set([use]), 0);
  // The small kernel that transparency of WebP is written with stays.
  expect(keptBytes() - bare).toBeLessThan(4 * 1024 * 1024);
});

it('a small GIF leaves its instances for the next one', async () => {
  const engine = await nodeEngine({ parts: { codecs: createCodecs(await loadModules()) } });
  const file = await blank(40, 30).gif().toBuffer();
  const keptAfter = async (text: string) => {
    forgetOthers(new Set(), 0);
    const bare = keptBytes();
    await engine.render({ chain: engine.parse(text), size: file.length, body: bodyOf(file) });
    return keptBytes() - bare;
  };
  const read = await keptAfter('image/format,bmp');
  expect(read).toBeGreaterThan(0);
  expect(await keptAfter('image/rotate,180')).toBeGreaterThan(read);
});

const SMALL: Readonly<Record<string, () => Sharp>> = {
  JPEG: () => photograph({ width: 400, height: 300 }).jpeg(),
  'Adam7 PNG': () => photograph({ width: 400, height: 300 }).png({ progressive: true }),
};
const CHAINS = [
  'auto-orient,0',
  'resize,w_137',
  'rotate,90',
  'rotate,30/format,png',
  'blur,r_5,s_3',
  'sharpen,100/interlace,1',
  'circle,r_100/format,webp',
  'format,gif',
];

it.each(Object.entries(SMALL))(
  '%s, made into the same again and again, takes no more each time',
  async (_, store) => {
    const codecs = createCodecs(await loadModules());
    const engine = await nodeEngine({ parts: { codecs } });
    const file = await store().toBuffer();
    for (const text of CHAINS) {
      const chain = engine.parse(`image/${text}`);
      const kept = new Set<number>();
      for (let round = 0; round < 9; round++) {
        await engine.render({ chain, size: file.length, body: bodyOf(file) });
        if (round >= 2) kept.add(keptBytes());
      }
      expect(kept.size, text).toBe(1);
    }
  },
);
