/** What is written, opened in a real browser: the same pixels that our own decoders or libvips see, frame by frame. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, nodeEngine } from '../../scripts/lib/engine.ts';
import type { Engine } from '../../src/core/engine/engine.ts';
import { gifOf } from '../codecs/gif/files.ts';
import { openBrowser } from './browser.ts';

let browser: Browser;
let page: Page;
let server: Server;
let engine: Engine;

beforeAll(async () => {
  engine = await nodeEngine({ animatedPng: true });
  browser = await openBrowser();
  server = createServer((_, answer) => {
    answer.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Formats</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function make(file: Uint8Array, chain: string): Promise<Buffer> {
  const job = { chain: engine.parse(`image/${chain}`), size: file.length, body: bodyOf(file) };
  return Buffer.concat((await engine.render(job)).chunks);
}

interface ShownFrame {
  readonly width: number;
  readonly height: number;
  /** Milliseconds. */
  readonly delay: number;
  readonly pixels: Uint8Array;
}

interface ShownFile {
  readonly frames: readonly ShownFrame[];
  /** Times it is played again; Infinity for ever. */
  readonly repeats: number;
}

/** The parts of WebCodecs that are used, which Node's types do not know. */
interface FrameDecoder {
  readonly completed: Promise<void>;
  readonly tracks: {
    readonly ready: Promise<void>;
    readonly selectedTrack: { readonly frameCount: number; readonly repetitionCount: number };
  };
  decode(of: { frameIndex: number }): Promise<{
    readonly image: ImageBitmap & { displayWidth: number; displayHeight: number; duration: number | null };
  }>;
}

/** A file's frames as the browser decodes them. */
async function show(file: Buffer, type: string): Promise<ShownFile> {
  const told = await page.evaluate(
    async ([text, mime]) => {
      const data = Uint8Array.from(atob(text!), (character) => character.charCodeAt(0));
      const { ImageDecoder } = globalThis as unknown as {
        ImageDecoder: new (of: object) => FrameDecoder;
      };
      const decoder = new ImageDecoder({ data, type: mime });
      await decoder.tracks.ready;
      await decoder.completed;
      const { frameCount, repetitionCount } = decoder.tracks.selectedTrack;
      const frames = [];
      for (let frameIndex = 0; frameIndex < frameCount; frameIndex++) {
        const { image } = await decoder.decode({ frameIndex });
        const { displayWidth: width, displayHeight: height, duration } = image;
        const context = new OffscreenCanvas(width, height).getContext('2d')!;
        context.drawImage(image, 0, 0);
        const { data: pixels } = context.getImageData(0, 0, width, height);
        let binary = '';
        for (let at = 0; at < pixels.length; at += 32_768) {
          binary += String.fromCharCode(...pixels.subarray(at, at + 32_768));
        }
        frames.push({ width, height, delay: (duration ?? 0) / 1000, pixels: btoa(binary) });
        image.close();
      }
      return { frames, repeats: String(repetitionCount) };
    },
    [file.toString('base64'), type],
  );
  const frames = told.frames.map((frame) => ({
    ...frame,
    pixels: new Uint8Array(Buffer.from(frame.pixels, 'base64')),
  }));
  return { frames, repeats: Number(told.repeats) };
}

/** Waves of colour, transparent in places when that is asked for. */
function drawing(width: number, height: number, transparent: boolean): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 4);
  for (let at = 0; at < pixels.length; at += 4) {
    const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
    const wave = (by: number) => 128 + 100 * Math.sin((x * by + y) / 40);
    pixels.set([wave(1), wave(2), wave(3), transparent ? 255 * Number(x > y) : 255], at);
  }
  return sharp(pixels, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}

/** The mean difference of levels, those of colours as far as they are seen. */
function difference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  const weight = (pixels: Uint8Array, at: number) => (at % 4 === 3 ? 1 : pixels[at | 3]! / 255);
  return (
    a.reduce((sum, level, at) => sum + Math.abs(level * weight(a, at) - b[at]! * weight(b, at)), 0) / a.length
  );
}

describe('AVIF in a browser', () => {
  it.each([
    ['one tile of odd sides', 301, 203, false],
    ['one tile with transparency', 300, 200, true],
    ['a grid', 1100, 700, false],
    ['a grid of odd sides', 1031, 777, false],
    ['a grid with transparency', 1031, 520, true],
  ])('%s is the picture that went in', async (_, width, height, transparent) => {
    const source = await drawing(width, height, transparent);
    const { frames } = await show(await make(source, 'format,avif/quality,q_95'), 'image/avif');
    expect(frames).toHaveLength(1);
    expect([frames[0]!.width, frames[0]!.height]).toEqual([width, height]);
    const pixels = await sharp(source).ensureAlpha().raw().toBuffer();
    expect(difference(frames[0]!.pixels, pixels)).toBeLessThan(2.5);
  });
});

describe('what moves, in a browser', () => {
  const size = { width: 24, height: 20 };
  const moving = gifOf(
    size,
    [0, 2, 1, 3].map((disposal, i) => ({
      place: { x: 2 * i, y: i, width: 24 - 3 * i, height: 20 - 2 * i },
      indices: i + 1,
      delay: 5 + i,
      disposal,
    })),
    2,
  );

  it.each(['gif', 'webp', 'png'])('shows the same frames as %s, for as long and as often', async (format) => {
    const before = await show(Buffer.from(moving), 'image/gif');
    const after = await show(await make(moving, `format,${format}`), `image/${format}`);
    expect(after.frames.map(({ delay }) => delay)).toEqual(before.frames.map(({ delay }) => delay));
    expect(after.repeats).toBe(before.repeats);
    for (const [i, { pixels }] of after.frames.entries()) {
      expect(difference(pixels, before.frames[i]!.pixels)).toBeLessThan(0.5);
    }
  });
});
