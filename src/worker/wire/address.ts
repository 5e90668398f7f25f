/**
 * One picture to be made, as the gateway asks the renderer for it. Its address is the key of the edge cache: two
 * spellings of a chain share it, and it holds the ETag of everything the picture is made of, so what is found under
 * it is never stale.
 */

import { type Format, FORMATS } from '../../core/spec/source.ts';

/** Which picture: everything that decides its bytes. */
export interface PictureRequest {
  /** Names the code that renders: a change of pixels changes it. */
  readonly version: string;
  readonly bucket: string;
  readonly key: string;
  /** The original's ETag. */
  readonly etag: string;
  /** Canonical text. */
  readonly chain: string;
  /** The format that is offered to the caller; empty for the one that the chain or its source has. */
  readonly offer: Format | '';
  /** Versions of what watermarks draw, in one word; empty when the chain draws nothing from the bucket. */
  readonly marks: string;
}

/** Header that names the request a picture is asked for; no part of the cache key. */
export const REQUEST = 'x-request';

const ORIGIN = 'https://renderer';

/** The address of a picture: the order of its parts is part of it. */
export function toAddress({ version, bucket, key, etag, chain, offer, marks }: PictureRequest): string {
  const query = new URLSearchParams({
    key,
    chain,
    ...(offer !== '' && { offer }),
    ...(marks !== '' && { marks }),
  });
  return `${ORIGIN}/${encodeURIComponent(version)}/${bucket}/${encodeURIComponent(etag)}?${query}`;
}

/** The inverse of `toAddress`. */
export function fromAddress(address: string): PictureRequest {
  const { pathname, searchParams } = new URL(address);
  const [version = '', bucket = '', etag = ''] = pathname.slice(1).split('/').map(decodeURIComponent);
  const query = (name: string) => searchParams.get(name) ?? '';
  const offer = FORMATS.find((name) => name === query('offer')) ?? '';
  return { version, bucket, etag, key: query('key'), chain: query('chain'), offer, marks: query('marks') };
}

/** The cache tag of all pictures made of an original: printable, short, and the same whatever the key is like. */
export async function originalTag(bucket: string, key: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${bucket}/${key}`));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
