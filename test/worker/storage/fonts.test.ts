/** Fonts of a bucket's own, over a bucket that counts what it is asked. */
import { afterEach, expect, it, vi } from 'vitest';
import type { Bucket, ListOptions, ObjectHead } from '../../../src/oss/ports.ts';
import { createFontFinder } from '../../../src/worker/storage/fonts.ts';

afterEach(() => void vi.useRealTimers());

/** A bucket of these objects, whose listings go on after `most` of them. */
function bucketOf(name: string, keys: string[], most = Infinity) {
  const asked: ListOptions[] = [];
  const list = async (options: ListOptions) => {
    asked.push(options);
    const found = keys.filter((key) => key.startsWith(options.prefix ?? ''));
    const shown = found.slice(0, Math.min(options.limit, most));
    return {
      objects: shown.map((key) => ({ key }) as ObjectHead),
      prefixes: [],
      cursor: shown.length < found.length ? 'more' : undefined,
    };
  };
  return { bucket: { settings: { name }, objects: { list } } as unknown as Bucket, asked, keys };
}

it('finds one by its name in one call, and several in one', async () => {
  const { bucket, asked } = bucketOf('a', ['.fonts/one.ttf', '.fonts/one.txt', '.fonts/two.woff2']);
  const { find, findAll } = createFontFinder({ prefix: '.fonts/', seconds: 60 });
  expect((await find(bucket, 'one'))?.key).toBe('.fonts/one.ttf');
  expect(asked).toEqual([{ prefix: '.fonts/one.', limit: 100 }]);
  const found = await findAll(bucket, ['three', 'two', 'one', 'four']);
  expect(found.map((head) => head?.key)).toEqual([
    undefined,
    '.fonts/two.woff2',
    '.fonts/one.ttf',
    undefined,
  ]);
  expect(asked.slice(1)).toEqual([{ prefix: '.fonts/', limit: 1000 }]);
});

it('asks for each of several where there are too many for one page', async () => {
  const { bucket, asked } = bucketOf('a', ['.fonts/one.ttf', '.fonts/three.ttf', '.fonts/two.ttf'], 2);
  const found = await createFontFinder({ prefix: '.fonts/', seconds: 60 }).findAll(bucket, ['two', 'one']);
  expect(found.map((head) => head?.key)).toEqual(['.fonts/two.ttf', '.fonts/one.ttf']);
  expect(asked.map(({ prefix }) => prefix)).toEqual(['.fonts/', '.fonts/two.', '.fonts/one.']);
});

it('remembers what it found and what it did not, by bucket, and for its time', async () => {
  vi.useFakeTimers();
  const [one, other] = [bucketOf('a', ['.fonts/one.ttf']), bucketOf('b', [])];
  const { find } = createFontFinder({ prefix: '.fonts/', seconds: 60 });
  const isThere = async (name: string, options?: { recent: boolean }) =>
    (await find(one.bucket, name, options)) !== undefined;
  expect([await isThere('one'), await isThere('two')]).toEqual([true, false]);
  expect(await find(other.bucket, 'one')).toBeUndefined();
  one.keys.splice(0, 1, '.fonts/two.ttf');
  vi.setSystemTime(Date.now() + 59_999);
  expect([await isThere('one'), await isThere('two')]).toEqual([true, false]);
  expect(await isThere('two', { recent: false })).toBe(true);
  expect([await isThere('one'), await isThere('two')]).toEqual([true, true]);
  vi.setSystemTime(Date.now() + 1);
  expect(await isThere('one')).toBe(false);
});

it('asks nobody where there are no fonts, or no file could have the name', async () => {
  const { bucket, asked } = bucketOf('a', ['one.ttf']);
  expect(await createFontFinder({ prefix: '', seconds: 60 }).find(bucket, 'one')).toBeUndefined();
  expect(await createFontFinder({ prefix: '.fonts/', seconds: 60 }).find(bucket, 'a/b')).toBeUndefined();
  expect(await createFontFinder({ prefix: '.fonts/', seconds: 60 }).findAll(bucket, [])).toEqual([]);
  expect(asked).toEqual([]);
});
