/** Options of other vendors at their limits and one past them, each by itself and beside others. */
import { describe, expect, it } from 'vitest';
import { ProcessError } from '../../src/core/spec/error.ts';
import { type DialectName, DIALECTS } from '../../src/dialects/index.ts';
import { readQuery } from '../../src/oss/protocol/text/query.ts';
import type { Bounds } from './bounds/bounds.ts';
import { CLOUDFLARE } from './bounds/cloudflare.ts';
import { OBS, TOS } from './bounds/commas.ts';
import { IMGPROXY } from './bounds/imgproxy.ts';
import { CI_MARKS, MOGR2, QINIU, VIEW2 } from './bounds/slashes.ts';
import { canonical, chainOf, translate } from './chain-of.ts';

/** A table, how its options stand in an address, and what every chain has behind its own actions. */
interface Language {
  readonly names: readonly DialectName[];
  readonly of: string;
  readonly bounds: Bounds;
  addressOf(options: string): string;
  readonly behind?: string;
}

const BOTH = ['ci', 'qiniu'] as const;
const LANGUAGES: readonly Language[] = [
  { names: ['tos'], of: 'actions', bounds: TOS, addressOf: (text) => `a.jpg?x-tos-process=image/${text}` },
  { names: ['obs'], of: 'actions', bounds: OBS, addressOf: (text) => `a.jpg?x-image-process=image/${text}` },
  {
    names: BOTH,
    of: 'imageMogr2',
    bounds: MOGR2,
    addressOf: (text) => `a.jpg?imageMogr2/${text}`,
    behind: 'auto-orient,0',
  },
  { names: BOTH, of: 'imageView2', bounds: VIEW2, addressOf: (text) => `a.jpg?imageView2/${text}` },
  { names: ['ci'], of: 'watermark', bounds: CI_MARKS, addressOf: (text) => `a.jpg?watermark/${text}` },
  { names: ['qiniu'], of: 'processings', bounds: QINIU, addressOf: (text) => `a.jpg?${text}` },
  {
    names: ['cloudflare'],
    of: 'options',
    bounds: CLOUDFLARE,
    addressOf: (text) => `cdn-cgi/image/${text}/a.jpg`,
  },
  { names: ['imgproxy'], of: 'options', bounds: IMGPROXY, addressOf: (text) => `_/${text}/plain/a.jpg` },
];

const ROWS = LANGUAGES.flatMap(({ names, bounds, addressOf, behind = '', ...language }) =>
  names.flatMap((name) =>
    Object.entries(bounds).flatMap(([about, rows]) =>
      rows.map(([options, chain]) => {
        const expected = chain === undefined ? undefined : [chain, behind].filter(Boolean).join('/');
        return { ...language, name, about, options, address: addressOf(options), expected };
      }),
    ),
  ),
);

const TAKEN = ROWS.filter(({ expected }) => expected !== undefined && expected !== '');

describe('what stands beside an option', () => {
  // What another one makes needless is passed over, as `fit` without a box and what `onerror` says.
  it.each(
    TAKEN.filter(({ name, options }) => name === 'cloudflare' && !/,.*=|^(fit|onerror)=/.test(options)),
  )('of Cloudflare is no more than its value: $options', ({ name, options, address }) => {
    const of = (text: string) => chainOf(name, address.replace(options, text));
    for (const more of ['=', '=1', '=9=']) expect(() => of(options + more)).toThrow(ProcessError);
    expect(of(`,${options},`)).toBe(of(options));
    expect(of(options.replaceAll(/,(?![^(]*\))/g, ',,'))).toBe(of(options));
  });

  it.each(TAKEN.filter(({ name }) => name === 'tos' || name === 'obs'))(
    'of $name may be no action: $options',
    ({ name, options, address, expected }) => {
      for (const text of [
        `/${options}`,
        `${options}/`,
        `//${options}//`,
        options.replaceAll('/', '//'),
        `|image/${options}|`,
      ])
        expect(chainOf(name, address.replace(options, text))).toBe(canonical(`image/${expected}`));
    },
  );
});

describe('what an option at its bounds becomes', () => {
  it.each(ROWS)('$name $of, $about: $options is $expected', ({ name, address, expected }) => {
    const read = () => chainOf(name, address);
    if (expected === undefined) expect(read).toThrow(ProcessError);
    else expect(read()).toBe(expected === '' ? '' : canonical(`image/${expected}`));
  });
});

describe('whether the original is shown where something is wrong', () => {
  it.each([
    ['obs', 'x-image-process=image/slim/ignore-error,1', true],
    ['obs', 'x-image-process=image/slim/ignore-error,1/rotate,90', true],
    ['obs', 'x-image-process=image/slim|ignore-error,1|image/rotate,90', true],
    ['obs', 'x-image-process=image/slim/ignore-error,10', false],
    ['obs', 'x-image-process=image/slim/ignore-error,0', false],
    ['obs', 'x-image-process=image/slim/ignore-error', false],
    ['obs', 'x-image-process=image/slim,ignore-error,1', false],
    ['obs', 'x-oss-process=image/slim/ignore-error,1', false],
    ...(['ci', 'qiniu'] as const).flatMap(
      (name) =>
        [
          [name, 'imageMogr2/slim/1/ignore-error/1', true],
          [name, 'imageMogr2/ignore-error/1/slim/1', true],
          [name, 'imageMogr2/slim/1/ignore-error/1|imageInfo', true],
          [name, 'e=1&imageMogr2/slim/1/ignore-error/1', true],
          [name, 'imageMogr2/slim/1/ignore-error/10', false],
          [name, 'imageMogr2/slim/1/ignore-error/0', false],
          [name, 'imageMogr2/slim/ignore-error', false],
        ] as const,
    ),
  ] as const)('%s %s: %s', (name, query, isShown) => {
    const { parameters } = readQuery(query);
    expect(DIALECTS[name].forgives?.({ key: 'a.jpg', parameters })).toBe(isShown);
  });
});

describe('when an address of imgproxy expires', () => {
  it.each([
    ['w:9', Infinity],
    ['w:9/exp:', Infinity],
    ['w:9/exp:0', Infinity],
    ['w:9/exp:1', 1000],
    ['w:9/exp:9999999999', 9_999_999_999_000],
  ])('%s: %d', (options, expires) => {
    expect(translate('imgproxy', `_/${options}/plain/a.jpg`)?.proof?.expires).toBe(expires);
  });
});
