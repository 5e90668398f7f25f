import { describe, expect, it } from 'vitest';
import { parseChain } from '../../../src/core/engine/chain/parse.ts';
import { OPERATIONS } from '../../../src/core/ops/index.ts';
import { plainKernels } from '../../../src/core/image/kernels/plain.ts';
import { at, flowing, type Held, held, plain, scene } from '../support/pictures.ts';
import { invalidValue, planOf, refusalOf, sizeOf } from '../support/plan.ts';
import { base64, chainOf, fakeMarks, marked } from './watermark/fakes.ts';

const GREY = [100, 100, 100, 255] as const;

/** `x,y wxh` of the pixels that changed. */
function changed(before: Held, after: Held): string {
  const places: [number, number][] = [];
  for (let y = 0; y < before.height; y++) {
    for (let x = 0; x < before.width; x++) {
      if (at(before, x, y).join() !== at(after, x, y).join()) places.push([x, y]);
    }
  }
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const size = `${Math.max(...xs) - left + 1}x${Math.max(...ys) - top + 1}`;
  return places.length === 0 ? 'nothing' : `${left},${top} ${size}`;
}

async function placeOf(size: string, args: string): Promise<string> {
  const picture = plain(sizeOf(size), GREY);
  return changed(picture, await marked(picture, args));
}

describe('watermark: place', () => {
  it.each([
    ['text_20x8', '70,42 20x8'],
    ['text_20x8,g_nw', '10,10 20x8'],
    ['text_20x8,g_north', '40,10 20x8'],
    ['text_20x8,g_ne', '70,10 20x8'],
    ['text_20x8,g_west', '10,26 20x8'],
    ['text_20x8,g_center', '40,26 20x8'],
    ['text_20x8,g_east', '70,26 20x8'],
    ['text_20x8,g_sw', '10,42 20x8'],
    ['text_20x8,g_south', '40,42 20x8'],
    ['text_20x8,g_se,x_0,y_0', '80,52 20x8'],
    ['text_20x8,g_nw,x_3,y_5', '3,5 20x8'],
    ['text_20x8,g_center,x_3,y_5', '40,26 20x8'],
    ['text_20x8,g_center,voffset_7', '40,33 20x8'],
    ['text_20x8,g_west,voffset_-7', '10,19 20x8'],
    ['text_20x8,g_se,voffset_7', '70,42 20x8'],
    ['text_21x9,g_center', '39,25 21x9'],
    // Larger than the picture, or its margin is: never starts left of or above it, but the middle is cut on both sides.
    ['text_200x8', '0,42 100x8'],
    ['text_20x80', '70,0 20x60'],
    ['text_20x8,x_90', '0,42 20x8'],
    ['text_300x300,g_center', '0,0 100x60'],
    ['text_200x8,g_nw', '10,10 90x8'],
    ['text_20x8,g_nw,x_4096', 'nothing'],
    ['text_20x8,g_center,voffset_-1000', 'nothing'],
    ['text_20x8,t_0', 'nothing'],
    ['image_20x8', '70,42 20x8'],
    ['image_200x8,g_sw', '10,42 90x8'],
  ])('%s on 100x60 changes %s', async (args, place) => {
    expect(await placeOf('100x60', args)).toBe(place);
  });

  it('cuts a mark that starts outside on the left and top to what is seen', async () => {
    const picture = plain(sizeOf('10x4'), GREY);
    const marks = fakeMarks({ coverage: (x) => (x === 8 ? 255 : 0) });
    const result = await marked(picture, 'text_20x4,g_center', marks);
    expect(changed(picture, result)).toBe('3,0 1x4');
  });
});

