/** A body on its way: counted and summed, so that what arrives is what left. */
import { createHash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { Crc64 } from '../../src/oss/protocol/digest/crc64.ts';

/** What a body is held to. */
export interface Announced {
  readonly size: number;
  /** CRC-64 as a decimal number. */
  readonly crc64?: string | undefined;
}

/** A body that is measured as it is read. */
export interface Measured {
  /** Fails at its end when the body is not as announced. */
  readonly body: Readable;
  /** In hexadecimal, once the body has ended. */
  md5(): string;
}

/** Reads a body only as fast as what it gives is read; destroying either destroys both. */
export function measured(source: Readable, { size, crc64 }: Announced): Measured {
  const [hash, crc] = [createHash('md5'), new Crc64()];
  let seen = 0;
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      hash.update(chunk);
      if (crc64 !== undefined) crc.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      if (seen !== size) done(new Error(`The source gave ${seen} bytes, not ${size}.`));
      else if (crc64 !== undefined && crc.value !== crc64) done(new Error('The bytes have another CRC-64.'));
      else done();
    },
  });
  source.on('error', (error) => body.destroy(error));
  source.on('close', () => {
    if (!source.readableEnded) body.destroy(new Error('The source broke off.'));
  });
  body.on('close', () => source.destroy());
  return { body: source.pipe(body), md5: () => hash.digest('hex') };
}
