/** Where a profile goes: with the pixels when the result can hold it, else into them. Against libvips with lcms. */
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { srgbConverter } from '../../../src/codecs/metadata/icc/to-srgb.ts';
import { writeGreyProfile, writeRgbProfile } from '../../../src/codecs/metadata/icc/write-profile.ts';
import { bodyOf, nodeEngine } from '../../../scripts/lib/engine.ts';
import { writePng } from '../png/files.ts';
import { P3 } from './profiles.ts';

const engine = await nodeEngine();

async function renderFile(file: Uint8Array, chain: string): Promise<Buffer> {
  const job = { chain: engine.parse(`image/${chain}`), size: file.length, body: bodyOf(file) };
  return Buffer.concat((await engine.render(job)).chunks);
}

const SIZE = { width: 64, height: 32 };
const PROFILES = { grey: writeGreyProfile(1.2), rgb: writeRgbProfile(P3, 'srgb') };

/** A picture of slopes: one channel, or three that differ. */
function slopes(x: number, y: number, channel: number): number {
  return Math.min(255, Math.round((x * 4 * (3 - channel) + y * 8 * channel) / 3));
}

function pngOf(model: 'grey' | 'rgb', profile: Uint8Array): Uint8Array {
  const iccp = Buffer.concat([Buffer.from('a\0\0', 'latin1'), deflateSync(profile)]);
  return writePng({
    ...SIZE,
    colour: model === 'grey' ? 0 : 2,
    depth: 8,
    sample: slopes,
    extra: [['iCCP', iccp]],
  });
}

async function jpegOf(model: 'grey' | 'rgb', profile: Uint8Array): Promise<Uint8Array> {
  const bare = await sharp(pngOf(model, profile)).raw().toBuffer({ resolveWithObject: true });
  const raw = { ...SIZE, channels: bare.info.channels as 1 | 3 };
  const image = sharp(bare.data, { raw }).toColourspace(model === 'grey' ? 'b-w' : 'srgb');
  const file = await image.jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
  const segment = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile]);
  const head = Buffer.from([0xff, 0xe2, (segment.length + 2) >> 8, (segment.length + 2) & 255]);
  return Buffer.concat([file.subarray(0, 2), head, segment, file.subarray(2)]);
}

/** What a viewer shows of a file: its pixels by its profile, as sRGB. */
async function shown(file: Uint8Array): Promise<Buffer> {
  return sharp(file).toColourspace('srgb').removeAlpha().raw().toBuffer();
}

/** BMP is not libvips' to read: 24 bits, from the bottom up. */
function shownBmp(file: Uint8Array): Buffer {
  const view = new DataView(file.buffer, file.byteOffset);
  const start = view.getUint32(10, true);
  const pixels = Buffer.alloc(SIZE.width * SIZE.height * 3);
  for (let i = 0; i < SIZE.width * SIZE.height; i++) {
    const from = start + ((SIZE.height - 1 - Math.floor(i / SIZE.width)) * SIZE.width + (i % SIZE.width)) * 3;
    pixels.set([file[from + 2]!, file[from + 1]!, file[from]!], i * 3);
  }
  return pixels;
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length;
}

const MODELS = ['grey', 'rgb'] as const;
const SOURCES = { png: pngOf, jpg: jpegOf };

describe.each(MODELS)('a %s source', (model) => {
  describe.each(MODELS)('with a %s profile', (profile) => {
    it.each(
      (['png', 'jpg'] as const).flatMap((from) =>
        ['png', 'jpg', 'webp', 'bmp'].map((to) => [from, to] as const),
      ),
    )('%s to %s looks as libvips shows it', async (from, to) => {
      const file = await SOURCES[from](model, PROFILES[profile]);
      const made = await renderFile(file, `format,${to}/quality,Q_100`);
      const expected = await shown(file);
      const pixels = to === 'bmp' ? shownBmp(made) : await shown(made);
      expect(meanDifference(pixels, expected)).toBeLessThan(to === 'webp' ? 3 : 1.2);
      if (to === 'bmp') return;
      const { icc, channels } = await sharp(made).metadata();
      const kept = model === profile && !(to === 'webp' && model === 'grey');
      expect(icc !== undefined).toBe(kept);
      if (kept && model === 'grey') expect(channels).toBe(1);
    });
  });
});

// ICC.1:2022, section 7.3: tags begin at multiples of four, and so does what would follow the profile.
it.each(Object.entries(PROFILES))('a written profile of %s is laid out as readers expect', (_, profile) => {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  expect(view.getUint32(0)).toBe(profile.length);
  expect(profile.length % 4).toBe(0);
  for (let tag = 0; tag < view.getUint32(128); tag++) {
    const [at, length] = [view.getUint32(136 + tag * 12), view.getUint32(140 + tag * 12)];
    expect(at % 4).toBe(0);
    expect(at + length).toBeLessThanOrEqual(profile.length);
  }
});

describe('a step that brings colour into a grey picture', () => {
  it('applies the profile first', async () => {
    const file = pngOf('grey', PROFILES.grey);
    const made = await renderFile(file, `resize,m_pad,w_64,h_40,color_ff0000`);
    expect((await sharp(made).metadata()).icc).toBeUndefined();
    const [pixels, expected] = [await shown(made), await shown(file)];
    expect([...pixels.subarray(0, 3)]).toEqual([255, 0, 0]);
    expect(meanDifference(pixels.subarray(64 * 4 * 3, 64 * 36 * 3), expected)).toBeLessThan(1);
  });
});

describe('srgbConverter', () => {
  it('leaves sRGB and broken profiles alone', () => {
    const srgb = [
      [0.3127, 0.329],
      [0.64, 0.33],
      [0.3, 0.6],
      [0.15, 0.06],
    ] as const;
    expect(srgbConverter(writeRgbProfile(srgb, 'srgb'), 'rgb')).toBeUndefined();
    expect(srgbConverter(writeGreyProfile('srgb'), 'grey')).toBeUndefined();
    for (let length = 0; length < PROFILES.rgb.length; length += 7) {
      expect(() => srgbConverter(PROFILES.rgb.subarray(0, length), 'rgb')).not.toThrow();
    }
  });
});
