/** `?img`: the settings of the legacy image channel, which older SDK code still writes. */
import type { Call } from '../../request/call.ts';
import { readText } from '../../protocol/http/body.ts';
import { emptyReply, xmlReply, type Reply } from '../../protocol/http/reply.ts';
import { readXml } from '../../protocol/xml/read.ts';
import { writeXml } from '../../protocol/xml/write.ts';
import { type Field, readFields } from './fields.ts';

const NAME = 'img';
const FLAG = /^(true|false)$/i;
/** The first two decide what anonymous callers see; the other flags are kept and answered, and do nothing. */
const FLAGS = ['OrigPicForbidden', 'UseStyleOnly', 'AutoSetContentType', 'UseSrcFormat', 'SetAttachName'];
const FIELDS: readonly Field[] = [
  ...FLAGS.map((name): Field => [name, FLAG]),
  ['Default404Pic', /^.{0,1023}$/],
  ['StyleDelimiters', /^[-_/!, ]{0,16}$/],
];
const DEFAULTS = {
  Default404Pic: '',
  ...Object.fromEntries(FLAGS.map((name) => [name, 'false'])),
  StyleDelimiters: '!',
};

/** What is left out is off, and the delimiter is `!`. Throws `MalformedXML`. */
export async function putImg({ request, bucket, services }: Call): Promise<Reply> {
  const values = readFields(readXml(await readText(request), 'Channel'), FIELDS);
  const stored = Object.entries(values).map(([name, text]) => [
    name,
    FLAGS.includes(name) ? text.toLowerCase() : text,
  ]);
  await services.settings.put(bucket.settings.name, NAME, Object.fromEntries(stored));
  return emptyReply();
}

/** SDKs compare the flags with `True` and `False`. */
export async function getImg({ bucket, services }: Call): Promise<Reply> {
  const { name } = bucket.settings;
  const values: Record<string, string> = { ...DEFAULTS, ...(await services.settings.get(name, NAME)) };
  for (const flag of FLAGS) values[flag] = values[flag] === 'true' ? 'True' : 'False';
  return xmlReply(writeXml('Channel', { Name: name, ...values, Status: 'Enabled' }));
}

/** Back to what the operator configured. */
export async function deleteImg({ bucket, services }: Call): Promise<Reply> {
  await services.settings.delete(bucket.settings.name, NAME);
  return emptyReply(204);
}
