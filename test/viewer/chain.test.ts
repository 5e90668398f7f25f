import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChain } from '../../src/core/engine/chain/parse.ts';
import type { ParamDescription } from '../../src/core/ops/describe.ts';
import { OPERATIONS } from '../../src/core/ops/index.ts';
import {
  type Card,
  cardsOf,
  chainText,
  DESCRIPTIONS,
  faultOf,
  newCard,
  sizesOf,
  valuesOf,
  withValue,
} from '../../src/viewer/chain.ts';

const on = (...texts: string[]): Card[] => texts.map((text) => ({ text, on: true }));

describe('cards', () => {
  it.each([
    ['image/resize,w_100/rotate,90', ['resize,w_100', 'rotate,90']],
    ['image/resize,w_100|image/rotate,90', ['resize,w_100', 'rotate,90']],
    ['image//resize,w_100/', ['resize,w_100']],
    ['', []],
    ['image', []],
  ])('of %j are %j', (text, actions) => {
    expect(cardsOf(text)).toEqual(on(...actions));
  });

  it('are none of a text that is no image chain', () => {
    expect(cardsOf('style/thumb')).toBeUndefined();
    expect(cardsOf('imagery')).toBeUndefined();
  });

  it('that are off stay where they are while the text is edited', () => {
    const before = [...on('resize,w_100'), { text: 'blur,r_3,s_2', on: false }, ...on('rotate,90')];
    expect(chainText(before)).toBe('image/resize,w_100/rotate,90');
    expect(cardsOf('image/resize,w_200/rotate,90', before)).toEqual([
      ...on('resize,w_200'),
      { text: 'blur,r_3,s_2', on: false },
      ...on('rotate,90'),
    ]);
  });

  it('keep keys that nobody declared, and drop a value that is emptied', () => {
    const [card] = on('crop,w_100,r_1');
    expect(withValue(card!, 'x', '5').text).toBe('crop,w_100,x_5,r_1');
    expect(withValue(card!, 'w', undefined).text).toBe('crop,r_1');
  });
});

describe('faults', () => {
  it('name the card, the parameter and say the parser’s sentence', () => {
    expect(faultOf(on('rotate,90', 'resize,w_abc'))).toEqual({
      card: 1,
      parameter: 'w',
      message: 'The value: abc of parameter: w is invalid.',
      expected: { en: 'an integer from 1 to 16384', zh: '1 到 16384 的整数' },
    });
    expect(faultOf(on('info', 'rotate,90'))?.card).toBeUndefined();
    expect(faultOf([{ text: 'nonsense', on: false }])).toBeUndefined();
  });

  it('of a picture’s size are found before anything is sent', () => {
    const original = { width: 400, height: 267 };
    expect(sizesOf(on('resize,w_100', 'crop,x_50,y_10'), original)).toEqual({
      sizes: [
        { width: 100, height: 67 },
        { width: 50, height: 57 },
      ],
    });
    expect(sizesOf(on('crop,x_500'), original).fault).toMatchObject({
      card: 0,
      parameter: 'x',
      expected: { en: 'at most 399 in this picture' },
    });
    expect(sizesOf(on('rotate,90', 'crop,h_40,g_south,y_90'), original).fault).toMatchObject({
      card: 1,
      parameter: 'y',
      expected: { en: 'at most 39 in this picture' },
    });
  });
});

describe.each(DESCRIPTIONS)('$name', (description) => {
  it('starts as a card that the parser reads', () => {
    expect(faultOf([newCard(description)])).toBeUndefined();
  });

  it('takes any valid values from the form to the text and back', () => {
    const forms = description.params
      .filter(({ key }) => key !== 'P')
      .map((param) => fc.tuple(fc.constant(param.key), fc.option(valueFor(param), { nil: undefined })));
    fc.assert(
      fc.property(fc.tuple(...forms), (values) => {
        const set = values.reduce((card, [key, value]) => withValue(card, key, value), newCard(description));
        const [card] = cardsOf(chainText([set]))!;
        for (const [key, value] of values) {
          const kept = description.bareOnly && value === undefined ? undefined : value;
          expect(valuesOf(card!, description).get(key)).toBe(kept);
        }
        const fault = faultOf([card!]);
        if (!fault) expect(() => parseChain(chainText([card!]), OPERATIONS)).not.toThrow();
      }),
      { numRuns: 50 },
    );
  });
});

/** A text that the parameter's type accepts. */
function valueFor({ control }: ParamDescription): fc.Arbitrary<string> {
  switch (control.kind) {
    case 'number':
      return fc.integer({ min: control.min, max: control.max }).map(String);
    case 'select':
    case 'place':
      return fc.constantFrom(...control.options);
    case 'toggle':
      return fc.constantFrom('0', '1');
    case 'colour':
      return fc
        .integer({ min: 0, max: 0xffffff })
        .map((rgb) => rgb.toString(16).padStart(6, '0').toUpperCase());
    case 'text':
      return fc.constantFrom('SGVsbG8', '5L2g5aW9', 'cGFuZGEucG5n');
  }
}
