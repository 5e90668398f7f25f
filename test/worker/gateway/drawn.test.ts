/** Who may see which marks, and what is told of them, over a bucket that notes what it is asked. */
import { expect, it } from 'vitest';
import type { Bucket, BucketSettings, HeadOptions, ObjectHead } from '../../../src/oss/ports.ts';
import { type DrawnParts, findDrawn } from '../../../src/worker/gateway/drawn.ts';

const base64 = (text: string) => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const chainOf = (...keys: string[]) =>
  `image${keys.map((key) => `/watermark,image_${base64(key)}`).join('')}`;

type Acl = ObjectHead['attributes']['acl'];

/** Marks by key: when they were written, and their own ACL. */
function bucketOf(marks: Record<string, [written: number, acl?: Acl]>, settings: Partial<BucketSettings>) {
  const asked: [string, HeadOptions | undefined][] = [];
  const head = async (key: string, look?: HeadOptions): Promise<ObjectHead | undefined> => {
    asked.push([key, look]);
    const [written, acl] = marks[key] ?? [];
    if (written === undefined) return undefined;
    const attributes = { headers: {}, meta: {}, kind: 'Normal', acl } as const;
    return { key, size: 1, etag: `etag-${key}`, modified: new Date(written), attributes };
  };
  const all = { name: 'photos', acl: 'public-read', protect: [], delimiters: [], ...settings };
  return { bucket: { settings: all, objects: { head } } as unknown as Bucket, asked };
}

/** What is set of the bucket at run time. */
const partsOf = (set: Record<string, Record<string, string>> = {}): DrawnParts => ({
  settings: { get: async (_: string, name: string) => set[name] } as DrawnParts['settings'],
  fonts: { find: async () => undefined, findAll: async (_, names) => names.map(() => undefined) },
  closed: ['.fonts/'],
});

type Case = [
  what: string,
  mark: [key: string, acl?: Acl],
  settings: Partial<BucketSettings>,
  set: Record<string, Record<string, string>>,
  isSeen: boolean,
];
it.each<Case>([
  ['of a public bucket', ['m.png'], {}, {}, true],
  ['that is private itself', ['m.png', 'private'], {}, {}, false],
  ['of a private bucket', ['m.png'], { acl: 'private' }, {}, false],
  ['of a private bucket that is public itself', ['m.png', 'public-read'], { acl: 'private' }, {}, true],
  ['below a closed prefix', ['.fonts/m.png'], {}, {}, false],
  ['whose suffix is protected', ['m.png'], { protect: ['png'] }, {}, false],
  ['whose suffix is not', ['m.png'], { protect: ['jpg'] }, {}, true],
  ['where only styles are', ['m.png'], {}, { img: { UseStyleOnly: 'true' } }, false],
  ['where only originals are forbidden', ['m.png'], {}, { img: { OrigPicForbidden: 'true' } }, true],
])('a mark %s is seen by whoever does not sign, or else is as if it were not there', async (...row) => {
  const [, [key, acl], settings, set, isSeen] = row;
  const { bucket } = bucketOf({ [key]: [5, acl] }, settings);
  const job = { bucket, chain: chainOf(key) };
  const seen = { version: `etag-${key}`, modified: new Date(5) };
  expect(await findDrawn({ ...job, trusted: true }, partsOf(set))).toEqual(seen);
  const stranger = findDrawn({ ...job, trusted: false }, partsOf(set));
  if (isSeen) expect(await stranger).toEqual(seen);
  else await expect(stranger).rejects.toMatchObject({ code: 'WatermarkError' });
  const missing = findDrawn({ ...job, chain: chainOf('none.png'), trusted: true }, partsOf(set));
  await expect(missing).rejects.toMatchObject({ code: 'WatermarkError' });
});

it('is told with the date of the newest, and looked at as recently as it has to be', async () => {
  const { bucket, asked } = bucketOf({ a: [5], b: [9], c: [7] }, {});
  const job = { bucket, chain: chainOf('a', 'b', 'c', 'a'), trusted: false };
  const drawn = await findDrawn(job, partsOf());
  expect(drawn).toEqual({ version: 'etag-a,etag-b,etag-c', modified: new Date(9) });
  expect(asked).toEqual(['a', 'b', 'c'].map((key) => [key, { recent: true }]));
  await findDrawn(job, partsOf(), { recent: false });
  expect(asked.slice(3)).toEqual(['a', 'b', 'c'].map((key) => [key, { recent: false }]));
  expect(await findDrawn({ ...job, chain: 'image/resize,w_1' }, partsOf())).toEqual({ version: '' });
});
