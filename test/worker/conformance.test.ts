/** The conformance table of the operations reference (section 13), row by row, through HTTP. */
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { ask, bytesOf, errorOf, process } from './support/ask.ts';
import { measure, quantisation } from './support/measure.ts';
import { readPng } from './support/png.ts';
import { fromBase64, sourceBytes, store, storeSources } from './support/sources.ts';

beforeAll(storeSources);

type SizeRow = [row: string, key: string, chain: string, width: number, height: number, format?: string];

const PANDA = 'panda.png?x-oss-process=image/resize,P_10';
const base64url = (text: string) => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const SIZES: SizeRow[] = [
  ['1', '200x100.png', 'resize,m_lfit,w_150,h_80', 150, 75],
  ['2', '200x100.png', 'resize,m_mfit,w_150,h_80', 160, 80],
  ['3', '200x100.png', 'resize,m_fill,w_150,h_80', 150, 80],
  ['4', '200x100.png', 'resize,m_pad,w_150,h_80', 150, 80],
  ['5', '200x100.png', 'resize,m_fixed,w_150,h_80', 150, 80],
  ['6', '256x144.png', 'resize,h_100', 178, 100],
  ['6 mfit', '256x144.png', 'resize,h_100,m_mfit', 178, 100],
  ['6 fixed', '256x144.png', 'resize,h_100,m_fixed', 178, 100],
  ['7 fill', '256x144.png', 'resize,m_fill,h_100', 100, 100],
  ['7 pad', '256x144.png', 'resize,m_pad,h_100', 100, 100],
  ['8', '2500x1875.jpg', 'resize,p_50', 1250, 938],
  ['9', '2500x1875.jpg', 'resize,p_120', 3000, 2250],
  ['10', '2500x1875.jpg', 'resize,w_200', 200, 150],
  ['11', '2500x1875.jpg', 'resize,w_3000,limit_0', 3000, 2250],
  ['12', '2500x1875.jpg', 'resize,w_3000', 2500, 1875],
  ['13', '2500x1875.jpg', 'resize,h_100', 133, 100],
  ['14', '2500x1875.jpg', 'resize,h_2000,limit_0', 2667, 2000],
  ['15', '2500x1875.jpg', 'resize,l_200', 200, 150],
  ['16', '2500x1875.jpg', 'resize,s_200', 267, 200],
  ['17', '2500x1875.jpg', 'resize,m_pad,w_100,h_100', 100, 100],
  ['18', '2500x1875.jpg', 'resize,m_pad,w_100,h_100,color_FF0000', 100, 100],
  ['19', '2500x1875.jpg', 'resize,m_fill,w_100,h_100', 100, 100],
  ['20', '2500x1875.jpg', 'resize,m_fixed,w_100,h_100', 100, 100],
  ['21', '3924x2550.jpg', 'resize,l_900,h_600', 923, 600],
  ['23', '400x267.jpg', 'resize,m_fixed,w_100,h_100', 100, 100, 'jpg'],
  ['24', '400x267.jpg', 'crop,w_100,h_100,x_100,y_100,r_1', 100, 100, 'jpg'],
  ['25', '400x267.jpg', 'rotate,90', 267, 400, 'jpg'],
  ['26', '400x267.jpg', 'sharpen,100', 400, 267, 'jpg'],
  ['27', '400x267.jpg', 'watermark,text_SGVsbG8g5Zu-54mH5pyN5YqhIQ', 400, 267, 'jpg'],
  ['28', '400x267.jpg', 'format,png', 400, 267, 'png'],
  ['32', '400x267.jpg', 'resize,h_100', 150, 100],
  ['32 lfit', '400x267.jpg', 'resize,h_100,m_lfit', 150, 100],
  ['33', '400x267.jpg', 'resize,w_100', 100, 67],
  ['34', '400x267.jpg', 'resize,l_100', 100, 67],
  ['35', '400x267.jpg', 'resize,s_100', 150, 100],
  ['36', '400x267.jpg', 'resize,m_lfit,h_100,w_100', 100, 67],
  ['37', '400x267.jpg', 'resize,m_mfit,h_100,w_100', 150, 100],
  ['38', '400x267.jpg', 'resize,m_fill,h_100,w_100', 100, 100],
  ['39', '400x267.jpg', 'resize,m_pad,h_100,w_100,color_FF0000', 100, 100],
  ['40', '400x267.jpg', 'resize,p_50', 200, 134],
  ['41', '400x267.jpg', 'resize,p_150', 600, 401],
  ['42', '400x267.jpg', 'resize,w_200', 200, 134],
  ['43', '400x267.jpg', 'resize,w_300', 300, 200],
  ['44', '400x267.jpg', 'resize,w_300,h_300', 300, 200],
  ['45', '400x267.jpg', 'resize,w_500', 400, 267],
  ['46', '400x267.jpg', 'resize,w_500,limit_0', 500, 334],
  ['47', '400x267.jpg', 'resize,m_fill,w_300,h_300,limit_0', 300, 300],
  ['48', '400x267.jpg', 'resize,m_fill,w_300,h_300', 400, 267],
  ['49', '400x267.jpg', 'crop,x_100,y_50', 300, 217],
  ['50', '400x267.jpg', 'crop,x_100,y_50,w_100,h_100', 100, 100],
  ['51', '400x267.jpg', 'crop,w_200,h_200,g_se', 200, 200],
  ['52', '400x267.jpg', 'crop,x_10,y_10,w_200,h_200,g_se', 190, 190],
  ['53', '400x267.jpg', 'crop,w_100,h_100,g_center', 100, 100],
  ['54', '400x267.jpg', 'crop,w_1000,h_1000', 400, 267],
  ['56', '400x267.jpg', 'indexcrop,x_100,i_0', 100, 267],
  ['57', '400x267.jpg', 'indexcrop,x_100,i_3', 100, 267],
  ['58', '400x267.jpg', 'indexcrop,x_100,i_100', 400, 267],
  ['59', '400x267.jpg', 'indexcrop,y_100,i_10', 400, 267],
  ['60', '400x267.jpg', 'indexcrop,y_100,i_2', 400, 67],
  ['61', '400x267.jpg', 'circle,r_100', 201, 201, 'jpg'],
  ['62', '400x267.jpg', 'circle,r_100/format,png', 201, 201, 'png'],
  ['63', '400x267.jpg', 'circle,r_1000', 267, 267],
  ['64', '400x267.jpg', 'rounded-corners,r_30', 400, 267],
  ['65', '400x267.jpg', 'crop,w_100,h_100/rounded-corners,r_10/format,png', 100, 100, 'png'],
  ['66', '400x267.jpg', 'rotate,70', 388, 468],
  ['67', '400x267.jpg', 'rotate,180', 400, 267],
  ['67 by 0', '400x267.jpg', 'rotate,0', 400, 267],
  ['67 by 360', '400x267.jpg', 'rotate,360', 400, 267],
  ['68', '400x267.jpg', 'resize,w_200,h_200/rotate,90', 134, 200],
  ['69', '400x267.jpg', 'resize,w_200/blur,r_3,s_2', 200, 134],
  ['70', 'o7.jpg', 'resize,w_100/auto-orient,1', 100, 127],
  ['71', 'o7.jpg', 'resize,w_100/auto-orient,0', 100, 79],
  ['72', 'o7.jpg', 'resize,w_100', 100, 127],
  ['74', '1504x1120.jpg', 'resize,w_1500,h_1125', 1500, 1117], // policy `result`; the field shows policy `box`
  ['75', '1504x1120.jpg', 'resize,w_1500,h_1125,limit_0', 1500, 1117],
  ['84', '1000x1.png', 'resize,w_100', 100, 1],
  ['88', '400x267.jpg', 'format,gif', 400, 267, 'jpg'],
  ['a WebP source', '400x267.webp', 'resize,w_100', 100, 67, 'webp'],
  ['a WebP result', '400x267.jpg', 'resize,w_100/format,webp', 100, 67, 'webp'],
  ['segments joined by |', '400x267.jpg', 'resize,w_200|image/rotate,90', 134, 200],
];

