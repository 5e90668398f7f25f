/** The face to hosts: names, fallback, own fonts, errors, what is kept. */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildFonts } from '../../scripts/fonts.ts';
import { bytesSource, nodeText, nodeTextHost } from '../../scripts/lib/text.ts';
import { ProcessError } from '../../src/core/spec/error.ts';
import type { TextRequest } from '../../src/core/spec/marks.ts';
import type { BucketFonts } from '../../src/text/ports.ts';
import { createText, type SetText } from '../../src/text/text.ts';
import { brotli, countingSource, KAI, packageFile, unpacked } from './support/fonts.ts';

const none: BucketFonts = () => Promise.resolve(undefined);
const request = (text: string, rest: Partial<TextRequest> = {}): TextRequest => ({
  text,
  font: 'wqy-zenhei',
  size: 40,
  rotate: 0,
  ...rest,
});

/** The drawn line as a text of its pixels. */
async function drawing(setText: SetText, wanted: TextRequest, fonts = none): Promise<string> {
  const line = await setText(wanted, fonts);
  const { coverage } = line.draw({ x: 0, y: 0, width: line.width, height: line.height });
  return `${line.width}x${line.height} ${Buffer.from(coverage).toString('base64')}`;
}

const ink = (text: string): number => Buffer.from(text.split(' ')[1]!, 'base64').reduce((a, b) => a + b, 0);

beforeAll(() => buildFonts(), 60_000);

describe('the seven names', () => {
  const names = [
    'wqy-zenhei',
    'wqy-microhei',
    'droidsansfallback',
    'fangzhengheiti',
    'fangzhengshusong',
    'fangzhengfangsong',
    'fangzhengkaiti',
  ];

  it('are three faces', async () => {
    const setText = nodeText();
    const inks = await Promise.all(
      names.map(async (font) => ink(await drawing(setText, request('永', { font })))),
    );
    expect(new Set(inks.slice(0, 4)).size).toBe(1);
    expect(inks[4]).toBe(inks[5]);
    expect(new Set(inks).size).toBe(3);
  });

  it('are set in the line height of the faces they stand for', async () => {
    const heights = names.map(
      async (font) => (await nodeText()(request('永', { font, size: 100 }), none)).height,
    );
    // 96.3 + 29.7, 93.7 + 23.6 and 85.9 + 14.1 pixels, each rounded up.
    expect(await Promise.all(heights)).toEqual([127, 118, 118, 101, 101, 101, 101]);
  });

  it('fall back to the first family when theirs was not built', async () => {
    const host = nodeTextHost();
    const few = createText({
      ...host,
      asset: (path) => (path.startsWith('lxgw') ? Promise.resolve(undefined) : host.asset(path)),
    });
    const kai = await drawing(few, request('永', { font: 'fangzhengkaiti' }));
    expect(kai).toBe(await drawing(nodeText(), request('永', { font: 'fangzhengheiti' })));
  });

  it('are an internal error when nothing was built', async () => {
    const setText = createText({ asset: () => Promise.resolve(undefined), brotli });
    await expect(setText(request('永'), none)).rejects.toThrow('npm run fonts');
  });
});

describe('characters', () => {
  const setText = nodeText();

  it.each([
    ['Traditional Chinese', '體'],
    ['Kana', 'ゐ'],
    ['Hangul', '뷁'],
    ['Cyrillic', 'Ж'],
    ['Latin with an accent', 'ř'],
    ['Greek', 'λ'],
  ])('draws %s, which is no box', async (_, text) => {
    const box = ink(await drawing(setText, request('\u{e000}')));
    const drawn = ink(await drawing(setText, request(text)));
    expect(drawn).toBeGreaterThan(0);
    expect(drawn).not.toBe(box);
  });

  it('draws a box for each character nobody has', async () => {
    const one = await setText(request('\u{10fffd}'), none);
    const two = await setText(request('\u{10fffd}\u{e000}'), none);
    expect(ink(await drawing(setText, request('\u{10fffd}')))).toBeGreaterThan(0);
    expect(two.width).toBe(one.width * 2);
  });

  it('draws nothing for spaces and invisible characters, but has a size', async () => {
    expect(ink(await drawing(setText, request(' ')))).toBe(0);
    expect(await setText(request('\u200b'), none)).toMatchObject({ width: 1, height: 51 });
  });

  it('kerns Latin letters of the built families', async () => {
    const width = async (text: string): Promise<number> =>
      (await setText(request(text, { size: 1000 }), none)).width;
    expect(await width('AV')).toBeLessThan((await width('A')) + (await width('V')) - 5);
    expect(await width('P.')).toBeLessThan((await width('P')) + (await width('.')) - 50);
  });
});

