/** PutBucketLifecycle, GetBucketLifecycle and DeleteBucketLifecycle. */
import { invalidArgument, malformedXml } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { readText } from '../../protocol/http/body.ts';
import { emptyReply, xmlReply } from '../../protocol/http/reply.ts';
import { childElements, type XmlNode, type XmlRecord, readXml } from '../../protocol/xml/read.ts';
import { writeXml, type XmlElement, type XmlValue } from '../../protocol/xml/write.ts';
import { authorise } from '../../request/access/permissions.ts';
import type { Call, Handler } from '../../request/call.ts';
import type { SettingsStore } from '../../ports.ts';
import { checkUploads, commonAction, type LifecycleRule, overlap, readRule } from './rules.ts';
import { checkOrder } from './transitions.ts';

const NAME = 'lifecycle';
const MAX_RULES = 1000;
/** Elements that are true or false; Python writes `True`. */
const TRUTHS = ['ExpiredObjectDeleteMarker', 'IsAccessTime', 'ReturnToStdWhenVisit', 'AllowSmallFile'];

/**
 * Replaces all rules. Who may set them must be one who may delete what they delete. Throws `MalformedXML`, and
 * `InvalidArgument` where two rules do the same to the same objects, unless the caller says that this is meant, or what cannot
 * follow one another, whatever the caller says.
 */
export const putLifecycle: Handler = async (call) => {
  const { request, bucket, headers, services } = call;
  await authorise(call, 'write');
  const elements = childElements(readXml(await readText(request), 'LifecycleConfiguration'), 'Rule');
  if (elements.length === 0 || elements.length > MAX_RULES)
    throw malformedXml(`There must be 1 to ${MAX_RULES} rules.`);
  const rules = elements.map(readRule);
  rules.forEach(checkUploads);
  checkIds(rules);
  const overlaps = overlapping(rules);
  if (headers.get('x-oss-allow-same-action-overlap') !== 'true') checkActions(overlaps);
  for (const [one, other] of overlaps) checkOrder([...one.steps, ...other.steps]);
  const kept = elements.map((element, at) => {
    const ID = rules[at]?.id || crypto.randomUUID();
    return Object.assign({ ID: '' }, tidied(element), { ID });
  });
  await services.settings.put(bucket.settings.name, NAME, { rules: JSON.stringify(kept) });
  return emptyReply();
};

/** Throws `NoSuchLifecycle` where nobody has written rules. */
export const getLifecycle: Handler = async ({ bucket, services }) => {
  const Rule = await kept(services.settings, bucket.settings.name);
  if (Rule === undefined) throw new OssError('NoSuchLifecycle');
  return xmlReply(writeXml('LifecycleConfiguration', { Rule: Rule as readonly XmlElement[] }));
};

export const deleteLifecycle: Handler = async ({ bucket, services }: Call) => {
  await services.settings.delete(bucket.settings.name, NAME);
  return emptyReply(204);
};

/** The rules of a bucket that are in force now. What they end is gone: rejects where nobody can tell. */
export async function currentRules(settings: SettingsStore, bucket: string): Promise<LifecycleRule[]> {
  const elements = (await kept(settings, bucket, true)) ?? [];
  return elements.map(readRule).filter(({ enabled }) => enabled);
}

async function kept(
  settings: SettingsStore,
  bucket: string,
  current = false,
): Promise<readonly XmlRecord[] | undefined> {
  const record = await settings.get(bucket, NAME, { current });
  return record && (JSON.parse(record['rules'] ?? '[]') as XmlRecord[]);
}

function checkIds(rules: readonly LifecycleRule[]): void {
  const ids = rules.map(({ id }) => id).filter((id) => id !== '');
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) throw invalidArgument('ID', twice);
}

function overlapping(rules: readonly LifecycleRule[]): (readonly [LifecycleRule, LifecycleRule])[] {
  return rules.flatMap((rule, at) =>
    rules
      .slice(at + 1)
      .filter((other) => overlap(rule, other))
      .map((other) => [rule, other] as const),
  );
}

function checkActions(overlaps: readonly (readonly [LifecycleRule, LifecycleRule])[]): void {
  const action = overlaps.map(([one, other]) => commonAction(one, other)).find((name) => name !== undefined);
  if (action === undefined) return;
  throw new OssError('InvalidArgument', { message: `Overlap for same action type ${action}` });
}

/** What is told again: without the blanks between elements, and with one spelling of what is true. */
function tidied(node: XmlNode, name = ''): XmlValue {
  if (typeof node === 'string') return TRUTHS.includes(name) ? readTruth(name, node) : node;
  if (Array.isArray(node)) return node.map((one: XmlNode) => tidied(one, name));
  const children = Object.entries(node as XmlRecord).filter(([child]) => child !== '#text');
  return Object.fromEntries(children.map(([child, inner]) => [child, tidied(inner ?? '', child)]));
}

function readTruth(name: string, text: string): string {
  const truth = text.trim().toLowerCase();
  if (truth !== 'true' && truth !== 'false') throw malformedXml(`${name} is true or false.`);
  return truth;
}
