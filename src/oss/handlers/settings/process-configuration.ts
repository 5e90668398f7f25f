/** `?processConfiguration`: delimiters and original protection, as the console and the Java SDK set them. */
import type { Call } from '../../request/call.ts';
import { invalidArgument, malformedXml } from '../../protocol/error/errors.ts';
import { readText } from '../../protocol/http/body.ts';
import { emptyReply, xmlReply, type Reply } from '../../protocol/http/reply.ts';
import type { BucketSettings } from '../../ports.ts';
import { readXml } from '../../protocol/xml/read.ts';
import { writeXml } from '../../protocol/xml/write.ts';
import { type Field, readFields } from './fields.ts';

const NAME = 'processConfiguration';
const ROOT = 'BucketProcessConfiguration';
/** `CompliedHost` is how the vendor spells it. */
const FIELDS: readonly Field[] = [
  ['CompliedHost', /^(Img|Both)$/],
  ['SourceFileProtect', /^(Enabled|Disabled)$/],
  ['SourceFileProtectSuffix', /^(\*|[A-Za-z0-9, ]{0,512})$/],
  ['StyleDelimiters', /^([-_/!](,[-_/!]){0,3})?$/],
  ['OssDomainSupportAtProcess', /^(Enabled|Disabled)$/],
];

/** What is left out is as the operator configured it. Throws `MalformedXML` and `InvalidArgument`. */
export async function putProcessConfiguration({ request, bucket, services }: Call): Promise<Reply> {
  const values = readFields(readXml(await readText(request), ROOT), FIELDS, invalidArgument);
  if (values['SourceFileProtect'] === undefined) throw malformedXml('SourceFileProtect is missing.');
  await services.settings.put(bucket.settings.name, NAME, { ...configured(bucket.settings), ...values });
  return emptyReply();
}

/** What callers set, or else what the operator configured. */
export async function getProcessConfiguration({ bucket, services }: Call): Promise<Reply> {
  const { settings } = bucket;
  const values = (await services.settings.get(settings.name, NAME)) ?? configured(settings);
  return xmlReply(writeXml(ROOT, { ...values, Version: '2' }));
}

/** Back to what the operator configured. */
export async function deleteProcessConfiguration({ bucket, services }: Call): Promise<Reply> {
  await services.settings.delete(bucket.settings.name, NAME);
  return emptyReply(204);
}

function configured({ protect, delimiters }: BucketSettings): Record<string, string> {
  return {
    CompliedHost: 'Both',
    SourceFileProtect: protect.length > 0 ? 'Enabled' : 'Disabled',
    SourceFileProtectSuffix: protect.join(','),
    StyleDelimiters: delimiters.join(','),
    OssDomainSupportAtProcess: 'Disabled',
  };
}
