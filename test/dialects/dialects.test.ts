/** Other vendors' URLs, as their documentation writes them, in the language of this service. */
import fc from 'fast-check';
import { transformUrl } from 'unpic';
import { describe, expect, it } from 'vitest';
import { parseChain } from '../../src/core/engine/chain/parse.ts';
import { EVERY_OPERATION } from '../../src/core/ops/index.ts';
import { ProcessError } from '../../src/core/spec/error.ts';
import { writeBase64Text } from '../../src/core/spec/base64.ts';
import { type Dialect, keyOfAddress } from '../../src/dialects/dialect.ts';
import { DIALECT_NAMES, type DialectName, DIALECTS } from '../../src/dialects/index.ts';
import { readQuery } from '../../src/oss/protocol/text/query.ts';
import { CI } from './examples/ci.ts';
import { CLOUDFLARE } from './examples/cloudflare.ts';
import { PRESETS } from './examples/examples.ts';
import { IMGPROXY } from './examples/imgproxy.ts';
import { OBS } from './examples/obs.ts';
import { QINIU } from './examples/qiniu.ts';
import { TOS } from './examples/tos.ts';

/** A request's path and query in a dialect. */
function translate(name: DialectName, address: string) {
  const [path = '', query = ''] = address.split(/\?(.*)/s);
  const dialect: Dialect = DIALECTS[name];
  return dialect.translate({
    key: decodeURIComponent(path),
    parameters: readQuery(query).parameters,
    presets: PRESETS,
  });
}

/** The canonical chain of a request. */
function chainOf(name: DialectName, address: string): string {
  const { process = '' } = translate(name, address) ?? {};
  return isNamed(process) ? process : canonical(process);
}

/** Whether a process names a style, or nothing but the original. */
function isNamed(process: string): boolean {
  return process === '' || process.startsWith('style/');
}

function canonical(chain: string): string {
  return parseChain(chain, EVERY_OPERATION).text;
}

describe.each([
  ['tos', TOS],
  ['obs', OBS],
  ['ci', CI],
  ['qiniu', QINIU],
  ['cloudflare', CLOUDFLARE],
  ['imgproxy', IMGPROXY],
] as const)('%s', (name, examples) => {
  it.each(examples)('%s', (address, chain) => {
    expect(chainOf(name, address)).toBe(isNamed(chain) ? chain : canonical(`image/${chain}`));
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

describe('what cannot be said here', () => {
  it.each([
    ['tos', 'a.jpg?x-tos-process=image/resize,w_0'],
    ['obs', 'a.jpg?x-image-process=image/crop,g_middle'],
    ['obs', 'a.jpg?x-image-process=image/slim'],
    ['ci', 'a.jpg?imageMogr2/thumbnail/abc'],
    ['tos', 'a.jpg?x-tos-process=image/inspect'],
    ['obs', 'a.jpg?x-image-process=image/rounded-corners,rx_100'],
    ['obs', 'a.jpg?x-image-process=image/resize,m_ratio,w_16,h_x'],
    ['ci', 'a.jpg?imageMogr2/scrop/100'],
    ['ci', 'a.jpg?imageMogr2/format/tpg'],
    ['ci', 'a.jpg?imageMogr2/strip/format/jpg/size-limit/15k!'],
    ['ci', 'a.jpg?watermark/3/type/3/text/dGVuY2VudCBjbG91ZA=='],
    ['ci', 'a.jpg?watermark/1/image/YS5wbmc/spcent/250'],
    ['ci', 'a.jpg?exif'],
    ['qiniu', 'a.jpg?exif'],
    ['qiniu', 'a.jpg?watermark/5/method/encode/imageKey/dXBsb2FkLnBuZw=='],
    ['qiniu', 'a.jpg?imageMogr2/crop/!x300-30a0'],
    ['qiniu', 'a.jpg?imageMogr2/crop/!30x30-30a0'],
    ['qiniu', 'a.jpg?imageMogr2/extent/!642x492a10a10'],
    ['ci', 'a.jpg?imageMogr2/nothing/1'],
    ['ci', 'a.jpg?imageMogr2/lquality/x'],
    ['ci', 'a.jpg?imageMogr2/rotate'],
    ['ci', 'a.jpg?imageMogr2/rotate/90|exif'],
    ['ci', 'a.jpg?imageView2/9/w/100'],
    ['ci', 'a.jpg?watermark/2/text/%%%'.replaceAll('%', '*')],
    ['qiniu', 'a.jpg?imageView2/2'],
    ['qiniu', 'a.jpg?watermark/4/text/5L2g'],
    ['qiniu', 'a.jpg?roundPic/radiusx/1'],
    ['cloudflare', 'cdn-cgi/image/width=0/a.jpg'],
    ['cloudflare', 'cdn-cgi/image/widht=100/a.jpg'],
    ['cloudflare', 'cdn-cgi/image/width=100,fit=fill/a.jpg'],
    ['cloudflare', 'cdn-cgi/image/rotate=45/a.jpg'],
    ['cloudflare', 'cdn-cgi/image/segment=foreground/a.jpg'],
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
    ['imgproxy', 'unsafe/g:obj:face/rs:fill:10:10/plain/a.jpg'],
    ['imgproxy', 'unsafe/g:fp:1.5:0/rs:fill:10:10/plain/a.jpg'],
    ['imgproxy', 'unsafe/rs:fit:300:300/enc/p5VjorNdhs7mRRw8gA9TWo'],
    ['imgproxy', 'unsafe/t:10/plain/a.jpg'],
    ['imgproxy', 'unsafe/wm:0.5/plain/a.jpg'],
    ['imgproxy', 'unsafe/w:x/plain/a.jpg'],
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
  const facts = {
    FileSize: { value: '21839' },
    Format: { value: 'jpg' },
    FrameCount: { value: '1' },
    ImageHeight: { value: '267' },
    ImageWidth: { value: '400' },
  };
  it.each([
    ['obs', 'a.jpg?x-image-process=image/info', { format: 'JPEG', height: 267, size: 21839, width: 400 }],
    [
      'ci',
      'a.jpg?imageInfo',
      { format: 'jpeg', width: '400', height: '267', size: '21839', frame_count: '1' },
    ],
    ['qiniu', 'a.jpg?imageInfo', { size: 21839, format: 'jpeg', width: 400, height: 267 }],
    [
      'cloudflare',
      'cdn-cgi/image/format=json/a.jpg',
      {
        width: 400,
        height: 267,
        original: { file_size: 21839, width: 400, height: 267, format: 'image/jpeg' },
      },
    ],
  ] as const)('%s', (name, address, told) => {
    expect(translate(name, address)?.report?.(facts)).toEqual(told);
    expect(translate(name, address)?.process).toBe('image/info');
  });
  it.each([
    ['ci', 'a.jpg?imageAve'],
    ['qiniu', 'a.jpg?imageAve'],
  ] as const)('%s tells the average colour as it is', (name, address) => {
    expect(translate(name, address)?.report?.({ RGB: '0x5c783b' })).toEqual({ RGB: '0x5c783b' });
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
