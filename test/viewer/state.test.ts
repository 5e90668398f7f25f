import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBase64Text, writeBase64Text } from '../../src/core/spec/base64.ts';
import { languageOf } from '../../src/core/spec/sentence.ts';
import { cropValues, markValues, rectBetween } from '../../src/viewer/drag.ts';
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
    expect(type(typed, '123', 'key', 1900).past).toHaveLength(2);
    expect(type(typed, '123', 'other', 901).past).toHaveLength(2);
    expect(step(typed, { type: 'change', view: { key: '3' } }).past).toHaveLength(2);
    const redone = step(step(typed, { type: 'undo' }), { type: 'redo' });
    expect(type(redone, '123', 'key', 901).past).toHaveLength(2);
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
  ] as const)('to %j puts a mark at %j', (point, values) => {
    expect(markValues(point, size)).toEqual(values);
  });
});

it('reads the languages a browser asks for', () => {
  expect(languageOf(['fr', 'zh-TW', 'en'])).toBe('zh');
  expect(languageOf(['en-GB', 'zh'])).toBe('en');
  expect(languageOf(['fr'])).toBe('en');
});

describe('snippets', () => {
  const shown = {
    origin: 'https://img.example.com',
    bucket: 'examplebucket',
    key: "it's.jpg",
    process: 'image/resize,w_300/quality,q_80',
    url: "https://img.example.com/examplebucket/it's.jpg?x-oss-process=image/resize,w_300/quality,q_80",
  };

  it('quote what they hold', () => {
    expect(SNIPPETS['curl']!(shown)).toContain(String.raw`'it'\''s.jpg'`);
    expect(SNIPPETS['C#']!(shown)).toContain(`"it's.jpg", "image/resize,w_300/quality,q_80"`);
    expect(SNIPPETS['<img srcset>']!(shown)).toContain('resize,w_640/quality,q_80 640w');
    const still = SNIPPETS['<img srcset>']!({ ...shown, process: 'image/rotate,90' });
    expect(still).toContain('image/resize,w_320/rotate,90 320w');
  });
});
