/** Whatever writes or removes an object says so, once: caches go by it. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createWorld } from './support/memory.ts';
import { signed, type SignOptions } from './support/sign.ts';

const B = 'examplebucket';
const batch = '<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>';
const md5 = createHash('md5').update(batch).digest('base64');
const length = (body: string) => ({ 'content-length': `${body.length}` });
const tags = '<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>';

/** Method and path below the bucket, the rest of the request, and the keys that change. */
const WRITES: readonly (readonly [
  line: string,
  options: Omit<SignOptions, 'method'>,
  keys: readonly string[],
])[] = [
  ['PUT /new', { body: 'hello', headers: length('hello') }, ['new']],
  ['PUT /link?symlink', { headers: { 'x-oss-symlink-target': 'a' } }, ['link']],
  ['PUT /copy', { headers: { 'x-oss-copy-source': `/${B}/a` } }, ['copy']],
  ['PUT /a?acl', { headers: { 'x-oss-object-acl': 'private' } }, ['a']],
  ['PUT /a?tagging', { body: tags, headers: length(tags) }, ['a']],
  ['DELETE /a?tagging', {}, ['a']],
  ['POST /log?append&position=0', { body: 'line', headers: length('line') }, ['log']],
  ['DELETE /a', {}, ['a']],
  ['POST /?delete', { body: batch, headers: { ...length(batch), 'content-md5': md5 } }, ['a', 'b']],
];

it.each(WRITES)('%s tells what changed', async (line, options, keys) => {
  const world = createWorld({ buckets: [{}] });
  for (const key of ['a', 'b']) await world.put(B, key, 'old', { tags: { was: 'there' } });
  const [method = '', path = ''] = line.split(' ');
  const { status } = await world.face(signed(`/${B}${path}`, { ...options, method }));
  expect(Math.floor(status / 100)).toBe(2);
  expect(world.changed).toEqual(keys.map((key) => `${B}/${key}`));
});

it.each([
  ['GET /a', {}],
  ['HEAD /a', {}],
  ['PUT /a', { body: 'x', headers: { ...length('x'), 'x-oss-forbid-overwrite': 'true' } }],
  ['PUT /new', { body: 'x', headers: { ...length('x'), 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' } }],
] as const)('%s changes nothing and tells nothing', async (line, options) => {
  const world = createWorld({ buckets: [{}] });
  await world.put(B, 'a', 'old');
  const [method = '', path = ''] = line.split(' ');
  await world.face(signed(`/${B}${path}`, { ...options, method }));
  expect(world.changed).toEqual([]);
});
