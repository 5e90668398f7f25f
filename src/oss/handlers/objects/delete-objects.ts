/** DeleteObject and DeleteMultipleObjects (wire reference 2.4). */
import { checkKey } from '../../request/address/names.ts';
import type { Call, Handler } from '../../request/call.ts';
import { malformedXml, missingArgument } from '../../protocol/error/errors.ts';
import { readText } from '../../protocol/http/body.ts';
import { emptyReply, xmlReply } from '../../protocol/http/reply.ts';
import { encoder } from '../../protocol/http/listing.ts';
import { childElements, childText, readXml } from '../../protocol/xml/read.ts';
import { writeKeysXml } from '../../protocol/xml/write.ts';

/** Keys of one batch. */
const MAX_KEYS = 1000;

/** Deletes an object; it is no error when there is none. */
export const deleteObject: Handler = async (call) => {
  await remove(call, [call.key]);
  return emptyReply(204);
};

/** Deletes up to 1000 objects. Throws `MissingArgument` without Content-MD5, `MalformedXML`, `InvalidObjectName`. */
export const deleteObjects: Handler = async (call) => {
  if (!call.headers.has('content-md5')) throw missingArgument('Content-MD5');
  const { encoding, encode } = encoder(call.query);
  const { keys, quiet } = readBatch(await readText(call.request));
  await remove(call, keys);
  // The C# SDK fails over any body of a quiet answer.
  if (quiet) return emptyReply();
  const deleted = keys.map((key) => ({ Key: encode(key) }));
  return xmlReply(writeKeysXml('DeleteResult', { EncodingType: encoding, Deleted: deleted }));
};

function readBatch(text: string): { keys: string[]; quiet: boolean } {
  const batch = readXml(text, 'Delete');
  const keys = childElements(batch, 'Object').map((object) => childText(object, 'Key') ?? '');
  if (keys.length === 0 || keys.length > MAX_KEYS)
    throw malformedXml(`Object must occur 1 to ${MAX_KEYS} times.`);
  // What no caller may address is not deleted by naming it here.
  for (const key of keys) checkKey(key);
  return { keys, quiet: childText(batch, 'Quiet')?.trim().toLowerCase() === 'true' };
}

async function remove({ bucket, services }: Call, keys: readonly string[]): Promise<void> {
  await bucket.objects.delete(keys);
  services.changes.changed(bucket.settings.name, keys);
}