describe('fonts of the bucket', () => {
  it('win over built ones and are kept by their identity', async () => {
    const source = countingSource(await unpacked(KAI), 'bucket/.fonts/wqy-zenhei.ttf#1');
    const setText = nodeText();
    const own: BucketFonts = (name) => Promise.resolve(name === 'wqy-zenhei' ? source : undefined);
    const mine = await drawing(setText, request('永'), own);
    expect(mine).not.toBe(await drawing(setText, request('永')));
    const before = source.reads.length;
    expect(await drawing(setText, request('永'), own)).toBe(mine);
    expect(await drawing(setText, request('永', { size: 41 }), own)).not.toBe(mine);
    expect(source.reads.length).toBe(before);
  });

  it('are asked by the name, and complete each other with the built families', async () => {
    const file = await unpacked(KAI);
    const own: BucketFonts = (name) =>
      Promise.resolve(name === '楷体' ? bytesSource(file, 'kai') : undefined);
    const setText = nodeText();
    const mixed = await setText(request('A뷁', { font: '楷体' }), own);
    const alone = await setText(request('A', { font: '楷体' }), own);
    expect(mixed.width).toBeGreaterThan(alone.width + 30);
  });

  it.each(['nobody', 'Noto Sans', '../noto-sans-sc', 'constructor', ''])(
    'refuse the name %j',
    async (font) => {
      const refused = nodeText()(request('永', { font }), none);
      await expect(refused).rejects.toMatchObject({
        code: 'InvalidArgument',
        status: 400,
        detail: { ec: '0040-00000251', parameter: 'type', value: font },
      });
    },
  );

  it.each([
    ['empty', new Uint8Array()],
    ['no font', new TextEncoder().encode('<!doctype html>')],
    ['cut', packageFile(KAI).slice(0, 3000)],
    ['a font of pictures', packageFile(KAI).fill(0, 50, 60)],
  ])('are named when they are broken: %s', async (_, bytes) => {
    const own: BucketFonts = () => Promise.resolve(bytesSource(bytes, 'broken'));
    const refused = nodeText()(request('永', { font: 'mine' }), own);
    await expect(refused).rejects.toBeInstanceOf(ProcessError);
    await expect(refused).rejects.toMatchObject({ status: 400, detail: { ec: '0040-00000251' } });
    await expect(refused).rejects.toThrow(/^The font mine cannot be read: /);
  });
});

describe('drawing', () => {
  it('gives the same pixels in parts as at once, kept or not', async () => {
    const setText = nodeText();
    for (const size of [20, 400]) {
      const line = await setText(request('图片', { size, rotate: 20 }), none);
      const whole = line.draw({ x: 0, y: 0, width: line.width, height: line.height }).coverage;
      const part = { x: 5, y: 7, width: line.width - 20, height: 11 };
      const { coverage } = line.draw(part);
      for (let y = 0; y < part.height; y++) {
        const row = whole.subarray((y + 7) * line.width + 5, (y + 7) * line.width + 5 + part.width);
        const drawn = coverage.subarray(y * part.width, (y + 1) * part.width);
        for (const [x, value] of drawn.entries()) expect(Math.abs(value - row[x]!)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('draws nothing outside the box', async () => {
    const line = await nodeText()(request('图', { size: 20 }), none);
    const around = line.draw({ x: -5, y: -5, width: line.width + 10, height: line.height + 10 });
    const inside = line.draw({ x: 0, y: 0, width: line.width, height: line.height });
    const sum = (bytes: Uint8Array): number => bytes.reduce((a, b) => a + b, 0);
    expect(sum(around.coverage)).toBe(sum(inside.coverage));
    expect(line.draw({ x: 500, y: 0, width: 3, height: 3 }).coverage).toEqual(new Uint8Array(9));
  });

  it('costs little memory for a text that is far larger than any picture', async () => {
    const line = await nodeText()(request('图'.repeat(21), { size: 1000, rotate: 45 }), none);
    expect(line.width * line.height).toBeGreaterThan(200e6);
    expect(line.bytes).toBeLessThan(1e6);
    expect(line.draw({ x: 0, y: 0, width: 100, height: 100 }).coverage.length).toBe(10_000);
  });
});

describe('memory that a text is promised', () => {
  const broken = bytesSource(new Uint8Array(2_000_000), 'broken');
  it.each([
    ['is given back when the line is set', none, 'wqy-zenhei', true],
    ['is given back when its font is broken', () => Promise.resolve(broken), 'own', false],
  ] as const)('%s', async (_, fonts, font, isSet) => {
    let [asked, held] = [0, 0];
    const hold = (bytes: number) => {
      asked = bytes;
      held += bytes;
      return Promise.resolve(() => void (held -= bytes));
    };
    const setText = nodeText();
    const ended = await setText(request('永', { font }), fonts, hold).then(
      () => true,
      () => false,
    );
    expect([ended, held]).toEqual([isSet, 0]);
    expect(asked).toBeGreaterThan(0);
    asked = 0;
    // What is kept takes no promise.
    if (isSet) await setText(request('永', { font }), fonts, hold);
    expect(asked).toBe(0);
  });
});