describe('rows about sizes', () => {
  it.each(SIZES)('row %s: %s %s is %d x %d', async (_row, key, chain, width, height, format) => {
    const response = await process(key, chain);
    expect(response.status, await errorText(response)).toBe(200);
    const expected = format ?? (key.endsWith('png') ? 'png' : key.endsWith('webp') ? 'webp' : 'jpg');
    const bytes = await bytesOf(response);
    expect(measure(bytes)).toEqual({ format: expected, width, height });
    expect(response.headers.get('content-type')).toBe(`image/${expected === 'jpg' ? 'jpeg' : expected}`);
    expect(response.headers.get('content-length')).toBe(`${bytes.length}`);
  });
});

/** The picture of a chain, read back as PNG. */
const pixelsOf = async (key: string, chain: string) =>
  readPng(await bytesOf(await process(key, `${chain}/format,png`)));

/** Where in a ramp of `width` x `height` a pixel comes from. */
const origin = ([red, green]: readonly number[], width: number, height: number) => ({
  x: ((red ?? 0) / 255) * width - 0.5,
  y: ((green ?? 0) / 255) * height - 0.5,
});

describe('rows about pixels', () => {
  type Cut = [row: string, key: string, chain: string, left: number, top: number, scale: number];
  const CUTS: Cut[] = [
    ['3', '200x100.png', 'resize,m_fill,w_150,h_80', 5, 0, 0.8],
    ['38', '400x267.png', 'resize,m_fill,h_100,w_100', 25, 0, 100 / 267],
    ['47', '400x267.png', 'resize,m_fill,w_300,h_300,limit_0', 74, 0, 300 / 267],
    ['51', '400x267.png', 'crop,w_200,h_200,g_se', 200, 67, 1],
    ['52', '400x267.png', 'crop,x_10,y_10,w_200,h_200,g_se', 210, 77, 1],
    ['53', '400x267.png', 'crop,w_100,h_100,g_center', 150, 83, 1],
    ['57', '400x267.png', 'indexcrop,x_100,i_3', 300, 0, 1],
    ['60', '400x267.png', 'indexcrop,y_100,i_2', 0, 200, 1],
  ];
  it.each(CUTS)('row %s: %s %s begins at the right pixel', async (_row, key, chain, left, top, scale) => {
    const [width = 0, height = 0] = key.split('.')[0]?.split('x').map(Number) ?? [];
    const pixels = await pixelsOf(key, chain);
    const [x, y] = [pixels.width >> 1, pixels.height >> 1];
    const from = origin(pixels.at(x, y), width, height);
    expect(Math.abs(from.x - ((left + x + 0.5) / scale - 0.5))).toBeLessThan(1.5);
    expect(Math.abs(from.y - ((top + y + 0.5) / scale - 0.5))).toBeLessThan(1.5);
  });

  const WHITE = [255, 255, 255, 255];
  const RED = [255, 0, 0, 255];
  it.each([
    ['17', '2500x1875.jpg', 'resize,m_pad,w_100,h_100', 12, 75, WHITE],
    ['18', '2500x1875.jpg', 'resize,m_pad,w_100,h_100,color_FF0000', 12, 75, RED],
    ['39', '400x267.png', 'resize,m_pad,h_100,w_100,color_FF0000', 16, 67, RED],
  ])('row %s: %s %s has its bars where they belong', async (_row, key, chain, top, height, colour) => {
    const pixels = await pixelsOf(key, chain);
    expect(pixels.at(50, top - 1)).toEqual(colour);
    expect(pixels.at(50, top + height)).toEqual(colour);
    expect(pixels.at(50, top)).not.toEqual(colour);
    expect(pixels.at(50, top + height - 1)).not.toEqual(colour);
  });

  it.each([
    ['62', 'circle,r_100'],
    ['65', 'crop,w_100,h_100/rounded-corners,r_10'],
  ])('row %s: %s is clear in its corners', async (_row, chain) => {
    const pixels = await pixelsOf('400x267.jpg', chain);
    expect(pixels.at(0, 0)[3]).toBe(0);
    expect(pixels.at(pixels.width - 1, pixels.height - 1)[3]).toBe(0);
    expect(pixels.at(pixels.width >> 1, pixels.height >> 1)[3]).toBe(255);
  });
  it.each(['circle,r_100', 'rounded-corners,r_30'])(
    'rows 61, 64: the corners of %s are white in a JPEG',
    async (chain) => {
      const jpeg = await bytesOf(await process('400x267.jpg', chain));
      await store({ 'cut.jpg': btoa(String.fromCharCode(...jpeg)) });
      expect(
        (await pixelsOf('cut.jpg', 'resize,p_100'))
          .at(0, 0)
          .slice(0, 3)
          .every((v) => v >= 250),
      ).toBe(true);
    },
  );

  it('rows 70, 72: orientation 7 is mirrored along the falling diagonal', async () => {
    const pixels = await pixelsOf('o7.jpg', 'resize,w_100');
    // Orientation 7: the stored first row is the right-hand side, the stored first column the bottom.
    const top = origin(pixels.at(98, 1), 424, 333);
    expect(top.x).toBeGreaterThan(410);
    expect(top.y).toBeLessThan(12);
  });

  it.each([
    ['89', '100x100.png', 10],
    ['90', '200x200.png', 20],
  ])('row %s: the mark on %s measures %d pixels', async (_row, key, side) => {
    const size = side * 10;
    const pixels = await pixelsOf(key, `watermark,image_${base64url(PANDA)},x_0,y_0`);
    const isMark = (x: number, y: number) => pixels.at(x, y)[2] > 250;
    const middle = size - (side >> 1);
    const drawn = Array.from({ length: size }, (_, x) => x).filter((x) => isMark(x, middle));
    expect(Math.abs(drawn.length - side)).toBeLessThanOrEqual(1);
    expect(drawn.at(-1)).toBe(size - 1);
  });
});

