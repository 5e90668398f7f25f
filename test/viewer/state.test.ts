import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBase64Text, writeBase64Text } from '../../src/core/spec/base64.ts';
import { languageOf } from '../../src/core/spec/sentence.ts';
import {
  arrowOf,
  cropValues,
  draggedRect,
  gripAt,
  inside,
  markPoint,
  markValues,
  movedMark,
  rectBetween,
  steppedRect,
} from '../../src/viewer/drag.ts';
import { asPng, isShown } from '../../src/viewer/shown.ts';
import { SNIPPETS } from '../../src/viewer/snippets.ts';
import {
  beginning,
  type History,
  linkOf,
  processOf,
  readLink,
  step,
  type View,
  withProcess,
} from '../../src/viewer/state.ts';
import { readStyles, writeStyles } from '../../src/viewer/styles-file.ts';

const view: View = {
  bucket: 'examplebucket',
  key: 'a b/图.jpg',
  cards: [
    { text: 'resize,w_100', on: true },
    { text: 'watermark,text_SGVsbG8g5Zu-54mH5pyN5YqhIQ', on: false },
  ],
  other: undefined,
};
const empty: View = { bucket: '', key: '', cards: [], other: undefined };

describe('a link', () => {
  it('holds the whole view, cards that are off as well', () => {
    expect(readLink(linkOf(view), empty)).toEqual(view);
    const styled = withProcess(view, 'style/thumb');
    expect(readLink(linkOf(styled), empty)).toMatchObject({ other: 'style/thumb', cards: [] });
  });

  it('shows the start when it says nothing, and never fails', () => {
    expect(readLink('', view)).toBe(view);
    fc.assert(fc.property(fc.string(), (hash) => void readLink(`#${hash}`, view)));
  });
});

describe('the history', () => {
  const start = beginning(view);
  const changed = step(start, { type: 'change', view: { key: 'other.jpg' } });

  it('goes back and forth', () => {
    const undone = step(changed, { type: 'undo' });
    expect(undone.now).toEqual(view);
    expect(step(undone, { type: 'redo' }).now.key).toBe('other.jpg');
    expect(step(start, { type: 'undo' })).toBe(start);
  });

  it('goes all the way back and all the way forth, through every view that there was', () => {
    const keys = ['1', '2', '3', '4', '5'];
    const keyOf = ({ now }: History) => now.key;
    const walk = (from: History, types: readonly ('undo' | 'redo')[]) =>
      types.reduce<History[]>((seen, type) => [...seen, step(seen.at(-1) ?? from, { type })], []);
    const last = keys.reduce((before, key) => step(before, { type: 'change', view: { key } }), start);
    const back = walk(
      last,
      keys.map(() => 'undo' as const),
    );
    expect(back.map(keyOf)).toEqual(['4', '3', '2', '1', view.key]);
    const forth = walk(
      back.at(-1)!,
      keys.map(() => 'redo' as const),
    );
    expect(forth.map(keyOf)).toEqual(keys);
    expect(forth.at(-1)).toMatchObject({ past: last.past, future: [] });
    expect([...back, ...forth].map(({ steps }) => steps - last.steps)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    expect(walk(forth[1]!, ['undo', 'undo', 'undo']).map(keyOf)).toEqual(['1', view.key, view.key]);
  });

  it('has no step for a change that changes nothing, and forgets what was undone', () => {
    expect(step(changed, { type: 'change', view: { key: 'other.jpg' } })).toBe(changed);
    const undone = step(changed, { type: 'undo' });
    expect(step(undone, { type: 'change', view: { key: 'third.jpg' } }).future).toEqual([]);
  });

  it('takes typing in one place for one step, until there is a pause or something else', () => {
    const type = (before: History, key: string, of: string, at: number) =>
      step(before, { type: 'change', view: { key }, edit: { of, at } });
    const typed = type(type(start, '1', 'key', 0), '12', 'key', 900);
    expect([typed.now.key, typed.past, typed.steps]).toEqual(['12', [view], 1]);
    expect(type(typed, '123', 'key', 1800).past).toEqual([view]);
    expect(type(typed, '123', 'key', 1899).past).toHaveLength(1);
    expect(type(typed, '123', 'key', 1900).past).toHaveLength(2);
    expect(type(typed, '123', 'other', 901).past).toHaveLength(2);
    expect(step(typed, { type: 'change', view: { key: '3' } }).past).toHaveLength(2);
    const redone = step(step(typed, { type: 'undo' }), { type: 'redo' });
    expect(type(redone, '123', 'key', 901).past).toHaveLength(2);
  });

  it('goes two hundred steps back', () => {
    for (const type of ['change', 'go'] as const) {
      let history = start;
      for (let key = 0; key < 205; key++) history = step(history, { type, view: { ...view, key: `${key}` } });
      expect([history.past.length, history.past[0]?.key, history.past.at(-1)?.key]).toEqual([
        200,
        '4',
        '203',
      ]);
    }
  });

  it('goes with the browser without a step of its own, and ends what was typed', () => {
    const typed = step(changed, { type: 'change', view: { key: 'third.jpg' }, edit: { of: 'key', at: 0 } });
    const gone = step(typed, { type: 'go', view });
    expect(gone).toMatchObject({ now: view, steps: typed.steps, followed: true });
    expect(step(gone, { type: 'undo' }).now.key).toBe('third.jpg');
    const again = step(gone, { type: 'change', view: { key: '4' }, edit: { of: 'key', at: 1 } });
    expect([again.steps, again.followed]).toEqual([typed.steps + 1, undefined]);
  });

  it('reads texts into cards, and keeps what is no chain as it is', () => {
    expect(processOf(withProcess(view, 'image/rotate,90'))).toBe('image/rotate,90');
    expect(processOf(withProcess(view, 'style/thumb'))).toBe('style/thumb');
  });
});

describe('texts in base64url', () => {
  it('are what the documentation writes', () => {
    expect(writeBase64Text('你好')).toBe('5L2g5aW9');
    expect(writeBase64Text('Hello 图片服务!')).toBe('SGVsbG8g5Zu-54mH5pyN5YqhIQ');
    expect(readBase64Text('SGVsbG8g5Zu-54mH5pyN5YqhIQ')).toBe('Hello 图片服务!');
    expect(readBase64Text('_w')).toBeUndefined();
  });

  it('come back as they were', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(fc.property(text, (one) => void expect(readBase64Text(writeBase64Text(one))).toBe(one)));
  });
});

