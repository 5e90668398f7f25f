/** An R2 bucket as target: objects through its S3-compatible API, styles into KV with wrangler. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, type PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import type { Style } from '../../src/oss/ports.ts';
import { toMetadata } from '../../src/worker/storage/attributes.ts';
import { styleKey, toRecord } from '../../src/worker/storage/style-record.ts';
import { runWrangler } from '../lib/wrangler.ts';
import type { Opened, Target } from './ports.ts';

/** R2 takes no more in one piece. */
const MAX_BYTES = 5 * 1024 ** 3 - 5 * 1024 ** 2;

/** Where R2 is and who asks. */
export interface R2Account {
  /** `https://ACCOUNT.r2.cloudflarestorage.com`. */
  readonly endpoint: string;
  readonly id: string;
  readonly secret: string;
}

/** The part of an R2 bucket that is written, and the bucket's name as callers of the service see it. */
export interface R2Place {
  readonly bucket: string;
  readonly prefix: string;
  readonly seenAs: string;
}

/** What is written reads in the Worker as if it had been put through it. */
export function r2Target({ endpoint, id, secret }: R2Account, place: R2Place): Target {
  const client = new S3Client({
    endpoint,
    region: 'auto',
    forcePathStyle: true,
    credentials: { accessKeyId: id, secretAccessKey: secret },
    // Checksums of its own invention would need a trailer; Content-MD5 says the same.
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  return {
    async put(object) {
      await client.send(new PutObjectCommand(toInput(object, place)));
    },
    putStyles: async (styles) => storeStyles(place.seenAs, styles),
  };
}

function toInput(
  { key, size, attributes, md5, body }: Opened,
  { bucket, prefix }: R2Place,
): PutObjectCommandInput {
  if (size > MAX_BYTES) throw new Error(`${size} bytes are more than R2 takes in one piece.`);
  const { httpMetadata, customMetadata } = toMetadata(attributes);
  return {
    Bucket: bucket,
    Key: prefix + key,
    Body: body,
    ContentLength: size,
    ContentMD5: md5,
    ContentType: httpMetadata.contentType,
    CacheControl: httpMetadata.cacheControl,
    ContentDisposition: httpMetadata.contentDisposition,
    ContentEncoding: httpMetadata.contentEncoding,
    ContentLanguage: httpMetadata.contentLanguage,
    Metadata: customMetadata,
  };
}

function storeStyles(bucket: string, styles: readonly Style[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'styles-'));
  try {
    const file = join(folder, 'styles.json');
    const entries = styles.map((style) => ({
      key: styleKey(bucket, style.name),
      value: JSON.stringify(toRecord(style)),
    }));
    writeFileSync(file, JSON.stringify(entries));
    if (!runWrangler(['kv', 'bulk', 'put', file, '--binding', 'STYLES', '--remote'])) {
      throw new Error(
        'wrangler could not write the styles: run `npx wrangler login` and `npm run deploy` first.',
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
