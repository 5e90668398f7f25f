/** The data of one still picture or one frame: what stands in its chunks (RFC 9649, sections 2.5 to 2.7). */
import type { Size } from '../../core/image/picture.ts';
import { damagedWebp } from './errors.ts';
import { type Bitstream, readBitstream } from './header.ts';
import type { Chunk } from './riff.ts';

/** A bitstream and, beside a lossy one, its transparency. */
export interface Payload extends Size {
  readonly lossless: boolean;
  /** Data of the `VP8 ` or `VP8L` chunk. */
  readonly pixels: Uint8Array;
  /** Data of the `ALPH` chunk. */
  readonly alpha?: Uint8Array | undefined;
}

/** The payload among some chunks. Throws `BadWebPImage` when it is missing or cut off. */
export function payloadOf(chunks: Iterable<Chunk>): Payload {
  let alpha: Chunk | undefined;
  for (const chunk of chunks) {
    if (chunk.name === 'ALPH') alpha ??= chunk;
    if (chunk.name !== 'VP8 ' && chunk.name !== 'VP8L') continue;
    const bitstream = chunk.complete && alpha?.complete !== false ? readBitstream(chunk) : undefined;
    if (!bitstream) break;
    return toPayload(bitstream, chunk.data, alpha?.data);
  }
  throw damagedWebp();
}

function toPayload(
  { width, height, lossless }: Bitstream,
  pixels: Uint8Array,
  alpha: Uint8Array | undefined,
): Payload {
  return { width, height, lossless, pixels, alpha: lossless ? undefined : alpha };
}
