/** PutBucketEncryption, GetBucketEncryption and DeleteBucketEncryption. R2 encrypts everything with AES-256. */
import { invalidArgument, notImplemented } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { readText } from '../../protocol/http/body.ts';
import { emptyReply, xmlReply } from '../../protocol/http/reply.ts';
import { childElements, childText, readXml } from '../../protocol/xml/read.ts';
import { writeXml } from '../../protocol/xml/write.ts';
import type { Handler } from '../../request/call.ts';

const NAME = 'encryption';
const ROOT = 'ServerSideEncryptionRule';
const ELEMENT = 'ApplyServerSideEncryptionByDefault';

/**
 * Keys of the caller's own are not offered. Throws `NotImplemented`, `InvalidArgument`, and
 * `InvalidEncryptionAlgorithmError` for an algorithm that the vendor has none of.
 */
export const putEncryption: Handler = async ({ request, bucket, services }) => {
  const [rule = {}] = childElements(readXml(await readText(request), ROOT), ELEMENT);
  const algorithm = childText(rule, 'SSEAlgorithm')?.trim();
  const key = childText(rule, 'KMSMasterKeyID')?.trim();
  if (algorithm === 'AES256' && key) throw invalidArgument('KMSMasterKeyID', key.slice(0, 100));
  if (algorithm === 'KMS' || algorithm === 'SM4') throw notImplemented(`SSEAlgorithm ${algorithm}`);
  if (algorithm !== 'AES256') throw new OssError('InvalidEncryptionAlgorithmError');
  await services.settings.put(bucket.settings.name, NAME, { SSEAlgorithm: algorithm });
  return emptyReply();
};

/** Throws `NoSuchServerSideEncryptionRule` where nobody has asked for it. */
export const getEncryption: Handler = async ({ bucket, services }) => {
  const rule = await services.settings.get(bucket.settings.name, NAME);
  if (rule === undefined) throw new OssError('NoSuchServerSideEncryptionRule');
  return xmlReply(writeXml(ROOT, { [ELEMENT]: { ...rule } }));
};

export const deleteEncryption: Handler = async ({ bucket, services }) => {
  await services.settings.delete(bucket.settings.name, NAME);
  return emptyReply(204);
};