describe('watermark: colours', () => {
  const one = async (args: string, colour: readonly [number, number, number, number], marks = fakeMarks()) =>
    at(await marked(plain(sizeOf('1x1'), colour), `${args},x_0,y_0`, marks, 'png'), 0, 0);

  it.each([
    ['text_1x1', [0, 0, 0, 255]],
    ['text_1x1,color_FF8000', [255, 128, 0, 255]],
    ['text_1x1,color_ff8000,t_50', [178, 114, 50, 255]],
    ['image_1x1', [200, 0, 0, 255]],
    ['image_1x1,t_25', [125, 75, 75, 255]],
  ])('%s on grey gives %j', async (args, pixel) => {
    expect(await one(args, GREY)).toEqual(pixel);
  });

  it.each([
    ['on a clear pixel the mark alone', [9, 9, 9, 0], 'text_1x1,color_FF8000,t_50', [255, 128, 0, 128]],
    [
      'on a half clear one both by what is seen',
      [100, 100, 100, 128],
      'text_1x1,color_FF0000,t_50',
      [202, 34, 34, 192],
    ],
    ['whole over anything', [1, 2, 3, 40], 'text_1x1,color_0000FF', [0, 0, 255, 255]],
  ] as const)('%s', async (_, ground, args, pixel) => {
    const result = await one(args, ground);
    for (const [index, value] of result.entries())
      expect(Math.abs(value - pixel[index]!)).toBeLessThanOrEqual(2);
  });

  it('weighs a half clear picture by its alpha, and once more by t', async () => {
    const marks = () => fakeMarks({ colour: [200, 0, 0, 128] });
    expect(await one('image_1x1', GREY, marks())).toEqual([150, 50, 50, 255]);
    expect(await one('image_1x1,t_50', GREY, marks())).toEqual([125, 75, 75, 255]);
  });

  it('leaves every pixel outside the mark as it is', async () => {
    const picture = scene(sizeOf('64x48'), (x) => (x < 20 ? 100 : 255));
    const result = await marked(picture, 'text_10x10,g_center', fakeMarks(), 'png');
    expect(changed(picture, result)).toBe('27,19 10x10');
  });
});

describe('watermark: shadow', () => {
  it('is black and lies a twentieth of the size to the right and below', async () => {
    const picture = plain(sizeOf('30x30'), GREY);
    const result = await marked(picture, 'text_6x6,size_60,color_FFFFFF,shadow_50,g_nw,x_5,y_5');
    expect(changed(picture, result)).toBe('5,5 9x9');
    expect(at(result, 10, 10)).toEqual([255, 255, 255, 255]);
    expect(at(result, 13, 13)).toEqual([50, 50, 50, 255]);
    expect(at(result, 13, 7)).toEqual(at(picture, 0, 0));
  });

  it('fades with the text, as one', async () => {
    const picture = plain(sizeOf('30x30'), [0, 0, 200, 255]);
    const result = await marked(picture, 'text_6x6,size_20,color_FFFFFF,shadow_100,t_50,g_nw,x_5,y_5');
    // Nothing of the shadow shines through the text.
    expect(at(result, 8, 8)).toEqual([128, 128, 228, 255]);
    expect(at(result, 11, 11)).toEqual([0, 0, 100, 255]);
  });

  it('makes the mark larger, so that it is never cut', async () => {
    expect(await placeOf('40x40', 'text_6x6,size_100,shadow_100,x_0,y_0')).toBe('29,29 11x11');
    expect(await placeOf('40x40', 'text_6x6,size_5,shadow_100,x_0,y_0')).toBe('33,33 7x7');
  });
});

describe('watermark: text and picture', () => {
  /** Rows of `T` text, `P` picture, `.` neither. */
  async function drawn(args: string): Promise<string[]> {
    const picture = plain(sizeOf('12x5'), GREY);
    const { width, height, pixels } = await marked(picture, `${args},g_nw,x_0,y_0`);
    const letter = (red: number): string => (red === 0 ? 'T' : red === 200 ? 'P' : '.');
    return Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => letter(pixels[(y * width + x) * 4]!)).join(''),
    );
  }

  it.each([
    ['text_4x2,image_3x5', ['PPP.........', 'PPP.........', 'PPP.........', 'PPPTTTT.....', 'PPPTTTT.....']],
    [
      'text_4x2,image_3x5,align_0',
      ['PPPTTTT.....', 'PPPTTTT.....', 'PPP.........', 'PPP.........', 'PPP.........'],
    ],
    [
      'text_4x2,image_3x5,align_1',
      ['PPP.........', 'PPPTTTT.....', 'PPPTTTT.....', 'PPP.........', 'PPP.........'],
    ],
    [
      'text_4x3,image_3x2,order_1,interval_2',
      ['TTTT........', 'TTTT..PPP...', 'TTTT..PPP...', '............', '............'],
    ],
  ])('%s', async (args, rows) => {
    expect(await drawn(args)).toEqual(rows);
  });

  it('are placed as one box', async () => {
    expect(await placeOf('100x60', 'text_20x8,image_10x20,interval_5')).toBe('55,30 35x20');
  });
});

