/** PutObject (wire reference 2.1). */
import type { Call, Handler } from '../../request/call.ts';
import { checkingDigest, meter, type Metered } from '../../protocol/digest/meter.ts';
import { notImplemented } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { emptyReply } from '../../protocol/http/reply.ts';
import { readUpload, type Upload } from '../../protocol/http/upload.ts';
import type { ObjectAttributes, ObjectHead, ObjectSource } from '../../ports.ts';
import { quoteEtag } from '../read/object-headers.ts';
import { fromHex, toBase64 } from '../../protocol/text/base64.ts';
import { ENCRYPTION, forbidsOverwrite, newAttributes } from './attributes.ts';
import { begin, SMALL_BYTES } from './begin.ts';
import { spoolKey } from './spool.ts';
import { noteSum } from './sums.ts';

/** Of a body without a length so much is read to see whether it ends. */
const UNKNOWN_BYTES = 4 * 1024 * 1024;

/** A condition of reads: an upload that is sent with it must not look as if anybody had minded it. */
const UNKNOWN_CONDITION = 'If-Modified-Since';

/** Stores the body. Throws `InvalidDigest`, `IncompleteBody`, `EntityTooLarge`, `FileAlreadyExists` or `NotImplemented`. */
export const putObject: Handler = async (call) => {
  const { bucket, key, services } = call;
  if (call.headers.has(UNKNOWN_CONDITION)) throw notImplemented(UNKNOWN_CONDITION);
  const { head, crc64 } = await store(call, readUpload(call.request));
  services.changes.changed(bucket.settings.name, [key]);
  return emptyReply(200, {
    ETag: quoteEtag(head.etag),
    'x-oss-hash-crc64ecma': crc64,
    [ENCRYPTION]: head.attributes.encryption,
    'Content-MD5': head.md5 === undefined ? undefined : toBase64(fromHex(head.md5)),
  });
};

interface Written {
  readonly head: ObjectHead;
  readonly crc64: string;
}

async function store(call: Call, upload: Upload): Promise<Written> {
  const { length, md5 } = upload;
  const attributes = await newAttributes(call);
  // A store checks the MD5 of a stream whose length it knows.
  const isStreamed = length !== undefined && length > SMALL_BYTES;
  const metered = meter(upload.stream, { length, md5: isStreamed ? undefined : md5 });
  return checkingDigest(call.headers, async () => {
    if (isStreamed) {
      const source = { stream: metered.stream, length };
      const written = await write(call, source, { ...attributes, summed: true }, metered, md5);
      await noteSum(call, written.head, written.crc64);
      return written;
    }
    const begun = await begin(metered.stream, length ?? UNKNOWN_BYTES);
    if (begun.bytes === undefined) return spool(call, begun.stream, attributes, metered);
    return write(call, begun.bytes, { ...attributes, crc64: metered.crc64 }, metered, md5);
  });
}

async function write(
  { bucket, key, headers }: Call,
  source: ObjectSource,
  attributes: ObjectAttributes,
  metered: Metered,
  md5?: string,
): Promise<Written> {
  const ifAbsent = forbidsOverwrite(headers);
  const head = await bucket.objects.put(key, source, { attributes, ifAbsent, md5 });
  if (head === undefined) throw new OssError('FileAlreadyExists');
  return { head, crc64: metered.crc64 };
}

/**
 * A long body whose length nobody told is put aside first: only then are its length, its CRC and its MD5 known, which
 * an object has from the moment it is there.
 */
async function spool(
  call: Call,
  stream: ReadableStream<Uint8Array>,
  attributes: ObjectAttributes,
  metered: Metered,
): Promise<Written> {
  const { staging } = call.bucket;
  const aside = spoolKey(call.services.clock.now());
  try {
    const plain = { headers: {}, meta: {}, kind: 'Normal' } as const;
    await staging.put(aside, { stream, length: undefined }, { attributes: plain });
    const whole = await staging.get(aside);
    if (whole === undefined) throw new OssError('ServiceUnavailable');
    const source = { stream: whole.body, length: whole.size };
    return await write(call, source, { ...attributes, crc64: metered.crc64 }, metered);
  } finally {
    await staging.delete([aside]).catch(() => undefined);
  }
}
