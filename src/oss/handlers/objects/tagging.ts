/** PutObjectTagging, GetObjectTagging and DeleteObjectTagging. */
import { malformedXml, noSuchKey } from '../../protocol/error/errors.ts';
import { readText } from '../../protocol/http/body.ts';
import { emptyReply, type Reply, xmlReply } from '../../protocol/http/reply.ts';
import { childElements, childText, readXml, type XmlRecord } from '../../protocol/xml/read.ts';
import { writeXml } from '../../protocol/xml/write.ts';
import { checkObjectAccess } from '../../request/access/permissions.ts';
import type { Handler } from '../../request/call.ts';
import { rewriteAttribute } from './copy-object.ts';
import { checkTags, type TagLimits, type Tags } from './tags.ts';

/** Replaces all tags. Throws `MalformedXML`, `InvalidTag`, `NoSuchKey`. */
export const putTags: Handler = async (call) => {
  await rewriteAttribute(call, 'tags', await readTagBody(call.request));
  return emptyReply();
};

/** The tags, also of an object that has none. Throws `NoSuchKey`. */
export const getTags: Handler = async (call) => {
  const { bucket, key } = call;
  const head = await bucket.objects.head(key);
  checkObjectAccess(call, 'read', bucket, key, head);
  if (head === undefined) throw noSuchKey(key);
  return tagReply(head.attributes.tags ?? {});
};

/** Drops all tags. Throws `NoSuchKey`. */
export const deleteTags: Handler = async (call) => {
  await rewriteAttribute(call, 'tags', undefined);
  return emptyReply(204);
};

/** The tags in the body of a request. Throws `MalformedXML`, `InvalidTag`. */
export async function readTagBody(request: Request, limits?: TagLimits): Promise<Tags> {
  const [set, ...others] = childElements(readXml(await readText(request), 'Tagging'), 'TagSet');
  if (set === undefined || others.length > 0) throw malformedXml('There must be one TagSet.');
  return checkTags(childElements(set, 'Tag').map(readTag), limits);
}

/** Tags as they are told. */
export function tagReply(tags: Tags): Reply {
  const all = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return xmlReply(writeXml('Tagging', { TagSet: all.length > 0 ? { Tag: all } : '' }));
}

function readTag(element: XmlRecord): [string, string] {
  return [childText(element, 'Key')?.trim() ?? '', childText(element, 'Value')?.trim() ?? ''];
}