describe('watermark: fill', () => {
  it.each([
    [
      'text_3x2,fill_1,padx_2,pady_1,g_nw,x_0,y_0',
      ['###..###..##', '###..###..##', '............', '###..###..##'],
    ],
    [
      'text_3x2,fill_1,padx_1,pady_1,g_se,x_0,y_0',
      ['.###.###.###', '............', '.###.###.###', '.###.###.###'],
    ],
    ['text_3x2,fill_1,padx_3,g_nw,x_2,y_1', ['..###...###.', '..###...###.', '..###...###.', '..###...###.']],
    [
      'text_3x1,fill_1,padx_5,pady_2,g_nw,x_7,y_3',
      ['##.....###..', '............', '............', '##.....###..'],
    ],
    [
      'text_40x1,fill_1,padx_2,pady_1,g_center',
      ['............', '############', '............', '############'],
    ],
  ])('%s', async (args, rows) => {
    const { width, pixels } = await marked(plain(sizeOf('12x4'), GREY), args);
    const shown = Array.from({ length: 4 }, (_, y) =>
      Array.from({ length: width }, (_, x) => (pixels[(y * width + x) * 4] === 0 ? '#' : '.')).join(''),
    );
    expect(shown).toEqual(rows);
  });
});

describe('watermark: bands', () => {
  it.each([
    'text_31x17,t_40,color_FFFFFF,shadow_50,g_center',
    'text_31x17,fill_1,padx_5,pady_3,t_40,color_FFFFFF,shadow_50',
    'image_20x30,text_31x17,fill_1,pady_1,g_nw,x_3,y_2',
  ])('of any height give the same picture: %s', async (args) => {
    const picture = scene(sizeOf('90x70'));
    const paint = async (rows: readonly number[]): Promise<Held> => {
      const marks = fakeMarks({ coverage: (x, y) => (x * 9 + y * 31) & 255 });
      const [step] = parseChain(`image/${chainOf(args)}`, OPERATIONS).pixels;
      const context = {
        outputAlpha: false,
        limitPolicy: 'result',
        frames: 1,
        kernels: plainKernels,
      } as const;
      const prepared = await step!.prepare!(picture, marks);
      return held(step!.paint(flowing(picture, { rows }), step!.plan(picture, context), context, prepared));
    };
    const whole = await paint([70]);
    expect(changed(picture, whole)).not.toBe('nothing');
    for (const rows of [[1], [7, 1, 13], [69]]) expect(await paint(rows)).toEqual(whole);
  });
});

describe('watermark: what it fetches', () => {
  it('asks for the text in its font, size and turn', async () => {
    const marks = fakeMarks();
    await marked(plain(sizeOf('50x50'), GREY), 'text_4x4,type_fangzhengkaiti,size_30,rotate_45', marks);
    await marked(plain(sizeOf('50x50'), GREY), 'text_4x4', marks);
    expect(marks.texts).toEqual([
      { text: '4x4', font: 'fangzhengkaiti', size: 30, rotate: 45 },
      { text: '4x4', font: 'wqy-zenhei', size: 40, rotate: 0 },
    ]);
  });

  it('asks for the picture with its chain and the size of the picture at this point', async () => {
    const marks = fakeMarks();
    const picture = plain(sizeOf('50x40'), GREY);
    await marked(picture, 'image_3x2?x-oss-process=image/resize;P_30/rotate;90', marks);
    await marked(picture, 'image_3x2', marks);
    const canvas = { width: 50, height: 40 };
    expect(marks.pictures).toEqual([
      { key: '3x2', chain: 'image/resize,P_30/rotate,90', canvas },
      { key: '3x2', chain: undefined, canvas },
    ]);
  });

  it('draws several marks, later ones over earlier ones', async () => {
    const result = await marked(plain(sizeOf('20x20'), GREY), 'image_10x10,g_center then text_4x4,g_center');
    expect(at(result, 6, 6)).toEqual([200, 0, 0, 255]);
    expect(at(result, 10, 10)).toEqual([0, 0, 0, 255]);
  });

  it('counts what it holds', () => {
    const { paints, size, paintBytes } = planOf(sizeOf('1000x500'), chainOf('text_4x4'));
    expect({ paints, size }).toEqual({ paints: true, size: sizeOf('1000x500') });
    expect(paintBytes).toBeGreaterThan(65_536);
  });
});

