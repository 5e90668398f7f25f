import { describe, expect, it } from 'vitest';
import { readStyledKey } from '../../../../src/oss/handlers/read/style-suffix.ts';
import type { Delimiter } from '../../../../src/oss/ports.ts';

const ALL: Delimiter[] = ['-', '_', '/', '!'];

describe('a key with a style', () => {
  it.each<[string, Delimiter[], string, string, boolean]>([
    ['photo.jpg!thumb', ['!'], 'photo.jpg', 'thumb', true],
    ['photo.jpg@!thumb', ['!'], 'photo.jpg', 'thumb', true],
    ['dir/a!b.jpg!thumb', ['!'], 'dir/a!b.jpg', 'thumb', true],
    ['photo.jpg!my-thumb_2.x', ALL, 'photo.jpg', 'my-thumb_2.x', true],
    ['photo.jpg-thumb', ALL, 'photo.jpg', 'thumb', false],
    ['photo.jpg_thumb', ['_'], 'photo.jpg', 'thumb', false],
    ['dir/photo.jpg/thumb', ['/'], 'dir/photo.jpg', 'thumb', false],
    ['my-photo_1.jpg-thumb', ['-', '_'], 'my-photo_1.jpg', 'thumb', false],
    ['my-photo_1.jpg_thumb', ['-', '_'], 'my-photo_1.jpg', 'thumb', false],
    ['a!b/photo.jpg-thumb', ['!', '-'], 'a!b/photo.jpg', 'thumb', false],
  ])('%s with %o', (key, delimiters, picture, style, certain) => {
    expect(readStyledKey(key, delimiters)).toEqual({ key: picture, style, certain });
  });

  it.each<[string, Delimiter[]]>([
    ['photo.jpg!thumb', []],
    ['photo.jpg!thumb', ['-']],
    ['photo.jpg!', ['!']],
    ['!thumb', ['!']],
    ['photo.jpg!a b', ['!']],
    ['photo.jpg!a/b', ['!']],
    [`photo.jpg!${'a'.repeat(64)}`, ['!']],
    ['photo.jpg', ALL],
  ])('%s with %o is none', (key, delimiters) => {
    expect(readStyledKey(key, delimiters)).toBeUndefined();
  });
});