describe('rows about quality', () => {
  it.each([
    ['85', 'q80.jpg', 'quality,q_90', 'q72.jpg'],
    ['86', 'q80.jpg', 'quality,Q_90', 'q80.jpg'],
    ['87', 'q95.jpg', 'quality,Q_90', 'q90.jpg'],
  ])('row %s: %s %s is as coarse as %s', async (_row, key, chain, like) => {
    const got = quantisation(await bytesOf(await process(key, chain)));
    expect(got).toEqual(quantisation(sourceBytes(like)));
  });
});

describe('rows about errors', () => {
  type ErrorRow = [row: string, key: string, chain: string, expected: object];
  const ROWS: ErrorRow[] = [
    [
      '55',
      '400x267.jpg',
      'crop,x_400,y_0',
      { code: 'BadRequest', message: "Advance cut's position is out of image." },
    ],
    ['76', '1x1.png', 'crop,x_10,y_10,w_100,h_100', { message: "Advance cut's position is out of image." }],
    [
      '77',
      '400x267.jpg',
      'resize,w_0',
      { code: 'InvalidArgument', message: 'The value: 0 of parameter: w is invalid.' },
    ],
    ['78', '400x267.jpg', 'resize,w_99999999', { code: 'InvalidArgument', ec: '0040-00000312' }],
    [
      '79',
      '400x267.jpg',
      'format,f_png',
      { ec: '0040-00000206', message: 'The value: f of parameter: f is invalid.' },
    ],
    ['80', '400x267.jpg', 'rotate,a_90', { code: 'InvalidArgument', ec: '0040-00000217' }],
    [
      '81',
      'text.jpg',
      'resize,w_50',
      { message: 'This image format is not supported.', ec: '0040-00000005' },
    ],
    [
      'a mark that is missing',
      '400x267.jpg',
      `watermark,image_${base64url('none.png')}`,
      { ec: '0040-00000025' },
    ],
    [
      'a mark in no format',
      '400x267.jpg',
      `watermark,image_${base64url('text.jpg')}`,
      { ec: '0040-00000027' },
    ],
    ['82', 'missing.jpg', 'resize,w_50', { status: 404, code: 'NoSuchKey', ec: '0040-00000024' }],
    [
      '83',
      '400x267.jpg',
      'style/doesnotexist',
      { status: 404, code: 'NoSuchStyle', message: 'The style you get is not found.' },
    ],
  ];
  it.each(ROWS)('row %s: %s %s', async (_row, key, chain, expected) => {
    const response = await process(key, chain);
    expect(response.headers.get('content-type')).toBe('application/xml');
    const error = await errorOf(response);
    expect(error).toMatchObject({ status: 400, ...expected });
    expect(response.headers.get('x-oss-ec')).toBe(error.ec ?? null);
  });
});

