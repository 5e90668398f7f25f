/** What a comparison takes for alike, and what it does not. */
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Answered, Seen } from '../../../scripts/replay/ask.ts';
import { bitmap } from '../../../scripts/conformance/pictures.ts';
import { differencesOf } from '../../../scripts/replay/differences.ts';
import { likeness, lookOf } from '../../../scripts/replay/look.ts';

const NOTHING = {
  type: '',
  bytes: 0,
  milliseconds: 1,
  width: undefined,
  height: undefined,
  frames: undefined,
};

/** An answer without a picture. */
function answer(
  status: number,
  { type = '', code, body = '' }: { type?: string; code?: string; body?: string } = {},
) {
  const seen: Seen = { ...NOTHING, status, type, code, error: status === 0 ? 'refused' : undefined };
  return { seen, body: Buffer.from(body), look: undefined } satisfies Answered;
}

/** An answer that is called a picture. */
async function pictured(body: Uint8Array, type = 'image/png'): Promise<Answered> {
  const look = await lookOf(body);
  const { width, height, frames } = look ?? NOTHING;
  const seen: Seen = { ...answer(200, { type }).seen, bytes: body.length, width, height, frames };
  return { seen, body, look };
}

function compared(old: Answered | undefined, fresh: Answered, logged?: number, isOriginal = false): string[] {
  const alike = old?.look && fresh.look ? likeness(old.look, fresh.look) : undefined;
  return differencesOf({ old, new: fresh, likeness: alike, logged, isOriginal });
}

/** Something like a photograph: slopes, edges and grain. */
function scene(
  tweak: (rgb: [number, number, number], at: number) => readonly number[] = (rgb) => rgb,
): Sharp {
  const [width, height] = [320, 240];
  const bytes = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const grain = ((at * 7919) % 5) - 2;
    const edge = (x - 160) ** 2 + (y - 120) ** 2 < 60 ** 2 ? 70 : 0;
    bytes.set(tweak([40 + x / 2 + grain, 60 + y / 3 + edge + grain, 200 - x / 3 + grain], at), at * 3);
  }
  return sharp(bytes, { raw: { width, height, channels: 3 } });
}
const flat = (background: string, width = 64, height = 48) =>
  sharp({ create: { width, height, channels: 4, background } });

describe('answers that are no pictures', () => {
  it.each<[string, Answered | undefined, Answered, number | undefined, string[]]>([
    [
      'the same refusal where the log tells nothing',
      answer(400, { code: 'InvalidArgument' }),
      answer(400, { code: 'InvalidArgument' }),
      undefined,
      [],
    ],
    [
      'the same refusal of what had succeeded',
      answer(400, { code: 'InvalidArgument' }),
      answer(400, { code: 'InvalidArgument' }),
      200,
      ['both: 400 InvalidArgument'],
    ],
    [
      'no right on both sides',
      answer(403, { code: 'AccessDenied' }),
      answer(403, { code: 'AccessDenied' }),
      200,
      ['both: 403 AccessDenied'],
    ],
    [
      'no right on both sides, whatever the log tells',
      answer(403, { code: 'AccessDenied' }),
      answer(403, { code: 'AccessDenied' }),
      undefined,
      ['both: 403 AccessDenied'],
    ],
    [
      'nothing there on both sides of what had been there',
      answer(404, { code: 'NoSuchKey' }),
      answer(404, { code: 'NoSuchKey' }),
      200,
      ['both: 404 NoSuchKey'],
    ],
    ['the redirection that the log has', answer(302), answer(302), 302, []],
    ['a redirection of what had been there', answer(302), answer(302), 200, ['both: 302']],
    ['no answer', answer(0), answer(0), undefined, ['both: no answer (refused)']],
    ['two services in trouble', answer(503), answer(503), undefined, ['both: 503']],
    [
      'other codes',
      answer(400, { code: 'InvalidArgument' }),
      answer(400, { code: 'BadRequest' }),
      undefined,
      ['400 InvalidArgument became 400 BadRequest'],
    ],
    ['other statuses', answer(200), answer(404, { code: 'NoSuchKey' }), 200, ['200 became 404 NoSuchKey']],
    [
      'a refusal by the new one alone',
      undefined,
      answer(403, { code: 'AccessDenied' }),
      200,
      ['403 AccessDenied'],
    ],
    ['a redirection by the new one, as in the log', undefined, answer(302), 302, []],
    [
      'other bytes',
      answer(200, { type: 'text/css', body: 'a' }),
      answer(200, { type: 'text/css', body: 'bc' }),
      200,
      ['other bytes: 1 became 2'],
    ],
    [
      'another type',
      answer(200, { type: 'text/css', body: 'a' }),
      answer(200, { type: 'text/html', body: 'a' }),
      200,
      ['text/css became text/html'],
    ],
  ])('%s', (_, old, fresh, logged, expected) => {
    expect(compared(old, fresh, logged)).toEqual(expected);
  });

  it('compares reports by their members, in any order', () => {
    const report = (body: object) => answer(200, { type: 'application/json', body: JSON.stringify(body) });
    const width = { ImageWidth: { value: '400' }, Format: { value: 'jpg' } };
    expect(
      compared(report(width), report({ Format: { value: 'jpg' }, ImageWidth: { value: '400' } })),
    ).toEqual([]);
    expect(compared(report(width), report({ ...width, ImageWidth: { value: '401' } }))).toEqual([
      'ImageWidth: {"value":"400"} became {"value":"401"}',
    ]);
    expect(compared(report(width), report({ ImageWidth: { value: '400' } }))).toEqual([
      'Format: {"value":"jpg"} became nothing',
    ]);
  });
});

