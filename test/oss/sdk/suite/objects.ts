/** Objects through the vendor's Node SDK: every operation an application calls. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { aliClient, noise, type Target } from './target.ts';

const KEY_NAME = 'dir/图 片+1!.txt';
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex').toUpperCase();

/** Declares the tests of one signature version. */
export function describeObjects(target: () => Target, authorizationV4: boolean): void {
  const client = (options: Record<string, unknown> = {}) =>
    aliClient(target(), { authorizationV4, ...options });
  const folder = authorizationV4 ? 'v4/' : 'v1/';
  const key = folder + KEY_NAME;

  describe(`objects through ali-oss, V4: ${authorizationV4}`, () => {
    it('are put with their headers and metadata, and read back', async () => {
      const bytes = noise(5000);
      const { res } = await client().put(key, bytes, {
        mime: 'text/plain',
        meta: { author: 'bob', place: 'attic' },
        headers: { 'Cache-Control': 'max-age=5', 'Content-Disposition': 'inline' },
      });
      expect(res.headers).toMatchObject({
        etag: `"${md5(bytes)}"`,
        'content-md5': createHash('md5').update(bytes).digest('base64'),
        'x-oss-hash-crc64ecma': expect.stringMatching(/^\d+$/) as unknown,
      });
      const read = await client().get(key);
      expect(read.content.equals(bytes)).toBe(true);
      expect(read.res.headers).toMatchObject({
        'content-type': 'text/plain',
        'cache-control': 'max-age=5',
        'content-disposition': 'inline',
        'x-oss-object-type': 'Normal',
        'x-oss-hash-crc64ecma': res.headers['x-oss-hash-crc64ecma'],
        etag: `"${md5(bytes)}"`,
      });
      expect((await client().head(key)).meta).toEqual({ author: 'bob', place: 'attic' });
    });

    it('stream in with and without a length, and empty ones are objects, too', async () => {
      const bytes = noise(700_001, 7);
      const stream = () => Readable.from([bytes.subarray(0, 10), bytes.subarray(10)]);
      await client().putStream(`${folder}chunked`, stream());
      await client().putStream(`${folder}counted`, stream(), { contentLength: bytes.length });
      await client().put(`${folder}empty`, Buffer.alloc(0));
      expect((await client().get(`${folder}chunked`)).content.equals(bytes)).toBe(true);
      expect((await client().get(`${folder}counted`)).content.equals(bytes)).toBe(true);
      expect((await client().get(`${folder}empty`)).content.length).toBe(0);
    });

    it('are never replaced when that is forbidden', async () => {
      const headers = { 'x-oss-forbid-overwrite': 'true' };
      const once = `${folder}once`;
      await client().put(once, Buffer.from('first'), { headers });
      await expect(client().put(once, Buffer.from('second'), { headers })).rejects.toMatchObject({
        status: 409,
        code: 'FileAlreadyExists',
      });
      expect((await client().get(once)).content.toString()).toBe('first');
      await client().put(once, Buffer.from('third'));
      expect((await client().get(once)).content.toString()).toBe('third');
    });

    it('are refused with a wrong digest, and nothing is written', async () => {
      const headers = { 'Content-MD5': createHash('md5').update('other').digest('base64') };
      const put = client().put(`${folder}digest`, Buffer.from('bytes'), { headers });
      await expect(put).rejects.toMatchObject({ status: 400, code: 'InvalidDigest' });
      await expect(client().head(`${folder}digest`)).rejects.toMatchObject({ code: 'NoSuchKey' });
    });

    it('are copied, within a bucket and across, with their metadata or with other', async () => {
      const source = `${folder}原 件+.txt`;
      await client().put(source, Buffer.from('copied'), { mime: 'text/x-one', meta: { a: '1' } });
      await client().copy(`${folder}copy`, source);
      expect((await client().head(`${folder}copy`)).meta).toEqual({ a: '1' });
      const other = client({ bucket: 'privatebucket' });
      await other.copy(`${folder}across`, source, 'examplebucket', { meta: { b: '2' } });
      expect((await other.head(`${folder}across`)).meta).toEqual({ b: '2' });
      expect((await other.get(`${folder}across`)).content.toString()).toBe('copied');
      await client().putMeta(source, { c: '3' });
      expect((await client().head(source)).meta).toEqual({ c: '3' });
      expect((await client().get(source)).content.toString()).toBe('copied');
      await expect(client().copy(`${folder}x`, `${folder}nothing`)).rejects.toMatchObject({
        code: 'NoSuchKey',
      });
    });

    it('keep an ACL of their own', async () => {
      const secret = `${folder}secret`;
      await client().put(secret, Buffer.from('secret'), { headers: { 'x-oss-object-acl': 'private' } });
      const open = () => fetch(`http://127.0.0.1:${target().port}/examplebucket/${secret}`);
      expect((await open()).status).toBe(403);
      await client().putACL(secret, 'public-read');
      expect((await client().getACL(secret)).acl).toBe('public-read');
      expect(await (await open()).text()).toBe('secret');
    });

    it('are deleted one by one and many at once', async () => {
      const names = ['a&b<c>', '图 片', 'plain', 'kept'].map((name) => `${folder}delete/${name}`);
      for (const name of names) await client().put(name, Buffer.from('x'));
      expect((await client().delete(names[2] ?? '')).res.status).toBe(204);
      expect((await client().delete(names[2] ?? '')).res.status).toBe(204);
      const { deleted } = await client().deleteMulti(names.slice(0, 2));
      expect(deleted.map(({ Key }) => Key)).toEqual(names.slice(0, 2));
      expect((await client().deleteMulti([`${folder}nothing`], { quiet: true })).deleted).toEqual([]);
      const { objects } = await client().listV2({ prefix: `${folder}delete/` });
      expect(objects.map(({ name }) => name)).toEqual([`${folder}delete/kept`]);
    });

    it('are listed in pages and folders, with both versions', async () => {
      const prefix = `${folder}list/`;
      const names = ['a', 'b/1', 'b/2', 'c', 'd/图'].map((name) => prefix + name);
      for (const name of names) await client().put(name, Buffer.from(name));
      const first = await client().list({ prefix, delimiter: '/', 'max-keys': 2 });
      expect(first.objects.map(({ name, size }) => [name, size])).toEqual([[names[0], prefix.length + 1]]);
      expect([first.prefixes, first.isTruncated]).toEqual([[`${prefix}b/`], true]);
      const rest = await client().list({
        prefix,
        delimiter: '/',
        'max-keys': 100,
        marker: first.nextMarker,
        'encoding-type': 'url',
      });
      expect(rest.objects.map(({ name }) => decodeURIComponent(name))).toEqual([names[3]]);
      expect([rest.prefixes?.map(decodeURIComponent), rest.isTruncated]).toEqual([[`${prefix}d/`], false]);
      const found: string[] = [];
      let token: string | undefined;
      do {
        const page = await client().listV2({ prefix, 'max-keys': 2, 'continuation-token': token });
        found.push(...page.objects.map(({ name }) => name));
        token = page.nextContinuationToken;
      } while (token);
      expect(found).toEqual(names);
      const after = await client().listV2({ prefix, 'start-after': names[3], 'max-keys': 10 });
      expect(after.objects.map(({ name }) => name)).toEqual([names[4]]);
    });

    it('are listed and deleted by the names they have', async () => {
      const names = ['two\nlines', 'a<b&c>d +', '是 空格 yeah +-/&*#(1) ', '\x01\x0a\x0c\x07Pc'];
      const keys = names.map((name) => `${folder}named/${name}`);
      for (const one of keys) await client().put(one, Buffer.from('x'));
      const { objects } = await client().list({ prefix: `${folder}named/`, 'max-keys': 10 });
      expect(objects.map(({ name }) => name).toSorted()).toEqual(keys.toSorted());
      const { deleted } = await client().deleteMulti(keys);
      expect(deleted?.map((one) => (one as unknown as { Key: string }).Key).toSorted()).toEqual(
        keys.toSorted(),
      );
    });

    it('are appended to, one piece after the other', async () => {
      const log = `${folder}log`;
      const first = await client().append(log, Buffer.from('one '));
      const second = await client().append(log, Buffer.from('two'), { position: first.nextAppendPosition });
      expect([first.nextAppendPosition, second.nextAppendPosition]).toEqual(['4', '7']);
      await expect(client().append(log, Buffer.from('x'), { position: '4' })).rejects.toMatchObject({
        status: 409,
        code: 'PositionNotEqualToLength',
      });
      expect((await client().get(log)).content.toString()).toBe('one two');
    });

    it('keep strangers out', async () => {
      const url = `http://127.0.0.1:${target().port}/examplebucket/${folder}strange`;
      for (const method of ['PUT', 'DELETE', 'POST']) {
        const body = method === 'DELETE' ? {} : { body: 'x' };
        expect([method, (await fetch(url, { method, ...body })).ok]).toEqual([method, false]);
      }
      await expect(client().head(`${folder}strange`)).rejects.toMatchObject({ code: 'NoSuchKey' });
      await expect(client({ accessKeySecret: 'wrong' }).put(key, Buffer.from('x'))).rejects.toMatchObject({
        code: 'SignatureDoesNotMatch',
      });
    });
  });
}
