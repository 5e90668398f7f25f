/** One pass over a body on its way into the store: it is counted, summed, and held to what was announced. */
import { md5 } from '@noble/hashes/legacy.js';
import { tooLarge } from '../error/errors.ts';
import { OssError } from '../error/oss-error.ts';
import { DigestMismatch } from '../../ports.ts';
import { invalidDigest } from '../error/errors.ts';
import { toHex } from '../text/base64.ts';
import { Crc64 } from './crc64.ts';

/** What a body is held to. */
export interface Announced {
  /** Fewest bytes; `EntityTooSmall` otherwise. */
  readonly least?: number | undefined;
  /** Most bytes; `EntityTooLarge` otherwise, as soon as there are more. */
  readonly most?: number | undefined;
  /** The exact number of bytes; `IncompleteBody` when there are fewer. */
  readonly length?: number | undefined;
  /** MD5 in hexadecimal; `DigestMismatch` otherwise. Costs time: leave it out where the store checks. */
  readonly md5?: string | undefined;
}

/** A body that is measured as it is read. */
export interface Metered {
  /** Fails at its end when the body is not as announced, so that a store writes nothing. */
  readonly stream: ReadableStream<Uint8Array>;
  /** What has passed so far; of the whole body once the stream has ended. */
  readonly crc64: string;
  readonly size: number;
}

/** The longest object or part that OSS takes in one request: 5 GB. */
export const MAX_BODY_BYTES = 5 * 1024 ** 3;

/** The body is read only as fast as the stream is. */
export function meter(body: ReadableStream<Uint8Array>, announced: Announced): Metered {
  const { least = 0, length = 0, most = announced.length ?? MAX_BODY_BYTES } = announced;
  const crc = new Crc64();
  const digest = announced.md5 === undefined ? undefined : md5.create();
  let size = 0;
  const through = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.length;
      if (size > most) throw tooLarge(most, size);
      crc.update(chunk);
      digest?.update(chunk);
      controller.enqueue(chunk);
    },
    flush() {
      if (size < length) throw new OssError('IncompleteBody');
      if (size < least) throw tooSmall(least, size);
      if (digest && toHex(digest.digest()) !== announced.md5) throw new DigestMismatch();
    },
  });
  return {
    stream: body.pipeThrough(through),
    get crc64() {
      return crc.value;
    },
    get size() {
      return size;
    },
  };
}

function tooSmall(least: number, size: number): OssError {
  return new OssError('EntityTooSmall', {
    elements: { ProposedSize: `${size}`, MinSizeAllowed: `${least}` },
  });
}

/** What writing a body comes to. Throws `InvalidDigest` where its bytes are not those that `Content-MD5` promises. */
export async function checkingDigest<T>(headers: Headers, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw error instanceof DigestMismatch ? invalidDigest(headers.get('content-md5') ?? '') : error;
  }
}
