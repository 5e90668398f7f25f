/** Other vendors' URLs, as their documentation writes them, in the language of this service. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { transformUrl } from 'unpic';
import { describe, expect, it } from 'vitest';
import { ProcessError } from '../../src/core/spec/error.ts';
import { writeBase64Text } from '../../src/core/spec/base64.ts';
import { keyOfAddress } from '../../src/dialects/dialect.ts';
import { DIALECT_NAMES, type DialectName, DIALECTS } from '../../src/dialects/index.ts';
import { canonical, chainOf, isNamed, translate } from './chain-of.ts';
import { CI } from './examples/ci.ts';
import { CLOUDFLARE } from './examples/cloudflare.ts';
import type { Examples } from './examples/examples.ts';
import { IMGPROXY } from './examples/imgproxy.ts';
import { OBS } from './examples/obs.ts';
import { QINIU } from './examples/qiniu.ts';
import { TOS } from './examples/tos.ts';

const DOCUMENT = readFileSync(new URL('../../docs/dialects.md', import.meta.url), 'utf8');

const TABLES: readonly (readonly [name: DialectName, vendor: string, examples: Examples])[] = [
  ['tos', 'TOS', TOS],
  ['obs', 'OBS', OBS],
  ['ci', 'Tencent CI', CI],
  ['qiniu', 'Qiniu', QINIU],
  ['cloudflare', 'Cloudflare', CLOUDFLARE],
  ['imgproxy', 'imgproxy', IMGPROXY],
];

describe.each(TABLES)('%s', (name, vendor, examples) => {
  const rows = examples.map(([address, chain, settings]) => ({ address, chain, settings }));
  it.each(rows)('$address', ({ address, chain, settings }) => {
    const read = () => chainOf(name, address, settings);
    if (chain === undefined) expect(read).toThrow(ProcessError);
    else expect(read()).toBe(isNamed(chain) ? chain : canonical(`image/${chain}`));
  });

  it('answers nearly all of them, as many as are told', () => {
    expect(new Set(examples.map(([address]) => address)).size).toBe(examples.length);
    const answered = examples.filter(([, chain]) => chain !== undefined).length;
    expect(answered / examples.length).toBeGreaterThanOrEqual(0.95);
    const told = new RegExp(`^\\| ${vendor} \\| (\\d+) \\| (\\d+) \\|`, 'm').exec(DOCUMENT)?.slice(1);
    expect(told).toEqual([`${examples.length}`, `${answered}`]);
  });
});

describe('a request that is in no dialect', () => {
  it.each(DIALECT_NAMES)('is not touched by %s', (name) => {
    for (const address of [
      'a.jpg',
      'a.jpg?x-oss-process=image/resize,w_100',
      'a.jpg?versionId=3&foo=imageMogr2',
      'cdn-cgi/a.jpg',
    ]) {
      expect(translate(name, address)).toBeUndefined();
    }
  });
});

describe('a word at its bounds', () => {
  const around = (offsets: string) => `unsafe/rs:fill:90:90/g:no:${offsets}/plain/a.jpg`;
  const movedBy = (offsets: string) => /cut,([^/]*)/.exec(chainOf('imgproxy', around(offsets)))?.[1];
  it('of imgproxy: an offset is pixels from 1 on, and a share of the side below', () => {
    expect(['1:-1', '0.999:-0.5', '1.4:0'].map(movedBy)).toEqual(
      ['dx_1,dy_-1', 'dx_999t,dy_-500t', 'dx_1'].map((moved) => expect.stringContaining(moved)),
    );
  });

  it.each([
    ['tos', 'x-tos-process'],
    ['obs', 'x-image-process'],
  ] as const)('of %s: an empty parameter says nothing, the next one of its name does', (name, parameter) => {
    const asked = `${parameter}=image/resize,w_9`;
    expect(chainOf(name, `a.jpg?${parameter}=&${asked}`)).toBe(chainOf(name, `a.jpg?${asked}`));
    expect(translate(name, `a.jpg?${parameter}=`)).toBeUndefined();
  });
});

describe('what cannot be said here', () => {
  it.each([
    ['tos', 'a.jpg?x-tos-process=image/resize,w_0'],
    ['obs', 'a.jpg?x-image-process=image/crop,g_middle'],
    ['obs', 'a.jpg?x-image-process=image/slim'],
    ['ci', 'a.jpg?imageMogr2/thumbnail/abc'],
    ['obs', 'a.jpg?x-image-process=image/rounded-corners,rx_100'],
    ['obs', 'a.jpg?x-image-process=image/resize,m_ratio,w_16,h_x'],
    ['ci', 'a.jpg?imageMogr2/scrop/100'],
    ['ci', 'a.jpg?watermark/1/image/YS5wbmc/spcent/250'],
    ['qiniu', 'a.jpg?imageMogr2/crop/!x300-30a0'],
    ['qiniu', 'a.jpg?imageMogr2/crop/!30x30-30a0'],
    ['ci', 'a.jpg?imageMogr2/nothing/1'],
    ['ci', 'a.jpg?imageMogr2/lquality/x'],
    ['ci', 'a.jpg?imageMogr2/rotate'],
    ['ci', 'a.jpg?imageMogr2/rotate/90|exif'],
    ['ci', 'a.jpg?imageView2/9/w/100'],
    ['ci', 'a.jpg?watermark/2/text/%%%'.replaceAll('%', '*')],
    ['qiniu', 'a.jpg?imageView2/2'],
    ['qiniu', 'a.jpg?roundPic/radiusx/1'],
    ['cloudflare', 'cdn-cgi/image/width=0/a.jpg'],
    ['cloudflare', 'cdn-cgi/image/widht=100/a.jpg'],
    ['cloudflare', 'cdn-cgi/image/width=100,fit=fill/a.jpg'],
    ['cloudflare', 'cdn-cgi/image/rotate=45/a.jpg'],
    ['cloudflare', 'cdn-cgi/image/anim=no/a.gif'],
    ['cloudflare', 'cdn-cgi/image/fit=cover,w=9,h=9,gravity=1.5x0/a.jpg'],
    ['cloudflare', 'cdn-cgi/image/background=rgb(1 2)/a.jpg'],
    ['cloudflare', 'cdn-cgi/image/brightness=200/a.jpg'],
    ['ci', 'a.jpg?imageView2/constructor/w/1'],
    ['ci', 'a.jpg?imageMogr2/__proto__/1'],
    ['ci', 'a.jpg?imageMogr2/constructor/sharpen,50'],
    ['qiniu', 'a.jpg?imageMogr2/gravity/toString/crop/9x9'],
    ['obs', 'a.jpg?x-image-process=image/crop,g_constructor'],
    ['cloudflare', 'cdn-cgi/image/constructor=1/a.jpg'],
    ['cloudflare', 'cdn-cgi/image/quality=constructor/a.jpg'],
    ['imgproxy', 'unsafe/constructor:1/plain/a.jpg'],
    ['imgproxy', 'unsafe/w:9/rs:fill:9:9/g:valueOf/plain/a.jpg'],
    ['imgproxy', 'unsafe/rs:cover:100:100/plain/a.jpg'],
    ['imgproxy', 'unsafe/pr:blunt/plain/a.jpg'],
    ['imgproxy', 'unsafe/pr:constructor/plain/a.jpg'],
    ['imgproxy', 'unsafe/g:fp:1.5:0/rs:fill:10:10/plain/a.jpg'],
    ['imgproxy', 'unsafe/w:x/plain/a.jpg'],
    ['imgproxy', 'unsafe/t:x/plain/a.jpg'],
    ['imgproxy', 'unsafe/t:10:red!/plain/a.jpg'],
    ['imgproxy', 'unsafe/t:999/plain/a.jpg'],
    ['imgproxy', 'unsafe/pix:-1/plain/a.jpg'],
    ['imgproxy', 'unsafe/mb:lots/plain/a.jpg'],
    ['imgproxy', 'unsafe/wm:0.5:sm/plain/a.jpg'],
    ['imgproxy', 'unsafe/wm:0.5:ch/plain/a.jpg'],
    ['imgproxy', 'unsafe/wm:0.5:ce:x/plain/a.jpg'],
    ['imgproxy', 'unsafe/wm:0.5:ce:0:0:11/plain/a.jpg'],
    ['imgproxy', 'unsafe/fn:*:1/plain/a.jpg'],
    ['imgproxy', 'unsafe/msr:9/plain/a.jpg'],
    ['ci', 'a.jpg?imageMogr2/size-limit/15q'],
    ['ci', 'a.jpg?imageMogr2/size-limit/0k'],
    ['ci', 'a.jpg?imageMogr2/indexcrop/index/1'],
    ['ci', 'a.jpg?imageMogr2/width/9'],
    ['ci', 'a.jpg?imageMogr2/rcrop/1x2'],
    ['ci', 'a.jpg?imageView2//w/9'],
    ['qiniu', 'a.jpg?watermark/1/image/YS5wbmc/tile/1/uws/0.2'],
  ] as const)('%s %s', (name, address) => {
    expect(() => chainOf(name, address)).toThrow(ProcessError);
  });
});

describe('any text', () => {
  it.each(DIALECT_NAMES)('is read by %s or refused', (name) => {
    const word = fc.constantFrom(
      'imageMogr2',
      'imageView2',
      'watermark',
      'thumbnail',
      '300x',
      'crop',
      '/',
      '|',
      ',',
      '=',
      '!',
      'text',
      '5L2g',
      'image',
      'resize',
      'w_1',
      'x-tos-process=',
      'x-image-process=',
      'cdn-cgi/image/',
      'width=',
      'g_tl',
      'constructor',
      '__proto__',
      'hasOwnProperty',
      'unsafe/',
      'plain/',
      'w:1/',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 4 })), { maxLength: 12 }), (words) => {
        const text = words.join('').replaceAll(/[%?&#]/g, '');
        for (const address of [
          `a.jpg?${text}`,
          `a.jpg?x-tos-process=${text}`,
          `a.jpg?x-image-process=${text}`,
          `cdn-cgi/image/${text}/a.jpg`,
        ]) {
          try {
            chainOf(name, address);
          } catch (error) {
            expect(error).toBeInstanceOf(ProcessError);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('marks', () => {
  it('are objects of the same bucket, whatever host their address names', () => {
    const image = writeBase64Text('https://bucket-125.cos.ap-chengdu.myqcloud.com/sub/%E5%9B%BE.png');
    expect(chainOf('ci', `a.jpg?watermark/1/image/${image}/gravity/southeast/dx/0/dy/0`)).toBe(
      canonical(`image/watermark,image_${writeBase64Text('sub/图.png')},t_90,x_0,y_0`),
    );
    expect(translate('cloudflare', 'cdn-cgi/image/width=80/https://example.com/uploads/a.jpg')?.key).toBe(
      'uploads/a.jpg',
    );
  });
});

describe('reports', () => {
  const basics = {
    FileSize: { value: '21839' },
    Format: { value: 'jpg' },
    FrameCount: { value: '1' },
    ImageHeight: { value: '267' },
    ImageWidth: { value: '400' },
  };
  const colours = { Colour: { value: 'rgb' }, Alpha: { value: 'false' } };
  const size = { width: 400, height: 267 };
  it.each([
    ['obs', 'a.jpg?x-image-process=image/info', 'info', {}, { format: 'JPEG', size: 21839, ...size }],
    [
      'ci',
      'a.jpg?imageInfo',
      'likeness',
      { RGB: '0x736246' },
      {
        format: 'jpeg',
        width: '400',
        height: '267',
        size: '21839',
        md5: '77a16fa70e2eba652fb42e8a639c52f2',
        frame_count: '1',
        photo_rgb: '0x736246',
      },
    ],
    [
      'qiniu',
      'a.jpg?imageInfo',
      'traits',
      { ...colours, Orientation: { value: '1' } },
      { size: 21839, format: 'jpeg', ...size, colorModel: 'ycbcr', orientation: 'Top-left' },
    ],
    [
      'qiniu',
      'a.jpg?imageInfo',
      'traits',
      colours,
      { size: 21839, format: 'jpeg', ...size, colorModel: 'ycbcr' },
    ],
    [
      'cloudflare',
      'cdn-cgi/image/format=json/a.jpg',
      'traits',
      {},
      { ...size, original: { file_size: 21839, ...size, format: 'image/jpeg' } },
    ],
  ] as const)('%s %s is %s', (name, address, report, facts, told) => {
    const asked = translate(name, address);
    expect(asked?.report?.({ ...basics, ...facts }, '77a16fa70e2eba652fb42e8a639c52f2')).toEqual(told);
    expect(asked?.process).toBe(`image/${report}`);
  });
  it.each([
    ['width=100', '1', 100, 67],
    ['width=100', '6', 100, 150],
    ['width=4000', '1', 400, 267],
    ['width=4000,fit=contain', '1', 4000, 2670],
    ['width=50,height=50,fit=cover,quality=9,blur=5', '1', 50, 50],
    ['rotate=90', '1', 267, 400],
    ['rotate=90', '8', 400, 267],
    ['trim=7;100;0;0', '1', 300, 260],
    ['dpr=2', '0', 400, 267],
  ])('of Cloudflare tell the size that %s would have, of orientation %s', (options, value, width, height) => {
    const { report } = translate('cloudflare', `cdn-cgi/image/${options},format=json/a.jpg`) ?? {};
    expect(report?.({ ...basics, Orientation: { value } })).toMatchObject({ width, height, original: size });
  });
  it('of Cloudflare refuse what no picture could be made of', () => {
    const { report } = translate('cloudflare', 'cdn-cgi/image/trim.left=400,format=json/a.jpg') ?? {};
    expect(() => report?.(basics)).toThrow(ProcessError);
  });
  it('of CI leave out a sum that is not known', () => {
    expect(translate('ci', 'a.jpg?imageInfo')?.report?.(basics)).not.toHaveProperty('md5');
  });
  it.each([
    ['jpg', 'rgb', 'false', 'ycbcr'],
    ['jpg', 'grey', 'false', 'gray'],
    ['png', 'grey', 'true', 'nrgba'],
    ['jpg', 'cmyk', 'false', 'cmyk'],
    ['heic', 'rgb', 'false', 'ycbcr'],
    ['avif', 'rgb', 'true', 'nycbcra'],
    ['bmp', 'rgb', 'false', 'rgba'],
    ['png', 'rgb', 'false', 'rgba'],
    ['png', 'rgb', 'true', 'nrgba'],
    ['png', 'palette', 'true', 'palette'],
    ['gif', 'palette', 'false', 'palette256'],
    ['webp', 'rgb', 'true', 'nycbcra'],
  ])('of Qiniu call the colours of a %s that is %s, clear %s, %s', (format, colour, alpha, model) => {
    const facts = { Format: { value: format }, Colour: { value: colour }, Alpha: { value: alpha } };
    const told = translate('qiniu', 'a.jpg?imageInfo')?.report?.({ ...basics, ...facts });
    expect(told).toMatchObject({ colorModel: model, ...(format === 'gif' && { frameNumber: 1 }) });
  });
  it.each([
    ['1', 'Top-left'],
    ['2', 'Top-right'],
    ['3', 'Bottom-right'],
    ['4', 'Bottom-left'],
    ['5', 'Left-top'],
    ['6', 'Right-top'],
    ['7', 'Right-bottom'],
    ['8', 'Left-bottom'],
    ['0', undefined],
    ['9', undefined],
  ])('of Qiniu tell the orientation %s as %s', (value, orientation) => {
    const told = translate('qiniu', 'a.jpg?imageInfo')?.report?.({ ...basics, Orientation: { value } });
    expect((told as { orientation?: string }).orientation).toBe(orientation);
  });
  it.each([
    ['1', 'sRGB'],
    ['65535', 'Uncalibrated'],
    ['0', '0'],
    ['2', '2'],
    ['65534', '65534'],
    ['constructor', 'constructor'],
  ])('of CI call the colour space %s %s', (value, val) => {
    const { report } = translate('ci', 'a.jpg?exif') ?? {};
    expect(report?.({ ColorSpace: { value }, Other: { value } })).toEqual({
      ColorSpace: { val },
      Other: { val: value },
    });
  });
  it.each(['ci', 'qiniu'] as const)('%s tells the average colour as it is', (name) => {
    expect(translate(name, 'a.jpg?imageAve')?.report?.({ RGB: '0x5c783b' })).toEqual({ RGB: '0x5c783b' });
  });
  it.each([
    [
      'ci',
      { ColorSpace: { val: 'sRGB' }, DateTime: { val: '2018:09:03 17:37:06' }, FNumber: { val: '13/1' } },
    ],
    [
      'qiniu',
      {
        ColorSpace: { val: '1', type: 3 },
        DateTime: { val: '2018:09:03 17:37:06', type: 2 },
        FNumber: { val: '13/1', type: 5 },
      },
    ],
  ] as const)('%s tells tags of Exif, or that there are none', (name, told) => {
    const facts = {
      ColorSpace: { value: '1', type: 3 },
      DateTime: { value: '2018:09:03 17:37:06', type: 2 },
      FNumber: { value: '13/1', type: 5 },
    };
    const { report } = translate(name, 'a.jpg?exif') ?? {};
    expect(report?.(facts)).toEqual(told);
    expect(report?.({})).toEqual({ error: 'no exif data' });
  });
});

describe('the average colour of OBS', () => {
  it('is written as CSS writes it', () => {
    const asked = translate('obs', 'a.jpg?x-image-process=image/average-hue');
    expect(asked?.report?.({ RGB: '0x5c783b' })).toEqual({ RGB: '#5C783B' });
  });
});

describe('presets of imgproxy', () => {
  const read = (address: string, presets: Readonly<Record<string, string>>) => {
    const asked = DIALECTS.imgproxy.translate({ key: address, parameters: [], presets });
    return canonical(asked!.process);
  };
  it('give way to what is said behind them', () => {
    expect(read('_/w:9/pr:small/plain/a.jpg', { small: 'w:5/q:50' })).toBe('image/resize,w_5/quality,Q_50');
    expect(read('_/pr:small/w:9/plain/a.jpg', { small: 'w:5/q:50' })).toBe('image/resize,w_9/quality,Q_50');
  });
  it('may name others, and themselves without end', () => {
    const presets = { one: 'w:5/pr:two', two: 'q:50/pr:one:two' };
    expect(read('_/pr:one/plain/a.jpg', presets)).toBe('image/resize,w_5/quality,Q_50');
  });
  it('come first where they are the default', () => {
    expect(read('_/w:9/plain/a.jpg', { default: 'q:50/w:5' })).toBe('image/resize,w_9/quality,Q_50');
  });
});

describe('addresses of presets alone', () => {
  const read = (address: string) => translate('imgproxy', address, { presetsOnly: true });
  it.each(['photos/2024/aGVsbG8', 'photos/2024/cat.jpg', 'photos/cat.jpg', 'cat.jpg'])(
    'are not taken for objects: %s',
    (address) => expect(read(address)).toBeUndefined(),
  );
  it('name presets that there are', () => {
    expect(canonical(read('_/thumbnail/aHR0cDovL2IuZXhhbXBsZS9hLmpwZw')!.process)).toBe(
      'image/resize,w_100,h_100',
    );
    expect(read('_/thumbnail:blurry/plain/local:///a.jpg')?.key).toBe('a.jpg');
    for (const address of ['_/big/plain/a.jpg', '_/constructor/plain/a.jpg', '_/w:9/plain/a.jpg'])
      expect(() => read(address)).toThrow(ProcessError);
  });
});

describe('what imgproxy shows as it is stored', () => {
  it.each([
    ['unsafe/skp:gif:jpeg/plain/a.jpg', ['gif', 'jpg']],
    ['unsafe/skp:gif:jpeg/plain/a.jpg@jpg', ['jpg']],
    ['unsafe/skp:gif:jpeg/f:webp/plain/a.jpg', []],
    ['unsafe/w:9/plain/a.jpg', undefined],
  ])('%s: %j', (address, formats) => {
    expect(translate('imgproxy', address)?.keptFormats).toEqual(formats);
  });
});

describe('names of files', () => {
  it.each([
    ['unsafe/w:9/plain/b/a.b.jpg', undefined],
    ['unsafe/att:1/plain/b/a.b.jpg', 'attachment; filename="a.b.jpg"'],
    ['unsafe/att:1/plain/b/', 'attachment; filename="image.jpg"'],
    ['unsafe/fn:cat/plain/a.png', 'inline; filename="cat.jpg"'],
    ['unsafe/fn:Y2F0:t/att:1/plain/a.jpg', 'attachment; filename="cat.jpg"'],
    ['unsafe/att:0/plain/a.jpg', undefined],
  ])('%s: %j', (address, disposition) => {
    expect(translate('imgproxy', address)?.disposition?.('image/jpeg')).toBe(disposition);
  });
});

describe('what the operator of imgproxy has not set', () => {
  it.each(['unsafe/wm:0.5/plain/a.jpg', 'unsafe/w:9/enc/p5VjorNdhs7mRRw8gA9TWo'])('%s', (address) => {
    expect(() => translate('imgproxy', address, {})).toThrow(/^This bucket has no /);
  });
});

describe('a limit by the size of the original', () => {
  it.each([
    ['ci', 'a.jpg?imageMogr2/size-limit/15k', false],
    ['ci', 'a.jpg?imageMogr2/rotate/90|imageMogr2/size-limit/15k!', true],
    ['qiniu', 'a.jpg?imageMogr2/size-limit/$(fsize)!', true],
  ] as const)('%s %s: %s', (name, address, isSet) => {
    expect(translate(name, address)?.onlySmaller).toBe(isSet);
  });
});

describe('an address of a picture', () => {
  it.each([
    ['a/b.jpg', 'a/b.jpg'],
    ['/a/b.jpg', 'a/b.jpg'],
    ['https://example.com/a%20b.jpg?v=2', 'a b.jpg'],
    ['https:/example.com/a.jpg', 'a.jpg'],
    ['s3://bucket/a.jpg', 'a.jpg'],
    ['local:///a.jpg', 'a.jpg'],
    ['http://example.com/%E5%9B%BE.png', '图.png'],
    ['http://example.com/100%.png', '100%.png'],
    ['a:b.jpg', 'a:b.jpg'],
  ])('%s names the key %s', (address, key) => {
    expect(keyOfAddress(address)).toBe(key);
  });
});

describe('addresses that unpic writes for Cloudflare', () => {
  const size = fc.option(fc.integer({ min: 1, max: 4000 }), { nil: undefined });
  const wish = fc.record({
    width: fc.integer({ min: 1, max: 4000 }),
    height: size,
    quality: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
    format: fc.constantFrom(undefined, 'webp', 'avif', 'png'),
  });

  it('become what they ask for', () => {
    fc.assert(
      fc.property(wish, ({ width, height, quality, format }) => {
        const given = {
          width,
          ...(height && { height }),
          ...(quality && { quality }),
          ...(format && { format }),
        };
        const address = transformUrl({ url: 'https://a.example/b/c.jpg', provider: 'cloudflare', ...given });
        const asked = translate('cloudflare', String(address).replace(/^(https:\/\/[^/]+)?\//, ''));
        const sides = height ? `w_${width},h_${height}` : `w_${width}`;
        const sized = height ? `resize,m_mfit,${sides},limit_0/cut,${sides}` : `resize,${sides},limit_0`;
        const written = [`format,${format ?? 'auto'}`, ...(quality ? [`quality,Q_${quality}`] : [])];
        expect(asked?.key).toBe('b/c.jpg');
        expect(canonical(asked!.process)).toBe(canonical(`image/${[sized, ...written].join('/')}`));
      }),
    );
  });
});
