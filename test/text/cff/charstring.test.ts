import { create } from 'fontkit';
import { describe, expect, it } from 'vitest';
import type { Path } from '../../../src/text/outline/path.ts';
import { cffFont, type CffParts, type Words } from '../support/cff.ts';
import { openFile } from '../support/fonts.ts';
import { referenceContours, contoursOf } from '../support/outlines.ts';

async function outlineOf(parts: CffParts, glyph = 1): Promise<Path> {
  const font = await openFile(cffFont(parts));
  const [shape] = await font.shapes([glyph]);
  return shape!.path;
}

const draw = (words: Words, rest: Partial<CffParts> = {}): Promise<Path> =>
  outlineOf({ glyphs: [['endchar'], words], ...rest });

/** The path as text: `M1,2 L3,4 C…`. */
async function pathText(words: Words, rest: Partial<CffParts> = {}): Promise<string> {
  const { verbs, points } = await draw(words, rest);
  let at = 0;
  return verbs
    .map((verb) => {
      const count = verb === 3 ? 6 : 2;
      at += count;
      return `${'MLQC'[verb]}${points.slice(at - count, at).join(',')}`;
    })
    .join(' ');
}

describe('path operators', () => {
  it.each([
    ['moves and lines', [10, 20, 'rmoveto', 5, 6, 7, 8, 'rlineto'], 'M10,20 L15,26 L22,34'],
    ['a width before the first move', [99, 10, 20, 'rmoveto', 1, 1, 'rlineto'], 'M10,20 L11,21'],
    ['hmoveto and vmoveto', [10, 'hmoveto', 5, 'vmoveto'], 'M10,0 M10,5'],
    ['a width before hmoveto', [99, 10, 'hmoveto'], 'M10,0'],
    ['hlineto', [0, 'hmoveto', 10, 20, -10, 'hlineto'], 'M0,0 L10,0 L10,20 L0,20'],
    ['vlineto', [0, 'hmoveto', 10, 20, 'vlineto'], 'M0,0 L0,10 L20,10'],
    ['rrcurveto', [0, 'hmoveto', 1, 2, 3, 4, 5, 6, 'rrcurveto'], 'M0,0 C1,2,4,6,9,12'],
    ['hhcurveto', [0, 'hmoveto', 1, 2, 3, 4, 'hhcurveto'], 'M0,0 C1,0,3,3,7,3'],
    ['hhcurveto, bent', [0, 'hmoveto', 9, 1, 2, 3, 4, 'hhcurveto'], 'M0,0 C1,9,3,12,7,12'],
    ['vvcurveto', [0, 'hmoveto', 1, 2, 3, 4, 'vvcurveto'], 'M0,0 C0,1,2,4,2,8'],
    ['vvcurveto, bent', [0, 'hmoveto', 9, 1, 2, 3, 4, 'vvcurveto'], 'M0,0 C9,1,11,4,11,8'],
    ['hvcurveto', [0, 'hmoveto', 1, 2, 3, 4, 'hvcurveto'], 'M0,0 C1,0,3,3,3,7'],
    ['hvcurveto, bent', [0, 'hmoveto', 1, 2, 3, 4, 5, 'hvcurveto'], 'M0,0 C1,0,3,3,8,7'],
    [
      'vhcurveto twice',
      [0, 'hmoveto', 1, 2, 3, 4, 5, 6, 7, 8, 'vhcurveto'],
      'M0,0 C0,1,2,4,6,4 C11,4,17,11,17,19',
    ],
    ['rcurveline', [0, 'hmoveto', 1, 2, 3, 4, 5, 6, 7, 8, 'rcurveline'], 'M0,0 C1,2,4,6,9,12 L16,20'],
    ['rlinecurve', [0, 'hmoveto', 7, 8, 1, 2, 3, 4, 5, 6, 'rlinecurve'], 'M0,0 L7,8 C8,10,11,14,16,20'],
    ['hflex', [0, 'hmoveto', 1, 2, 3, 4, 5, 6, 7, 'hflex'], 'M0,0 C1,0,3,3,7,3 C12,3,18,0,25,0'],
    ['hflex1', [0, 'hmoveto', 1, 1, 2, 3, 4, 5, 6, 2, 7, 'hflex1'], 'M0,0 C1,1,3,4,7,4 C12,4,18,6,25,0'],
    [
      'flex',
      [0, 'hmoveto', 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 50, 'flex'],
      'M0,0 C1,1,2,2,3,3 C5,5,7,7,9,9',
    ],
    [
      'flex1',
      [0, 'hmoveto', 9, 1, 1, 1, 1, 1, 2, 2, 2, 2, 5, 'flex1'],
      'M0,0 C9,1,10,2,11,3 C13,5,15,7,20,0',
    ],
    [
      'flex1, longer downwards',
      [0, 'hmoveto', 1, 9, 1, 1, 1, 1, 2, 2, 2, 2, 5, 'flex1'],
      'M0,0 C1,9,2,10,3,11 C5,13,7,15,0,20',
    ],
    [
      'flex1, longer to the left',
      [0, 'hmoveto', -9, 1, -1, 1, -1, 1, -2, 2, -2, 2, -5, 'flex1'],
      'M0,0 C-9,1,-10,2,-11,3 C-13,5,-15,7,-20,0',
    ],
    [
      'flex1, as far either way: level with the start across',
      [0, 'hmoveto', 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 5, 'flex1'],
      'M0,0 C1,1,2,2,3,3 C5,5,7,7,0,12',
    ],
    [
      'flex1, as far upwards',
      [0, 'hmoveto', 1, -1, 1, -1, 1, -1, 2, -2, 2, -2, 5, 'flex1'],
      'M0,0 C1,-1,2,-2,3,-3 C5,-5,7,-7,0,-2',
    ],
    [
      'hhcurveto twice, the first bent',
      [0, 'hmoveto', 9, 1, 2, 3, 4, 5, 6, 7, 8, 'hhcurveto'],
      'M0,0 C1,9,3,12,7,12 C12,12,18,19,26,19',
    ],
    [
      'vvcurveto twice, the first bent',
      [0, 'hmoveto', 9, 1, 2, 3, 4, 5, 6, 7, 8, 'vvcurveto'],
      'M0,0 C9,1,11,4,11,8 C11,13,17,20,17,28',
    ],
    [
      'hvcurveto twice, the last bent',
      [0, 'hmoveto', 1, 2, 3, 4, 5, 6, 7, 8, 9, 'hvcurveto'],
      'M0,0 C1,0,3,3,3,7 C3,12,9,19,17,28',
    ],
    ['vhcurveto, bent', [0, 'hmoveto', 1, 2, 3, 4, 5, 'vhcurveto'], 'M0,0 C0,1,2,4,6,9'],
    ['fractions', [0.5, 'hmoveto', 0.25, 'hlineto'], 'M0.5,0 L0.75,0'],
    ['large numbers', [2000, 'hmoveto', -1500, 'hlineto', 500, 'vlineto'], 'M2000,0 L500,0 L500,500'],
  ] as const)('%s', async (_, words, path) => {
    expect(await pathText(words)).toBe(path);
  });

  it('skips hints and the masks after them, as long as their number says', async () => {
    const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const words = [
      70,
      ...nine,
      'hstemhm',
      ...nine.slice(0, 8),
      'hintmask',
      '#80',
      '#15',
      3,
      'hmoveto',
      4,
      'hlineto',
    ];
    expect(await pathText(words)).toBe('M3,0 L7,0');
  });
});

