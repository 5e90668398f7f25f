import { expect, it } from 'vitest';
import { fontKeys } from '../../src/text/bucket-fonts.ts';

it('looks for a name with every ending of fonts below the prefix', () => {
  expect(fontKeys('楷体', '.fonts/')).toEqual([
    '.fonts/楷体.ttf',
    '.fonts/楷体.otf',
    '.fonts/楷体.ttc',
    '.fonts/楷体.woff2',
    '.fonts/楷体.woff',
  ]);
});

it.each(['', '../secret', 'a/b', 'a\\b', '.hidden', 'a\u0000', 'x'.repeat(129)])(
  'looks for nothing as %j',
  (name) => {
    expect(fontKeys(name, '.fonts/')).toEqual([]);
  },
);