describe('rows about reports', () => {
  it('row 73: info tells the stored size and the orientation', async () => {
    const info = await (await process('o7.jpg', 'info')).json();
    expect(info).toMatchObject({
      ImageWidth: { value: '424' },
      ImageHeight: { value: '333' },
      Orientation: { value: '7' },
    });
  });

  const example = inject('corpus')['example.jpg'];
  it.runIf(example)('rows 30, 31: the vendor’s sample tells what the vendor documents', async () => {
    await store({ 'example.jpg': example ?? '' });
    const response = await process('example.jpg', 'info');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual({
      FileSize: { value: `${fromBase64(example ?? '').length}` },
      Format: { value: 'jpg' },
      FrameCount: { value: '1' },
      ImageHeight: { value: '267' },
      ImageWidth: { value: '400' },
      ResolutionUnit: { value: '1' },
      XResolution: { value: '1/1' },
      YResolution: { value: '1/1' },
    });
    expect(await (await process('example.jpg', 'average-hue')).json()).toEqual({ RGB: '0x5c783b' });
  });
});

describe('spellings', () => {
  it('in the x-oss-process header mean the same as in the query', async () => {
    const response = await ask('400x267.jpg', { headers: { 'x-oss-process': 'image/resize,w_100' } });
    expect(measure(await bytesOf(response))).toMatchObject({ width: 100, height: 67 });
  });
  // Operations reference, section 17: what production sites write.
  const SPELLINGS: [spelling: string, plain: string][] = [
    ['/resize,w_100', 'resize,w_100'],
    ['resize,w_100/', 'resize,w_100'],
    ['resize,w_100|rotate,90', 'resize,w_100/rotate,90'],
    ['resize,w_100|image/rotate,90', 'resize,w_100/rotate,90'],
    ['resize,w_x,w_100', 'resize,w_100'],
    ['resize,w_100/crop,g_nw', 'resize,w_100'],
    ['resize,w_100/crop,nw', 'resize,w_100'],
    ['resize,w_100/format,webp,q_80', 'resize,w_100/format,webp'],
    ['ignore-error,1/resize,w_100', 'resize,w_100'],
  ];
  it.each(SPELLINGS.map(([spelling, plain], at) => [spelling, plain, `odd${at}`] as const))(
    '%s means %s in the query, a header and a style',
    async (spelling, plain, name) => {
      const expected = await bytesOf(await process('400x267.jpg', plain));
      const chain = `image/${spelling}`;
      const style = {
        name,
        content: chain,
        category: 'image',
        created: '2025-01-01',
        modified: '2025-01-01',
      };
      await env.STYLES.put(`style:examplebucket:${name}`, JSON.stringify(style));
      const header = { 'x-oss-process': encodeURIComponent(chain) };
      for (const answer of [
        await process('400x267.jpg', spelling),
        await ask('400x267.jpg', { headers: header }),
        await ask(`400x267.jpg?x-oss-process=style/${name}`),
      ]) {
        expect(answer.status).toBe(200);
        expect(await bytesOf(answer)).toEqual(expected);
      }
    },
  );
  it('with the bucket in the path or in the host mean the same', async () => {
    const query = '400x267.jpg?x-oss-process=image/resize,w_100';
    const plain = await bytesOf(await ask(query));
    expect(measure(plain)).toMatchObject({ width: 100 });
    expect(await bytesOf(await ask(`examplebucket/${query}`))).toEqual(plain);
    const byHost = await ask(query, { headers: { Host: 'examplebucket.localhost:8787' } });
    expect(await bytesOf(byHost)).toEqual(plain);
  });
});

async function errorText(response: Response): Promise<string> {
  return response.ok ? '' : await response.clone().text();
}