describe('arithmetic', () => {
  it.each([
    ['add', [3, 4, 'add'], 7],
    ['sub', [3, 4, 'sub'], -1],
    ['mul', [3, 4, 'mul'], 12],
    ['div', [3, 4, 'div'], 0.75],
    ['div by zero', [3, 0, 'div'], 0],
    ['neg and abs', [3, 'neg', 'abs'], 3],
    ['sqrt', [9, 'sqrt'], 3],
    ['eq, not, and, or', [1, 1, 'eq', 0, 'and', 'not', 0, 'or'], 1],
    ['drop and dup', [5, 6, 'drop', 'dup', 'add'], 10],
    ['exch', [3, 10, 'exch', 'sub'], 7],
    ['sqrt of less than nothing', [-9, 'sqrt'], 0],
    ['random, always the same', ['random'], 0.5],
    ['put and get', [8, 3, 'put', 3, 'get'], 8],
    ['put and get at the last place', [8, 31, 'put', 31, 'get'], 8],
    ['put and get behind it', [8, 32, 'put', 32, 'get'], 0],
    ['put and get before the first', [8, -1, 'put', -1, 'get'], 0],
    ['get where nothing was put', [3, 'get'], 0],
    ['ifelse', [1, 2, 5, 4, 'ifelse'], 2],
    ['ifelse of equals', [1, 2, 4, 4, 'ifelse'], 1],
    ['ifelse of less', [1, 2, 3, 4, 'ifelse'], 1],
    ['index', [7, 8, 1, 'index', 'exch', 'drop', 'exch', 'drop'], 7],
    ['index of a place above the top', [7, 8, -1, 'index', 'exch', 'drop', 'exch', 'drop'], 8],
    ['index of the top', [7, 8, 0, 'index', 'exch', 'drop', 'exch', 'drop'], 8],
    ['index of a place far above the top', [7, 8, -5, 'index', 'exch', 'drop', 'exch', 'drop'], 8],
    ['index of a place below all', [7, 8, 2, 'index', 'exch', 'drop', 'exch', 'drop'], 0],
    ['roll the other way', [1, 2, 3, 3, -1, 'roll', 'drop', 'drop'], 2],
    ['roll all the way round and on', [1, 2, 3, 3, 4, 'roll', 'drop', 'drop'], 3],
    ['roll back all the way round and on', [1, 2, 3, 3, -4, 'roll', 'drop', 'drop'], 2],
    ['roll of the upper ones', [1, 2, 3, 2, 1, 'roll', 'drop'], 3],
    ['roll of none', [1, 2, 3, 0, 1, 'roll'], 3],
    ['roll of more than there are', [1, 2, 9, 1, 'roll', 'drop'], 2],
    ['roll', [1, 2, 3, 3, 1, 'roll', 'drop', 'drop'], 3],
  ] as const)('%s', async (_, words, value) => {
    expect(await pathText([...words, 'hmoveto'])).toBe(`M${value},0`);
  });
});

