/**
 * Pictures to work on: photograph-like ones that are made once and kept in the system's folder for temporary files,
 * and real photographs where the corpus is at hand.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { loadModules } from '../scripts/lib/modules.ts';
import { gifCodec } from '../src/codecs/gif/index.ts';
import { heldPicture } from '../src/core/image/bands.ts';
import type { Size } from '../src/core/image/picture.ts';
import { DRAWN, drawInterface, drawLineArt } from './drawings.ts';
import { paintScene } from './scene.ts';

const CORPUS = new URL('../../shared/corpus/', import.meta.url);
/** The number changes when the pictures do. */
const CACHE = join(tmpdir(), 'image-bench-1');

/** How a made picture is stored. */
interface Recipe extends Size {
  /** What is painted; the scene where nothing is said. */
  readonly drawing?: keyof typeof DRAWINGS;
  /** How much smaller that is made first, which takes its finest detail away. */
  readonly soften?: number;
  store(image: Sharp): Sharp;
}

const jpeg =
  (quality: number, progressive = false) =>
  (image: Sharp) =>
    image.jpeg({ quality, progressive });
const webp = (quality: number) => (image: Sharp) => image.webp({ quality });
const png =
  (progressive = false) =>
  (image: Sharp) =>
    image.png({ compressionLevel: 6, progressive });
/** With it, 24 megapixels of PNG stay below the 20 MB that an original may have. */
const SOFT = 8;

/** The scene itself; every other size is scaled from it. */
const SCENE: Size = { width: 4000, height: 3000 };

const DRAWINGS = { interface: drawInterface, 'line-art': drawLineArt };

const RECIPES = {
  'jpeg-768': { width: 768, height: 576, store: jpeg(90) },
  'jpeg-2000': { width: 2000, height: 1500, store: jpeg(90) },
  'jpeg-2mp': { width: 1632, height: 1224, store: jpeg(90) },
  'jpeg-12mp': { ...SCENE, store: jpeg(90) },
  'jpeg-12mp-progressive': { ...SCENE, store: jpeg(90, true) },
  'webp-12mp': { ...SCENE, store: webp(80) },
  'jpeg-8mp': { width: 3264, height: 2448, store: jpeg(90) },
  'jpeg-16mp': { width: 4096, height: 4096, store: jpeg(85) },
  'jpeg-24mp': { width: 6000, height: 4000, store: jpeg(85) },
  'jpeg-24mp-progressive': { width: 6000, height: 4000, store: jpeg(85, true) },
  'jpeg-56mp': { width: 8640, height: 6480, store: jpeg(85) },
  'jpeg-250mp': { width: 18_257, height: 13_693, store: jpeg(75) },
  'jpeg-250mp-progressive': { width: 18_257, height: 13_693, store: jpeg(75, true) },
  'tiff-12mp': {
    ...SCENE,
    store: (image: Sharp) => image.tiff({ compression: 'lzw', predictor: 'horizontal' }),
  },
  'avif-2mp': { width: 1632, height: 1224, store: (image: Sharp) => image.avif({ quality: 60, effort: 2 }) },
  'gif-photograph': { width: 760, height: 570, store: (image: Sharp) => image.gif() },
  'png-2mp': { width: 1632, height: 1224, store: png() },
  'png-24mp': { width: 6000, height: 4000, soften: SOFT, store: png() },
  'png-24mp-adam7': { width: 6000, height: 4000, soften: SOFT, store: png(true) },
  'png-interface': { ...DRAWN, drawing: 'interface', store: png() },
  'png-line-art': { ...DRAWN, drawing: 'line-art', store: png() },
} satisfies Record<string, Recipe>;

/** 500 frames, a square that moves over a slope. */
const MOVING = 'gif-250mp';

export type PictureName = keyof typeof RECIPES | typeof MOVING | `corpus:${string}`;

/** The file of a picture; undefined for a photograph of the corpus where there is none. */
export async function loadPicture(name: PictureName): Promise<Buffer | undefined> {
  if (name === MOVING) return cached(MOVING, drawMovement);
  if (!name.startsWith('corpus:')) return made(name as keyof typeof RECIPES);
  const file = new URL(name.slice('corpus:'.length), CORPUS);
  return existsSync(file) ? readFile(file) : undefined;
}

async function made(name: keyof typeof RECIPES): Promise<Buffer> {
  return cached(name, async () => {
    const { width, height, drawing, soften = 1, store }: Recipe = RECIPES[name];
    if (drawing) return store(sharp(Buffer.from(DRAWINGS[drawing]({ width, height })))).toBuffer();
    const scene = await cached('scene', drawScene);
    const base = await sharp(scene)
      .resize(SCENE.width / soften)
      .png({ compressionLevel: 1 })
      .toBuffer();
    const image = sharp(base, { limitInputPixels: false });
    return store(image.resize(width, height, { fit: 'fill', kernel: 'cubic' })).toBuffer();
  });
}

async function drawMovement(): Promise<Buffer> {
  const { gif } = await loadModules();
  const { moving } = gifCodec({ gif }).encoder!;
  const size = { width: 707, height: 707 };
  const movement = { frames: 500, plays: 0 };
  const output = { format: 'gif', quality: 100, interlace: false, movement } as const;
  const frames = (async function* () {
    for (let i = 0; i < movement.frames; i++) {
      const pixels = new Uint8ClampedArray(size.width * size.height * 4);
      for (let at = 0; at < pixels.length; at += 4) {
        const [x, y] = [(at / 4) % size.width, Math.floor(at / 4 / size.width)];
        const inside = Math.abs(x - i) < 60 && Math.abs(y - 350) < 60;
        pixels.set(inside ? [220, 30, 60, 255] : [(x >> 4) * 4, (y >> 4) * 4, 128, 255], at);
      }
      yield { picture: heldPicture(size, true, pixels), delay: 40 };
    }
  })();
  const chunks: Uint8Array[] = [];
  for await (const chunk of moving!.encode(frames, output, () => undefined)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function drawScene(): Promise<Buffer> {
  return sharp(paintScene(SCENE), { raw: { ...SCENE, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** What `make` gives, from a file if it was made before. */
async function cached(name: string, make: () => Promise<Buffer>): Promise<Buffer> {
  const path = join(CACHE, name);
  if (existsSync(path)) return readFile(path);
  const bytes = await make();
  await mkdir(CACHE, { recursive: true });
  // Renamed when complete, so that a run that was broken off leaves no half picture.
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
  return bytes;
}