describe('dragging', () => {
  const size = { width: 300, height: 150 };
  const held = { x: 100, y: 50, width: 40, height: 30 };
  it.each([
    [[100, 50], 'nw'],
    [[145, 78], 'se'],
    [[104, 84], 'sw'],
    [[120, 60], 'move'],
    [[120, 50], 'move'],
    [[200, 60], 'draw'],
    [[106, 56], 'nw'],
    [[107, 56], 'move'],
    [[134, 44], 'ne'],
    [[146, 44], 'ne'],
    [[147, 44], 'draw'],
    [[94, 86], 'sw'],
    [[140, 66], 'move'],
    [[141, 66], 'draw'],
    [[100, 66], 'move'],
    [[99, 66], 'draw'],
    [[120, 80], 'move'],
    [[120, 81], 'draw'],
  ] as const)('takes hold at %j of the %s', (point, grip) => {
    expect(gripAt(point, held, 6, size)).toBe(grip);
    expect(gripAt(point, undefined, 6, size)).toBe('draw');
    expect(gripAt([150, 75], { x: 0, y: 0, ...size }, 6, size)).toBe('draw');
  });

  it.each([
    ['move', [120, 60], [125, 50], { x: 105, y: 40, width: 40, height: 30 }],
    ['move', [120, 60], [999, 999], { x: 260, y: 120, width: 40, height: 30 }],
    ['se', [140, 80], [150, 60], { x: 100, y: 50, width: 50, height: 10 }],
    ['nw', [100, 50], [130, 20], { x: 130, y: 20, width: 10, height: 60 }],
    ['ne', [140, 50], [90, 70], { x: 90, y: 70, width: 10, height: 10 }],
    ['move', [120, 60], [-999, -999], { x: 0, y: 0, width: 40, height: 30 }],
    ['sw', [100, 80], [90, 200], { x: 90, y: 50, width: 50, height: 100 }],
    ['draw', [10, 10], [20, 30], { x: 10, y: 10, width: 10, height: 20 }],
    ['draw', [-5, -5], [0.5, 0], { x: 0, y: 0, width: 1, height: 1 }],
    ['draw', [299.5, 149.5], [400, 400], { x: 299, y: 149, width: 1, height: 1 }],
  ] as const)('%s from %j to %j makes %j', (grip, from, to, rect) => {
    expect(draggedRect(held, grip, [from, to], size)).toEqual(rect);
  });

  it('from corner to corner, either way, is a rectangle of whole pixels inside the picture', () => {
    const rect = { x: 10, y: 20, width: 91, height: 31 };
    expect(rectBetween([10.4, 20.9], [100.2, 50.1], size)).toEqual(rect);
    expect(rectBetween([100.2, 50.1], [10.4, 20.9], size)).toEqual(rect);
    expect(rectBetween([300, 150], [300, 150], size)).toEqual({ x: 299, y: 149, width: 1, height: 1 });
    expect(cropValues(rect)).toEqual({ g: undefined, x: '10', y: '20', w: '91', h: '31' });
  });

  it.each([
    [[5, 7], { g: 'nw', x: '5', y: '7', voffset: undefined }],
    [[150, 140], { g: 'south', x: undefined, y: '10', voffset: undefined }],
    [[290, 70], { g: 'east', x: '10', y: undefined, voffset: '-5' }],
    [[150, 80], { g: 'center', x: undefined, y: undefined, voffset: '5' }],
    [[99, 49], { g: 'nw', x: '99', y: '49', voffset: undefined }],
    [[100, 49], { g: 'north', x: undefined, y: '49', voffset: undefined }],
    [[199, 50], { g: 'center', x: undefined, y: undefined, voffset: '-25' }],
    [[200, 99], { g: 'east', x: '100', y: undefined, voffset: '24' }],
    [[200, 100], { g: 'se', x: '100', y: '50', voffset: undefined }],
    [[-1, 151], { g: 'sw', x: '0', y: '0', voffset: undefined }],
    [[301, 0], { g: 'ne', x: '0', y: '0', voffset: undefined }],
  ] as const)('to %j puts a mark at %j', (point, values) => {
    expect(markValues(point, size)).toEqual(values);
  });
});

