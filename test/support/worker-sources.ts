/**
 * Pictures for the tests in workerd, made before they start: sharp does not run there. They arrive as base64 under
 * `sources`; files of others, where they are beside the project, under `corpus` and `bad`.
 */
import sharp from 'sharp';
import type { TestProject } from 'vitest/node';
import { outsideFiles, readOutside } from './outside.ts';

type Format = 'jpg' | 'png' | 'webp';

interface Recipe {
  readonly width: number;
  readonly height: number;
  readonly format: Format;
  readonly quality?: number;
  readonly orientation?: number;
}

/** The pictures that the conformance table names, by key. */
const RECIPES: Readonly<Record<string, Recipe>> = {
  '200x100.png': { width: 200, height: 100, format: 'png' },
  '256x144.png': { width: 256, height: 144, format: 'png' },
  '2500x1875.jpg': { width: 2500, height: 1875, format: 'jpg' },
  '3924x2550.jpg': { width: 3924, height: 2550, format: 'jpg' },
  '400x267.jpg': { width: 400, height: 267, format: 'jpg' },
  '400x267.png': { width: 400, height: 267, format: 'png' },
  '400x267.webp': { width: 400, height: 267, format: 'webp' },
  'o7.jpg': { width: 424, height: 333, format: 'jpg', orientation: 7 },
  '1504x1120.jpg': { width: 1504, height: 1120, format: 'jpg' },
  '1x1.png': { width: 1, height: 1, format: 'png' },
  '1000x1.png': { width: 1000, height: 1, format: 'png' },
  '100x100.png': { width: 100, height: 100, format: 'png' },
  '200x200.png': { width: 200, height: 200, format: 'png' },
  'q72.jpg': { width: 64, height: 64, format: 'jpg', quality: 72 },
  'q80.jpg': { width: 64, height: 64, format: 'jpg', quality: 80 },
  'q90.jpg': { width: 64, height: 64, format: 'jpg', quality: 90 },
  'q95.jpg': { width: 64, height: 64, format: 'jpg', quality: 95 },
};

/** Red grows from left to right and green from top to bottom, so that a pixel tells where it comes from. */
function ramp(width: number, height: number): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      pixels[at++] = Math.round((255 * (x + 0.5)) / width);
      pixels[at++] = Math.round((255 * (y + 0.5)) / height);
      pixels[at++] = 128;
    }
  }
  return pixels;
}

async function make({ width, height, format, quality = 90, orientation }: Recipe): Promise<Buffer> {
  let picture = sharp(ramp(width, height), { raw: { width, height, channels: 3 } });
  if (orientation !== undefined) picture = picture.withMetadata({ orientation });
  if (format === 'png') return picture.png().toBuffer();
  if (format === 'webp') return picture.webp({ quality }).toBuffer();
  return picture.jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();
}

/** A white disc on nothing. */
function mark(): Promise<Buffer> {
  const svg = '<svg width="100" height="100"><circle cx="50" cy="50" r="50" fill="white"/></svg>';
  return sharp(Buffer.from(svg)).png().toBuffer();
}

async function makeSources(): Promise<Record<string, string>> {
  const made = await Promise.all(
    Object.entries(RECIPES).map(async ([key, recipe]) => [key, (await make(recipe)).toString('base64')]),
  );
  return {
    ...Object.fromEntries(made),
    'panda.png': (await mark()).toString('base64'),
    'text.jpg': Buffer.from('This is no picture, whatever it is called.').toString('base64'),
  };
}

/** Files of others, by name; none where they are not beside the project. */
function readOthers(folder: string, limit: number): Record<string, string> {
  const files = outsideFiles(folder).map((path) => [path.split('/').at(-1), readOutside(path)] as const);
  const small = files.filter(([, bytes]) => bytes.length <= limit);
  return Object.fromEntries(small.map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]));
}

declare module 'vitest' {
  interface ProvidedContext {
    sources: Record<string, string>;
    corpus: Record<string, string>;
    bad: Record<string, string>;
  }
}

export default async function setup({ provide }: TestProject): Promise<void> {
  provide('sources', await makeSources());
  provide('corpus', readOthers('corpus/photos', 100_000));
  provide('bad', readOthers('corpus/bad', 2_000_000));
}