describe('watermark: values', () => {
  const bad = (ec: string) => ({
    code: 'BadRequest',
    status: 400,
    message: 'Input is not base64 decoding.',
    ec,
  });

  it.each([
    ['watermark', invalidValue('watermark', '', '0040-00000278')],
    ['watermark,size_30', invalidValue('watermark', '', '0040-00000278')],
    ['watermark,text_', invalidValue('text', '', '0040-00000258')],
    ['watermark,text_a', bad('0040-00000257')],
    ['watermark,text_a.b', bad('0040-00000257')],
    ['watermark,text_SGk,type_a', bad('0040-00000250')],
    ['watermark,text_SGk,type_', invalidValue('type', '', '0040-00000250')],
    ['watermark,text_SGk,type__w', invalidValue('type', '_w', '0040-00000250')],
    ['watermark,image_a', bad('0040-00000265')],
    ['watermark,image_', invalidValue('image', '', '0040-00000265')],
    ['watermark,text_SGk,size_0', invalidValue('size', '0', '0040-00000256')],
    ['watermark,text_SGk,g_xx', invalidValue('g', 'xx', '0040-00000260')],
    ['watermark,text_SGk,t_200', invalidValue('t', '200', '0040-00000263')],
    ['watermark,text_SGk,fill_2', invalidValue('fill', '2', '0040-00000274')],
    ['watermark,text_SGk,order_2', invalidValue('order', '2', '0040-00000269')],
    ['watermark,text_SGk,align_3', invalidValue('align', '3', '0040-00000271')],
    ['watermark,text_SGk,color_12345', invalidValue('color', '12345', '0040-00000254')],
    ['watermark,text_SGk,shadow_101', invalidValue('shadow', '101', '0040-00000255')],
    ['watermark,text_SGk,x_4097', invalidValue('x', '4097', '0040-00000262')],
    ['watermark,text_SGk,y_4097', invalidValue('y', '4097', '0040-00000264')],
    ['watermark,text_SGk,interval_1001', invalidValue('interval', '1001', '0040-00000270')],
    ['watermark,text_SGk,padx_4097', invalidValue('padx', '4097', '0040-00000276')],
    ['watermark,text_SGk,pady_4097', invalidValue('pady', '4097', '0040-00000277')],
    ['watermark,text_SGk,rotate_361', invalidValue('rotate', '361', '0040-00000272')],
    ['watermark,text_SGk,voffset_1001', invalidValue('voffset', '1001', '0040-00000268')],
  ])('%s is refused', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });

  it('takes 64 bytes of text and refuses 65', () => {
    expect(() => planOf(sizeOf('9x9'), `watermark,text_${base64('图'.repeat(21) + 'a')}`)).not.toThrow();
    expect(refusalOf(`watermark,text_${base64('a'.repeat(65))}`)).toMatchObject({
      code: 'InvalidArgument',
      message: 'font content is too large',
      ec: '0040-00000259',
    });
  });

  it('draws a text that was cut inside a character with a mark of its own', async () => {
    const marks = fakeMarks();
    const cut = Buffer.from('5x5图').subarray(0, 5).toString('base64url');
    const chain = parseChain(`image/watermark,text_${cut}`, OPERATIONS);
    await chain.pixels[0]!.prepare!(sizeOf('50x50'), marks);
    expect(marks.texts[0]!.text).toBe('5x5\ufffd');
    expect(parseChain(chain.text, OPERATIONS).text).toBe(chain.text);
  });

  it.each([
    ['circle,r_10', 'circle,r_10', undefined],
    ['blur,r_3,s_2', 'blur,r_3,s_2', undefined],
    ['watermark,text_SGk', 'watermark,text_SGk', '0040-00000373'],
    ['info', 'info', '0040-00000374'],
    ['resize,w_10/format,png', 'format,png', undefined],
  ])('refuses %s for a mark', (chain, at, ec) => {
    const image = `3x2?x-oss-process=image/${chain}`;
    expect(refusalOf(`watermark,image_${base64(image)}`)).toEqual(invalidValue('image', at, ec));
  });

  it.each(['resize,w_10|image/resize,w_5', '/resize,w_10//rotate,90/', 'resize,w_10|rotate,90'])(
    'takes %s for a mark',
    (chain) => {
      const image = base64(`3x2?x-oss-process=image/${chain}`);
      expect(() => planOf(sizeOf('50x50'), `watermark,image_${image}`)).not.toThrow();
    },
  );

  it.each(['3x2?width=3', '?x-oss-process=image/resize,w_1', '3x2?x-oss-process=style/small'])(
    'refuses %s as a mark',
    (image) => {
      expect(refusalOf(`watermark,image_${base64(image)}`)).toEqual(invalidValue('image', image));
    },
  );

  it('has one canonical text', () => {
    const text = (chain: string): string => parseChain(`image/${chain}`, OPERATIONS).text;
    expect(text('watermark,x_10,color_000000,text_5Zu-54mH,g_se,t_100')).toBe(
      'image/watermark,text_5Zu-54mH',
    );
    expect(text('watermark,text_5Zu+54mH')).toBe('image/watermark,text_5Zu-54mH');
    expect(text('watermark,text_5Zu 54mH')).toBe('image/watermark,text_5Zu-54mH');
    expect(text('watermark,text_SGk=')).toBe('image/watermark,text_SGk');
    expect(text(`watermark,text_SGk,type_${base64('wqy-zenhei')}`)).toBe('image/watermark,text_SGk');
  });
});