it('keeps the margins of marks in a large picture to what can be said', () => {
  const size = { width: 15_000, height: 12_000 };
  expect(markValues([4096, 3990], size)).toMatchObject({ g: 'nw', x: '4096', y: '3990' });
  expect(markValues([4097, 3990], size)).toMatchObject({ g: 'nw', x: '4096' });
  expect(markValues([0, 5000], size)).toMatchObject({ g: 'west', voffset: '-1000' });
  expect(markValues([0, 4999], size)).toMatchObject({ voffset: '-1000' });
  expect(markValues([0, 7001], size)).toMatchObject({ voffset: '1000' });
  expect(movedMark({ g: 'nw', x: '4096', y: '4095' }, [10, 10], size)).toMatchObject({
    x: '4096',
    y: '4096',
  });
  expect([inside([-1, 12_001], size), inside([15_001, 5], size)]).toEqual([
    [0, 12_000],
    [15_000, 5],
  ]);
});

describe('arrow keys', () => {
  const size = { width: 300, height: 150 };
  const rect = { x: 100, y: 50, width: 40, height: 30 };

  it('go a pixel, or ten', () => {
    expect(arrowOf('ArrowLeft', false)).toEqual([-1, 0]);
    expect(arrowOf('ArrowDown', true)).toEqual([0, 10]);
    expect(arrowOf('Enter', true)).toBeUndefined();
  });

  it.each([
    ['move', [-10, 1], { ...rect, x: 90, y: 51 }],
    ['move', [999, 999], { ...rect, x: 260, y: 120 }],
    ['nw', [10, -10], { x: 110, y: 40, width: 30, height: 40 }],
    ['ne', [10, 0], { ...rect, width: 50 }],
    ['sw', [0, -1], { ...rect, height: 29 }],
    ['se', [-1, 999], { ...rect, width: 39, height: 100 }],
  ] as const)('on %s by %j make %j', (grip, step, becomes) => {
    expect(steppedRect(rect, grip, step, size)).toEqual(becomes);
  });

  it('leave a rectangle of one pixel, however often', () => {
    const least = { x: 0, y: 0, width: 1, height: 1 };
    expect(steppedRect(least, 'se', [-1, -1], size)).toEqual(least);
  });

  it.each([
    [{ g: 'se', x: '10', y: '10' }, [-1, -10], { g: 'se', x: '11', y: '20' }],
    [{ g: 'nw', x: '3', y: '200' }, [-10, 1], { g: 'nw', x: '0', y: '201' }],
    [{ g: 'north', x: '10', y: '5' }, [0, 1], { g: 'north', y: '6' }],
    [{ g: 'north', y: '5' }, [1, 0], { g: 'ne', x: '100', y: '5' }],
    [{ g: 'center', voffset: '0' }, [-10, 0], { g: 'west', x: '100', voffset: '0' }],
    [{ g: 'center', voffset: '3' }, [1, 2], { g: 'east', x: '100', voffset: '5' }],
    [{ g: 'south', y: '7' }, [-1, 0], { g: 'sw', x: '100', y: '7' }],
    [{ g: 'east', x: '7', voffset: '-995' }, [1, -10], { g: 'east', x: '6', voffset: '-1000' }],
    [{}, [1, 1], { g: 'nw', x: '1', y: '1' }],
    [{ g: 'west', x: '7', voffset: '995' }, [0, 10], { g: 'west', x: '7', voffset: '1000' }],
  ] as const)('move a mark at %j by %j to %j', (values, step, becomes) => {
    expect(movedMark(values, step, size)).toEqual(becomes);
  });

  it('begin where the mark was dropped', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 150 }));
    fc.assert(
      fc.property(point, (dropped) => {
        const values = markValues(dropped, size);
        expect(markValues(markPoint(values, size), size)).toEqual(values);
        expect(movedMark(values, [0, 0], size)).toEqual(values);
      }),
    );
  });
});

