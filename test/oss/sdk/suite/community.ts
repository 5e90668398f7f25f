/** Writes through the community's Node SDK, `oss-client`. */
import { Readable } from 'node:stream';
import { OSSObject } from 'oss-client';
import { describe, expect, it } from 'vitest';
import { KEY } from '../../support/memory.ts';
import { noise, type Target } from './target.ts';

/** Declares the tests. */
export function describeCommunity(target: () => Target): void {
  const client = () =>
    new OSSObject({
      accessKeyId: KEY.id,
      accessKeySecret: KEY.secret,
      bucket: 'examplebucket',
      endpoint: `http://127.0.0.1:${target().port}`,
    });

  describe('objects through oss-client', () => {
    it('are put, streamed, copied and read', async () => {
      const bytes = noise(3000, 5);
      await client().put('community/一.bin', bytes, { meta: { author: 'bob' }, mime: 'application/x-bin' });
      await client().putStream('community/streamed', Readable.from([bytes]));
      await client().putMeta('community/一.bin', { author: 'eve' });
      const { content, res } = await client().get('community/一.bin');
      expect(bytes.equals(content as Buffer)).toBe(true);
      expect(res.headers['x-oss-meta-author']).toBe('eve');
      expect(bytes.equals((await client().get('community/streamed')).content as Buffer)).toBe(true);
    });

    it('are listed and deleted', async () => {
      for (const name of ['1', '2', '3']) await client().put(`community/list/${name}`, Buffer.from(name));
      const { objects } = await client().list({ prefix: 'community/list/', 'max-keys': 10 });
      expect(objects.map(({ name }) => name)).toEqual(['1', '2', '3'].map((n) => `community/list/${n}`));
      await client().delete('community/list/1');
      await client().deleteMulti(['community/list/2']);
      const left = await client().listV2({ prefix: 'community/list/' });
      expect(left.objects.map(({ name }) => name)).toEqual(['community/list/3']);
    });

    it('keep an ACL', async () => {
      await client().put('community/secret', Buffer.from('x'));
      await client().putACL('community/secret', 'private');
      expect((await client().getACL('community/secret')).acl).toBe('private');
    });
  });
}
