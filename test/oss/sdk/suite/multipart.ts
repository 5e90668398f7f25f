/** Uploads in parts and from forms, through the vendor's Node SDK. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KEY } from '../../support/memory.ts';
import { aliClient, noise, type Target } from './target.ts';

const PART = 100 * 1024;
const HOUR = 3_600_000;

/** Declares the tests of one signature version. */
export function describeMultipart(target: () => Target, authorizationV4: boolean): void {
  const client = (options: Record<string, unknown> = {}) =>
    aliClient(target(), { authorizationV4, ...options });
  const folder = authorizationV4 ? 'v4/' : 'v1/';

  describe(`uploads in parts through ali-oss, V4: ${authorizationV4}`, () => {
    it('join parts of 100 KiB', async () => {
      const bytes = noise(PART * 3 + 77, 3);
      const key = `${folder}分 片.bin`;
      const { etag } = await client().multipartUpload(key, bytes, {
        partSize: PART,
        mime: 'application/x-parts',
        meta: { author: 'bob' },
      });
      expect(etag).toMatch(/^"[0-9A-F]{32}-4"$/);
      const { content, res } = await client().get(key);
      expect(content.equals(bytes)).toBe(true);
      expect(res.headers).toMatchObject({
        'content-type': 'application/x-parts',
        'x-oss-object-type': 'Multipart',
        'x-oss-meta-author': 'bob',
      });
    });

    it('copy parts of other objects', async () => {
      const bytes = noise(PART * 2 + 5, 9);
      await client().put(`${folder}whole`, bytes);
      await client().multipartUploadCopy(
        `${folder}copied`,
        { sourceKey: `${folder}whole`, sourceBucketName: 'examplebucket' },
        { partSize: PART },
      );
      expect((await client().get(`${folder}copied`)).content.equals(bytes)).toBe(true);
    });

    it('are listed, and gone when they are given up', async () => {
      const key = `${folder}under way`;
      const { uploadId } = await client().initMultipartUpload(key);
      const part = await client().uploadPart(key, uploadId, 2, noise(PART), 0, PART);
      const { parts } = await client().listParts(key, uploadId);
      expect([parts].flat()).toMatchObject([{ PartNumber: '2', ETag: part.etag, Size: `${PART}` }]);
      const { uploads } = await client().listUploads({ prefix: key, 'max-uploads': 10 });
      expect(uploads).toMatchObject([{ name: key, uploadId }]);
      await expect(client().head(key)).rejects.toMatchObject({ code: 'NoSuchKey' });
      expect((await client().abortMultipartUpload(key, uploadId)).res.status).toBe(204);
      await expect(client().listParts(key, uploadId)).rejects.toMatchObject({ code: 'NoSuchUpload' });
    });

    it('fail with parts that do not fit', async () => {
      const key = `${folder}failing`;
      const { uploadId } = await client().initMultipartUpload(key);
      const small = await client().uploadPart(key, uploadId, 1, noise(10), 0, 10);
      const last = await client().uploadPart(key, uploadId, 2, noise(10), 0, 10);
      const complete = (parts: { number: number; etag: string }[]) =>
        client().completeMultipartUpload(key, uploadId, parts);
      const wrong = `"${'0'.repeat(32)}"`;
      await expect(complete([{ number: 1, etag: wrong }])).rejects.toMatchObject({ code: 'InvalidPart' });
      await expect(complete([{ number: 9, etag: small.etag }])).rejects.toMatchObject({
        code: 'InvalidPart',
      });
      await expect(
        complete([
          { number: 1, etag: small.etag },
          { number: 2, etag: last.etag },
        ]),
      ).rejects.toMatchObject({ code: 'EntityTooSmall' });
      await expect(client().head(key)).rejects.toMatchObject({ code: 'NoSuchKey' });
      await client().abortMultipartUpload(key, uploadId);
    });
  });

  describe(`forms signed by ali-oss, V4: ${authorizationV4}`, () => {
    it('are stored as their policy allows', async () => {
      const response = await post(`${folder}form/图.txt`);
      expect([response.status, await response.text()]).toEqual([204, '']);
      const { content, res } = await client().get(`${folder}form/图.txt`);
      expect([content.toString(), res.headers['content-type']]).toEqual(['from a form', 'text/x-form']);
      expect(res.headers['etag']).toBe(
        `"${createHash('md5').update('from a form').digest('hex').toUpperCase()}"`,
      );
    });

    it('are refused where it does not', async () => {
      const response = await post(`${folder}elsewhere`);
      expect([response.status, await response.text()]).toEqual([
        403,
        expect.stringContaining('AccessDenied'),
      ]);
      await expect(client().head(`${folder}elsewhere`)).rejects.toMatchObject({ code: 'NoSuchKey' });
    });

    /** Posts a form whose policy allows keys below `form/`. */
    async function post(key: string): Promise<Response> {
      const form = new FormData();
      for (const [name, value] of Object.entries({ key, ...fields() })) form.append(name, value);
      form.append('x-oss-content-type', 'text/x-form');
      form.append('file', new Blob(['from a form']), 'form.txt');
      const url = `http://127.0.0.1:${target().port}/examplebucket/`;
      const request = new Request(url, { method: 'POST', body: form });
      const type = request.headers.get('content-type') ?? '';
      // In one piece: a refusal may close the connection before a client that writes bit by bit is done.
      return fetch(url, {
        method: 'POST',
        headers: { 'content-type': type },
        body: await request.arrayBuffer(),
      });
    }

    function fields(): Record<string, string> {
      const now = new Date();
      const conditions: unknown[] = [
        { bucket: 'examplebucket' },
        ['starts-with', '$key', `${folder}form/`],
        ['content-length-range', 1, 1000],
      ];
      const policy = { expiration: new Date(now.getTime() + HOUR).toISOString(), conditions };
      if (!authorizationV4) return client().calculatePostSignature(policy);
      const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
      const scope = {
        'x-oss-signature-version': 'OSS4-HMAC-SHA256',
        'x-oss-credential': `${KEY.id}/${time.slice(0, 8)}/cn-hangzhou/oss/aliyun_v4_request`,
        'x-oss-date': time,
      };
      conditions.push(...Object.entries(scope).map(([name, value]) => ({ [name]: value })));
      return {
        ...scope,
        policy: Buffer.from(JSON.stringify(policy)).toString('base64'),
        'x-oss-signature': client().signPostObjectPolicyV4(policy, now),
      };
    }
  });
}