describe('pictures', () => {
  it.each<[string, Sharp, Sharp]>([
    ['one scene in two qualities', scene().jpeg({ quality: 90 }), scene().jpeg({ quality: 60 })],
    [
      'one scene as JPEG of two encoders',
      scene().jpeg({ quality: 80 }),
      scene().jpeg({ quality: 80, mozjpeg: true }),
    ],
    ['tones shifted by a hair', scene().png(), scene((rgb) => rgb.map((value) => value + 4)).png()],
    ['what cannot be seen', flat('rgba(255,0,0,0)').png(), flat('rgba(0,0,255,0)').png()],
  ])('are alike: %s', async (_, one, other) => {
    const [old, fresh] = [await pictured(await one.toBuffer()), await pictured(await other.toBuffer())];
    expect(compared(old, fresh)).toEqual([]);
  });

  it.each<[string, Sharp, Sharp, RegExp]>([
    ['red and green of one lightness', flat('#ff0000').png(), flat('#008200').png(), /similarity 0\.0/],
    ['red and blue exchanged', scene().png(), scene(([r, g, b]) => [b, g, r]).png(), /similarity/],
    ['one channel lost', scene().png(), scene(([r, g]) => [r, g, 0]).png(), /similarity/],
    [
      'colour lost',
      scene(([r, g, b]) => [r, g / 4, b]).png(),
      scene(([r, g, b]) => [r, g / 4, b])
        .greyscale()
        .png(),
      /similarity/,
    ],
    ['transparency lost', flat('rgba(128,128,128,0)').png(), flat('#808080').png(), /similarity/],
    [
      'another size',
      flat('#336699', 50, 20).png(),
      flat('#336699', 51, 20).png(),
      /^50 × 20 became 51 × 20$/,
    ],
  ])('are not alike: %s', async (_, one, other, expected) => {
    const [old, fresh] = [await pictured(await one.toBuffer()), await pictured(await other.toBuffer())];
    expect(compared(old, fresh)).toEqual([expect.stringMatching(expected)]);
    expect(compared(fresh, old)).toHaveLength(1);
  });

  it.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif', 'bmp'] as const)(
    'that break off cannot be read: %s',
    async (format) => {
      const whole = format === 'bmp' ? plainBitmap('#336699') : await scene().toFormat(format).toBuffer();
      const [old, torn] = [await pictured(whole), await pictured(whole.subarray(0, whole.length * 0.6))];
      expect(compared(old, old)).toEqual([]);
      expect(compared(undefined, old)).toEqual([]);
      expect(compared(old, torn)).toEqual(['cannot be read']);
      expect(compared(undefined, torn)).toEqual(['cannot be read']);
      expect(compared(undefined, torn, 200, true)).toEqual([]);
      expect(compared(torn, old)).toEqual(['could not be read, and can']);
      // An original that is broken itself was carried over as it is.
      expect(compared(torn, torn)).toEqual([]);
    },
  );

  it('of formats that cannot be read here are held to their bytes', async () => {
    const heic = await pictured(Buffer.from('a phone, once'), 'image/heic');
    const other = await pictured(Buffer.from('a phone, twice'), 'image/heic');
    expect(compared(undefined, heic)).toEqual([]);
    expect(compared(heic, heic)).toEqual([]);
    expect(compared(heic, other)).toEqual(['other bytes: 13 became 14']);
  });

  it('that are bitmaps are compared as well', async () => {
    const [blue, other] = [await pictured(plainBitmap('#336699')), await pictured(plainBitmap('#996633'))];
    expect(compared(blue, blue)).toEqual([]);
    expect(compared(blue, other)).toEqual([expect.stringMatching(/similarity/)]);
  });

  it('that moved and stand still differ', async () => {
    const frames = [flat('#f00').png(), flat('#00f').png()].map((one) => one.toBuffer());
    const moving = await sharp(await Promise.all(frames), { join: { animated: true } })
      .gif()
      .toBuffer();
    const still = await flat('#f00').gif().toBuffer();
    expect(compared(await pictured(moving, 'image/gif'), await pictured(still, 'image/gif'))).toEqual([
      '2 frames became 1 frames',
    ]);
  });
});

/** Of one colour, 40 × 30. */
function plainBitmap(colour: string): Uint8Array {
  const rgb = Buffer.alloc(40 * 30 * 3, Buffer.from(colour.slice(1), 'hex'));
  return bitmap(rgb, 40, 30);
}
