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
import { CI, CLOUDFLARE, IMGPROXY, OBS, QINIU, TOS } from './examples.ts';

/** A request's path and query in a dialect. */
function translate(name: DialectName, address: string) {
  const [path = '', query = ''] = address.split('?');
  const dialect: Dialect = DIALECTS[name];
  return dialect.translate({
    key: decodeURIComponent(path),
    parameters: readQuery(query).parameters,
  });
}

/** The canonical chain of a request. */
function chainOf(name: DialectName, address: string): string {
  const { process = '' } = translate(name, address) ?? {};
  return process.startsWith('style/') ? process : canonical(process);
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
    expect(chainOf(name, address)).toBe(chain.startsWith('style/') ? chain : canonical(`image/${chain}`));
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
    ['ci', 'a.jpg?imageMogr2/scrop/100x100'],
    ['ci', 'a.jpg?imageMogr2/nothing/1'],
    ['ci', 'a.jpg?imageMogr2/lquality/80'],
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
    ['imgproxy', 'unsafe/rs:auto:100:100/plain/a.jpg'],
    ['imgproxy', 'unsafe/pr:sharp/plain/a.jpg'],
    ['imgproxy', 'unsafe/g:sm/rs:fill:10:10/plain/a.jpg'],
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
      canonical(`image/watermark,image_${writeBase64Text('sub/图.png')},x_0,y_0`),
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
    ImageHeight: { value: '267' },
    ImageWidth: { value: '400' },
  };
  it.each([
    ['obs', 'a.jpg?x-image-process=image/info', { format: 'JPEG', height: 267, size: 21839, width: 400 }],
    ['ci', 'a.jpg?imageInfo', { format: 'jpg', width: '400', height: '267', size: '21839' }],
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
    ['obs', 'a.jpg?x-image-process=image/average-hue'],
  ] as const)('%s tells the average colour as it is', (name, address) => {
    expect(translate(name, address)?.report?.({ RGB: '0x5c783b' })).toEqual({ RGB: '0x5c783b' });
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
        const sized = height
          ? `resize,m_mfit,${sides},limit_0/crop,${sides},g_center`
          : `resize,${sides},limit_0`;
        const written = [`format,${format ?? 'auto'}`, ...(quality ? [`quality,Q_${quality}`] : [])];
        expect(asked?.key).toBe('b/c.jpg');
        expect(canonical(asked!.process)).toBe(canonical(`image/${[sized, ...written].join('/')}`));
      }),
    );
  });
});
