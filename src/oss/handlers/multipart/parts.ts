/** Parts that were uploaded: their records, and writing one. */
import type { ObjectHead, ObjectStore } from '../../ports.ts';
import { listAll, recordKey, recordPrefix } from './staging.ts';

/** One part of an upload. */
export interface Part {
  readonly number: number;
  readonly size: number;
  /** Of the store, unquoted. */
  readonly etag: string;
  /** CRC-64/ECMA of its bytes as an unsigned decimal number. */
  readonly crc64: string;
  readonly modified: Date;
}

/** Notes a part whose bytes have been written; only now it exists. */
export async function recordPart(
  staging: ObjectStore,
  uploadId: string,
  { number, size, etag, crc64 }: Omit<Part, 'modified'>,
): Promise<ObjectHead> {
  const attributes = { headers: {}, meta: { size: `${size}`, etag, crc64 }, kind: 'Normal' } as const;
  return (await staging.put(recordKey(uploadId, number), new Uint8Array(), { attributes })) as ObjectHead;
}

/** All parts in order of their numbers. */
export async function findParts(staging: ObjectStore, uploadId: string): Promise<Part[]> {
  const prefix = recordPrefix(uploadId);
  return (await listAll(staging, prefix)).map((head) => readRecord(head, prefix));
}

/** At most `limit` parts with numbers after `marker`, and whether others follow. */
export async function pageOfParts(
  staging: ObjectStore,
  uploadId: string,
  marker: number,
  limit: number,
): Promise<{ readonly parts: Part[]; readonly more: boolean }> {
  const prefix = recordPrefix(uploadId);
  const page = await staging.list({ prefix, startAfter: recordKey(uploadId, marker), limit });
  return { parts: page.objects.map((head) => readRecord(head, prefix)), more: page.cursor !== undefined };
}

function readRecord({ key, modified, attributes: { meta } }: ObjectHead, prefix: string): Part {
  const { size, etag = '', crc64 = '' } = meta;
  return { number: Number(key.slice(prefix.length)), size: Number(size), etag, crc64, modified };
}