describe('subroutines', () => {
  const locals: Words[] = [[4, 'hlineto', 'return']];
  const globals: Words[] = [[-107, 'callsubr', 5, 'vlineto', 'return']];

  it('are called with their bias, local ones from global ones', async () => {
    const words = [1, 'hmoveto', -107, 'callgsubr', 'endchar'];
    expect(await pathText(words, { locals, globals })).toBe('M1,0 L5,0 L5,5');
  });

  it('are those of the glyph’s group in a font keyed by CID', async () => {
    const words = [1, 'hmoveto', -107, 'callsubr', 'endchar'];
    const parts: CffParts = { glyphs: [['endchar'], words, words], locals, groups: [0, 1, 0] };
    expect((await outlineOf(parts)).points).toEqual([1, 0, 5, 0]);
    await expect(outlineOf(parts, 2)).rejects.toThrow('no subroutine');
  });

  it('build an accented letter of two others', async () => {
    const glyphs: Words[] = [
      ['endchar'],
      [30, 40, 65, 96, 'endchar'],
      [5, 'hmoveto', 6, 'hlineto', 'endchar'],
      [7, 'hmoveto', 8, 'vlineto', 'endchar'],
    ];
    // Codes 65 and 96 are `A` and `quoteleft`: string identifiers 34 and 65.
    const { points } = await outlineOf({ glyphs, names: [200, 34, 65] });
    expect(points).toEqual([5, 0, 11, 0, 37, 40, 37, 48]);
  });

  it.each([
    ['call themselves', [[-107, 'callsubr']], -107, 'too deeply'],
    ['are not there', [[]], 50, 'no item'],
    ['multiply without end', [calling(-106), calling(-105), calling(-104), []], -107, 'without end'],
  ] as const)('are refused that %s', async (_, locals, number, message) => {
    await expect(draw([number, 'callsubr'], { locals })).rejects.toThrow(message);
  });
});

it('refuses a glyph of more pieces than any honest one', async () => {
  const lines = Array.from({ length: 40 }, () => [...Array.from({ length: 500 }, () => 1), 'rlineto']).flat();
  const locals: Words[] = [[...lines, 'return']];
  await expect(
    draw([-107, 'callsubr', -107, 'callsubr', -107, 'callsubr', 'endchar'], { locals }),
  ).rejects.toThrow('without end');
});

/** A subroutine that calls another one forty times. */
function calling(number: number): Words {
  return Array.from({ length: 40 }, () => [number, 'callsubr']).flat();
}

describe('a font', () => {
  it('has the outlines fontkit reads', async () => {
    const glyphs: Words[] = [
      [500, 0, 'hmoveto', 100, 100, -100, 'hlineto', 'endchar'],
      [
        10,
        20,
        'rmoveto',
        50,
        60,
        70,
        80,
        'hvcurveto',
        -107,
        'callsubr',
        10,
        -20,
        30,
        -40,
        5,
        6,
        'rrcurveto',
        'endchar',
      ],
      [300, 'vmoveto', 10, 20, 30, 40, 'vhcurveto', -30, 'hlineto', 'endchar'],
    ];
    const file = cffFont({ glyphs, locals: [[12, -34, 'rlineto', 'return']] });
    const shapes = await (await openFile(file)).shapes([0, 1, 2]);
    const reference = create(file);
    for (const [glyph, { path }] of shapes.entries()) {
      expect(contoursOf(path)).toEqual(referenceContours(reference.getGlyph(glyph)));
    }
  });
});
