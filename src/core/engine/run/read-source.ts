/** Finds out what an original is, from as few of its bytes as its format needs. */
import { damaged, unsupportedFormat } from '../../spec/error.ts';
import type { Source } from '../../spec/source.ts';
import type { Body } from './body.ts';
import type { Codec, CodecTable } from '../codec.ts';
import type { Pass } from './lanes.ts';

/** A longer header is read by one job at a time, with all the original's bytes promised. */
const LONG_HEADER = 128 * 1024;

/** Reads until the header is whole. Throws `BadRequest` when no codec knows the bytes or the header never ends. */
export async function readSource(body: Body, size: number, codecs: CodecTable, pass: Pass): Promise<Source> {
  await body.more();
  const codec = sniff(body.head, codecs);
  let isLong = false;
  for (;;) {
    const source = codec.readHeader(body.head, size);
    if (source !== 'more') return source;
    if (body.complete) throw damaged('its header does not end');
    if (!isLong && body.head.length >= LONG_HEADER) {
      isLong = true;
      await pass.enter(size);
    }
    await body.more();
  }
}

/** The codec that recognises the first bytes. */
function sniff(head: Uint8Array, codecs: CodecTable): Codec {
  for (const codec of codecs.values()) if (codec.sniff(head)) return codec;
  throw unsupportedFormat();
}
