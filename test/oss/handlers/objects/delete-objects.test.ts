import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { refusal, xml } from '../../support/answer.ts';
import { createWorld, type World } from '../../support/memory.ts';
import { anonymous, signed } from '../../support/sign.ts';

const KEYS = ['a&b.jpg', '图.jpg', 'c.jpg'];
let world: World;
beforeEach(async () => {
  world = createWorld({ buckets: [{ acl: 'public-read' }] });
  for (const key of KEYS) await world.put('examplebucket', key, key);
});

const stored = async () => {
  const page = await world.buckets.get('examplebucket')?.objects.list({ limit: 1000 });
  return page?.objects.map(({ key }) => key);
};
const batch = (body: string, query = 'delete') =>
  world.face(
    signed(`/examplebucket/?${query}`, {
      method: 'POST',
      body,
      headers: { 'content-md5': createHash('md5').update(body).digest('base64') },
      resource: '/examplebucket/?delete',
    }),
  );
const listed = (keys: readonly string[], more = '') =>
  `<Delete>${more}${keys.map((key) => `<Object><Key>${key.replaceAll('&', '&amp;')}</Key></Object>`).join('')}</Delete>`;

describe('DeleteMultipleObjects', () => {
  it('deletes, names what it deleted, and minds no missing key', async () => {
    const response = await batch(listed([KEYS[0]!, KEYS[1]!, 'nowhere']));
    expect(response.status).toBe(200);
    expect(await xml(response)).toEqual({
      DeleteResult: { Deleted: [{ Key: 'a&b.jpg' }, { Key: '图.jpg' }, { Key: 'nowhere' }] },
    });
    expect(await stored()).toEqual(['c.jpg']);
  });

  it('escapes keys as URLs do when asked', async () => {
    expect(await xml(await batch(listed(['a&b.jpg']), 'delete&encoding-type=url'))).toEqual({
      DeleteResult: { EncodingType: 'url', Deleted: { Key: 'a%26b.jpg' } },
    });
  });

  it('says nothing in quiet mode', async () => {
    const quiet = await batch(listed(KEYS, '<Quiet>true</Quiet>'));
    expect([quiet.status, quiet.headers.get('content-length'), await quiet.text()]).toEqual([200, '0', '']);
    expect(await stored()).toEqual([]);
  });

  it.each([
    ['ten thousand keys', listed(Array.from({ length: 10_000 }, (_, index) => `${index}`))],
    ['no key', '<Delete></Delete>'],
    ['another root', '<Remove/>'],
    ['an entity bomb', '<!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Delete>&b;</Delete>'],
    ['a file of ours', '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><Delete>&f;</Delete>'],
    ['broken XML', '<Delete><Object><Key>c.jpg</Object></Delete>'],
  ])('refuses %s and deletes nothing', async (_, body) => {
    expect((await refusal(batch(body)))[1]).toBe('MalformedXML');
    expect(await stored()).toHaveLength(3);
  });

  it.each(['', '/staging/part', '../c.jpg', 'k'.repeat(1024)])('refuses the key %j', async (key) => {
    expect((await refusal(batch(listed(['c.jpg', key]))))[1]).toBe('InvalidObjectName');
    expect(await stored()).toHaveLength(3);
  });

  it('wants the digest of its body, and the right one', async () => {
    const post = (headers: Record<string, string>) =>
      world.face(signed('/examplebucket/?delete', { method: 'POST', body: listed(KEYS), headers }));
    expect((await refusal(post({})))[1]).toBe('MissingArgument');
    expect((await refusal(post({ 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' })))[1]).toBe('InvalidDigest');
    expect(await stored()).toHaveLength(3);
  });

  it('is for signed callers', async () => {
    const response = world.face(anonymous('/examplebucket/?delete', { method: 'POST', body: listed(KEYS) }));
    expect(await refusal(response)).toEqual([403, 'AccessDenied', '0003-00000002']);
  });
});
