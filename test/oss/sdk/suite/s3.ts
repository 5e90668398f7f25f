/**
 * Amazon's SDK, where the two dialects overlap: reading what everybody may read. The signatures have nothing in common,
 * so everything else is refused, and nothing written.
 */
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { KEY } from '../../support/memory.ts';
import { aliClient, type Target } from './target.ts';

const OBJECT = { Bucket: 'examplebucket', Key: 's3/图 片+.txt' };

/** Declares the tests. */
export function describeS3(target: () => Target): void {
  const client = (options: object = {}) =>
    new S3Client({
      endpoint: `http://127.0.0.1:${target().port}`,
      region: 'cn-hangzhou',
      forcePathStyle: true,
      credentials: { accessKeyId: KEY.id, secretAccessKey: KEY.secret },
      ...options,
    });
  const anonymous = () => client({ signer: { sign: async (request: unknown) => request } });

  describe('Amazon’s SDK', () => {
    beforeAll(async () => {
      await aliClient(target()).put(OBJECT.Key, Buffer.from('hello'), { mime: 'text/plain' });
    });

    it('reads open objects without a signature', async () => {
      const { Body, ContentType, ETag } = await anonymous().send(new GetObjectCommand(OBJECT));
      expect([await text(Body as Readable), ContentType]).toEqual(['hello', 'text/plain']);
      const head = await anonymous().send(new HeadObjectCommand(OBJECT));
      expect([head.ContentLength, head.ETag]).toEqual([5, ETag]);
      const part = await anonymous().send(new GetObjectCommand({ ...OBJECT, Range: 'bytes=1-2' }));
      expect(await text(part.Body as Readable)).toBe('el');
      const missing = anonymous().send(new GetObjectCommand({ ...OBJECT, Key: 's3/none' }));
      await expect(missing).rejects.toMatchObject({ name: 'NoSuchKey' });
    });

    it('signs what no OSS service takes', async () => {
      const write = () => new PutObjectCommand({ ...OBJECT, Key: 's3/new', Body: 'x' });
      // One after the other: a refusal that nobody waits for yet would count as unhandled.
      for (const send of [
        () => client().send(new GetObjectCommand(OBJECT)),
        () => client().send(write()),
        () => anonymous().send(write()),
      ]) {
        const error = await send().then(
          () => undefined,
          ({ $metadata }: { $metadata: { httpStatusCode: number } }) => $metadata.httpStatusCode,
        );
        expect([400, 403]).toContain(error);
      }
      await expect(aliClient(target()).head('s3/new')).rejects.toMatchObject({ code: 'NoSuchKey' });
    });
  });
}