it('reads the languages a browser asks for', () => {
  expect(languageOf(['fr', 'zh-TW', 'en'])).toBe('zh');
  expect(languageOf(['en-GB', 'zh'])).toBe('en');
  expect(languageOf(['FR', 'ZH-Hant', 'EN'])).toBe('zh');
  expect(languageOf(['fr'])).toBe('en');
});

describe('snippets', () => {
  const shown = {
    origin: 'https://img.example.com',
    bucket: 'examplebucket',
    key: "it's.jpg",
    process: 'image/resize,w_300/quality,q_80',
    url: "https://img.example.com/examplebucket/it's.jpg?x-oss-process=image/resize,w_300/quality,q_80",
    isDefault: false,
    width: 700,
  };

  it('quote what they hold', () => {
    expect(SNIPPETS['curl']!(shown)).toContain(String.raw`'it'\''s.jpg'`);
    expect(SNIPPETS['curl']!({ ...shown, key: 'folder/' })).toContain("-o 'picture' ");
    expect(SNIPPETS['C#']!(shown)).toContain(`"it's.jpg", "image/resize,w_300/quality,q_80"`);
    const key = 'a"\\\u2028b';
    for (const language of ['C#', 'ali-oss'])
      expect(SNIPPETS[language]!({ ...shown, key })).toContain(String.raw`"a\"\\\u2028b"`);
  });

  // The SDK puts buckets before every host that is no IP address.
  it.each([
    ['http://127.0.0.1:8787', true, false],
    ['http://localhost:8787', true, true],
    ['https://img.example.com', true, true],
    ['https://img.example.com', false, false],
  ])('in C# name %s (default bucket: %s) as a domain of the bucket: %s', (origin, isDefault, isDomain) => {
    const snippet = SNIPPETS['C#']!({ ...shown, origin, isDefault });
    expect(snippet.includes('IsCname = true')).toBe(isDomain);
  });

  it('offer widths up to the original’s, none of them enlarged', () => {
    const srcset = (process: string) =>
      [...SNIPPETS['<img srcset>']!({ ...shown, process }).matchAll(/process=(\S+) (\d+)w/g)].map(
        ([, chain, width]) => [chain, width],
      );
    expect(srcset('image/resize,m_fill,w_300,h_150/quality,q_80')).toEqual([
      ['image/resize,w_320,h_160,m_fill/quality,q_80', '320'],
      ['image/resize,w_480,h_240,m_fill/quality,q_80', '480'],
      ['image/resize,w_640,h_320,m_fill/quality,q_80', '640'],
    ]);
    expect(srcset('image/rotate,90')[0]).toEqual(['image/resize,w_320/rotate,90', '320']);
    expect(srcset('style/thumb')).toEqual([]);
  });
});

describe('a file of styles', () => {
  it('is an object of contents by name', () => {
    const styles = new Map([['thumb', 'image/resize,w_200']]);
    expect(writeStyles(styles)).toBe('{\n  "thumb": "image/resize,w_200"\n}\n');
    expect(readStyles(writeStyles(styles))).toEqual(styles);
    expect(readStyles('{}')).toEqual(new Map());
  });
  it.each(['', '[]', '["image/resize,w_1"]', '{"a": 1}', '"a"', 'null'])('is not %j', (text) => {
    expect(() => readStyles(text)).toThrow('{"thumb": "image/resize,w_200"}');
  });
});

it('shows formats that browsers do not know as PNG', () => {
  expect(['jpg', 'image/png', 'image/avif'].every(isShown)).toBe(true);
  expect(['tiff', 'image/tiff', 'heic', 'image/heif'].some(isShown)).toBe(false);
  expect(asPng('image/format,tiff')).toBe('image/format,tiff/format,png');
  expect(asPng('')).toBe('image/format,png');
  expect(asPng('style/thumb')).toBeUndefined();
});
