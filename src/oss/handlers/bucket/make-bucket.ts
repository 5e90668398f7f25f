/** PutBucket for a bucket that is not there yet, and DeleteBucket: where the operator lets callers make buckets. */
import { invalidBucketName } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { readText } from '../../protocol/http/body.ts';
import { emptyReply, type Reply } from '../../protocol/http/reply.ts';
import { readXml } from '../../protocol/xml/read.ts';
import { isBucketName } from '../../request/address/names.ts';
import { allows } from '../../request/access/permissions.ts';
import type { Handler, ServiceCall, Services } from '../../request/call.ts';
import { SETTINGS_NAMES } from '../../ports.ts';
import { readEncryption } from '../objects/attributes.ts';
import { findUploads } from '../multipart/staging.ts';
import { type Field, readFields } from '../settings/fields.ts';
import { askedAcl } from './bucket-facts.ts';

const UPLOADS_LEFT = 'The bucket has Multipart Uploads. Please delete them first.';
const FIELDS: readonly Field[] = [
  ['StorageClass', /^(Standard|IA|Archive|ColdArchive|DeepColdArchive)$/],
  ['DataRedundancyType', /^(LRS|ZRS)$/],
];

/**
 * Throws `BucketAlreadyExists` where only the operator makes buckets, as if the name were taken; `TooManyBuckets`,
 * `AccessDenied`, `InvalidArgument`, `MalformedXML`. A bucket that cannot be made whole is not made.
 */
export async function makeBucket(call: ServiceCall, name: string): Promise<Reply> {
  const { caller, headers, services } = call;
  if (!isBucketName(name)) throw invalidBucketName(name);
  const { maker } = services.buckets;
  if (maker === undefined) throw new OssError('BucketAlreadyExists');
  if (!caller || !allows(caller, 'write', name)) throw new OssError('AccessDenied');
  const encryption = readEncryption(headers);
  const asked = { acl: askedAcl(call, name), ...(await readConfiguration(call.request)) };
  if ((await maker.make(name, asked)) === undefined) throw new OssError('BucketAlreadyExists');
  try {
    // What an earlier bucket of this name left behind. Only now is it nobody else's: of two that make it at once, one does.
    await forget(services, name);
    if (encryption !== undefined)
      await services.settings.put(name, 'encryption', { SSEAlgorithm: encryption });
  } catch (error) {
    await maker.remove(name);
    throw error;
  }
  return emptyReply(200, { Location: `/${name}` });
}

async function readConfiguration(request: Request) {
  const text = await readText(request);
  const xml = text.trim() === '' ? {} : readXml(text, 'CreateBucketConfiguration');
  const { StorageClass = 'Standard', DataRedundancyType = 'LRS' } = readFields(xml, FIELDS);
  return { storageClass: StorageClass, redundancy: DataRedundancyType };
}

/** Throws `BucketNotEmpty`, and `AccessDenied` for a bucket that the operator configured. */
export const deleteBucket: Handler = async ({ bucket, services }) => {
  const { name, made } = bucket.settings;
  const { objects } = await bucket.objects.list({ limit: 1 });
  const elements = { BucketName: name };
  if (objects.length > 0) throw new OssError('BucketNotEmpty', { elements });
  if ((await findUploads(bucket.staging, services.clock.now())).length > 0)
    throw new OssError('BucketNotEmpty', { elements, message: UPLOADS_LEFT });
  if (made === undefined) throw new OssError('AccessDenied');
  // First what it was set to: once it is gone, the settings of this name are those of whoever makes it next.
  await forget(services, name);
  await services.buckets.maker?.remove(name);
  return emptyReply(204);
};

/** Styles and settings are no part of the next bucket of this name. */
async function forget({ styles, settings }: Services, name: string): Promise<void> {
  for (const style of await styles.list(name)) await styles.delete(name, style.name);
  for (const setting of SETTINGS_NAMES)
    if ((await settings.get(name, setting)) !== undefined) await settings.delete(name, setting);
}
