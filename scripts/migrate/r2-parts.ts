/** Objects that R2 does not take in one piece: in parts, each read by its range and tried again for itself. */
import { writeXml } from '../../src/oss/protocol/xml/write.ts';
import { textOf } from '../lib/xml.ts';
import { tryAgain } from './again.ts';
import { measured } from './measured.ts';
import type { Opened } from './ports.ts';
import { type Ask, etagOf } from './s3.ts';

/** What goes in one piece at most: whatever breaks off has to begin anew. R2 takes up to 5 GiB. */
export const PART_BYTES = 512 * 1024 ** 2;
/** R2 takes no more parts. */
const MAX_PARTS = 10_000;

/** An object that is written in parts. */
export interface Upload {
  readonly ask: Ask;
  readonly place: { readonly bucket: string; readonly key: string };
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Bytes of a part, where that makes no more parts than R2 takes. */
  readonly partBytes: number;
}

/** Gives the object's ETag. Rejects after dropping the parts when one of them does not arrive. */
export async function putInParts(
  { ask, place, headers, partBytes }: Upload,
  object: Opened,
): Promise<string | undefined> {
  object.body.destroy();
  const begun = await ask({ method: 'POST', ...place, query: { uploads: '' }, headers });
  const uploadId = textOf(begun.body, 'UploadId') ?? '';
  try {
    // All parts but the last must be equally long.
    const length = Math.max(partBytes, Math.ceil(object.size / MAX_PARTS));
    const parts: string[] = [];
    for (let offset = 0; offset < object.size; offset += length) {
      const query = { partNumber: `${parts.length + 1}`, uploadId };
      const size = Math.min(length, object.size - offset);
      parts.push(await tryAgain(() => putPart({ ask, place, query }, object, { offset, size })));
    }
    const done = await ask({ method: 'POST', ...place, query: { uploadId }, body: listOf(parts) });
    const etag = textOf(done.body, 'ETag')?.replaceAll('"', '');
    if (etag === undefined) throw new Error('The parts could not be joined.');
    return etag;
  } catch (error) {
    await ask({ method: 'DELETE', ...place, query: { uploadId } }, 404).catch(() => undefined);
    throw error;
  }
}

interface Part extends Pick<Upload, 'ask' | 'place'> {
  readonly query: Readonly<Record<string, string>>;
}

async function putPart(
  { ask, place, query }: Part,
  object: Opened,
  { offset, size }: { readonly offset: number; readonly size: number },
): Promise<string> {
  const { body, md5 } = measured(await object.range(offset, size), { size });
  const { headers } = await ask({ method: 'PUT', ...place, query, body, size });
  const etag = etagOf(headers);
  if (etag === undefined || etag !== md5()) throw new Error('A part was stored with another MD5.');
  return etag;
}

function listOf(etags: readonly string[]): string {
  const parts = etags.map((etag, index) => ({ PartNumber: index + 1, ETag: `"${etag}"` }));
  return writeXml('CompleteMultipartUpload', { Part: parts });
}
