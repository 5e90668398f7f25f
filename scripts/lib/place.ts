/** Buckets behind addresses, and who asks for what is in them. */
import { type Credentials, pictureUrl, signUrl } from '../../packages/url/src/index.ts';

/** Where a bucket is. */
export interface Place {
  /** `https://img.example.com`, or with the bucket behind it in path style. */
  readonly base: string;
  /** For signatures. */
  readonly bucket: string;
  readonly region: string;
  /** Undefined where whoever asks is nobody in particular. */
  readonly credentials: Credentials | undefined;
}

/** Bucket and key of `npm run dev`; the service listens to this machine alone. */
export const LOCAL_BUCKET = 'examplebucket';
export const LOCAL_CREDENTIALS = {
  accessKeyId: 'TestAccessKeyId',
  accessKeySecret: 'TestAccessKeySecret',
} as const satisfies Credentials;

/** The address of what a chain makes of an object, the object itself where the chain is empty; signed where there is a key. */
export async function addressOf(
  { base, bucket, region, credentials }: Place,
  { key, process, method }: { readonly key: string; readonly process: string; readonly method?: string },
): Promise<string> {
  if (!credentials) return pictureUrl({ base, key, process });
  return signUrl({ base, bucket, region, credentials, key, process, method });
}
