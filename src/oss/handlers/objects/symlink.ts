/** PutSymlink and GetSymlink: an object without bytes that stands for another one of its bucket. */
import { checkKey } from '../../request/address/names.ts';
import { checkObjectAccess } from '../../request/access/permissions.ts';
import type { Handler } from '../../request/call.ts';
import { invalidArgument, missingArgument, noSuchKey } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { emptyReply } from '../../protocol/http/reply.ts';
import { decodePercent, encodeStrict } from '../../protocol/text/percent.ts';
import { metaHeaders, quoteEtag, validators } from '../read/object-headers.ts';
import { forbidsOverwrite, readAttributes } from './attributes.ts';

const TARGET = 'x-oss-symlink-target';

/** Writes the link; its target need not be there yet, nor be one that can be read. Throws `InvalidArgument`, `FileAlreadyExists`. */
export const putSymlink: Handler = async ({ bucket, key, headers, services }) => {
  const text = headers.get(TARGET);
  if (!text) throw missingArgument(TARGET);
  const target = decodePercent(text);
  if (target === undefined) throw invalidArgument(TARGET, text.slice(0, 1100));
  checkKey(target);
  const attributes = { ...readAttributes(headers), kind: 'Symlink', symlink: target } as const;
  const ifAbsent = forbidsOverwrite(headers);
  const head = await bucket.objects.put(key, new Uint8Array(), { attributes, ifAbsent });
  if (head === undefined) throw new OssError('FileAlreadyExists');
  services.changes.changed(bucket.settings.name, [key]);
  return emptyReply(200, { ETag: quoteEtag(head.etag) });
};

/** Tells a link's target and metadata. Throws `NoSuchKey`, `NotSymlink`. */
export const getSymlink: Handler = async (call) => {
  const { bucket, key } = call;
  const head = await bucket.objects.head(key);
  checkObjectAccess(call, 'read', bucket, key, head);
  if (head === undefined) throw noSuchKey(key);
  const { symlink, meta, headers } = head.attributes;
  if (symlink === undefined) throw new OssError('NotSymlink');
  return emptyReply(200, {
    ...validators(head),
    [TARGET]: encodeStrict(symlink),
    'Content-Type': headers.contentType,
    ...metaHeaders(meta),
  });
};
