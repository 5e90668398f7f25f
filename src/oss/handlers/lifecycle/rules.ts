/**
 * Lifecycle rules: which objects and unfinished uploads go, and when. An element that is not known is refused, for it could
 * be one that spares objects.
 */
import { invalidArgument, malformedXml } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { childElements, childText, type XmlNode, type XmlRecord } from '../../protocol/xml/read.ts';
import type { ObjectHead } from '../../ports.ts';
import { OF_OBJECTS } from '../objects/tags.ts';
import { type Age, AGES, readAge } from './age.ts';
import { checkOldVersions, readSteps, type Step } from './transitions.ts';

/** A rule that is in force or waits to be. */
export interface LifecycleRule {
  readonly id: string;
  /** Keys that it is about begin so; empty is all. */
  readonly prefix: string;
  readonly enabled: boolean;
  /** Tags that an object must have. */
  readonly tags: readonly Tag[];
  readonly filter: Filter;
  /** When objects go; undefined for never. */
  readonly expiration: Age | undefined;
  /** What becomes of objects before they go, and that. */
  readonly steps: readonly Step[];
  /** When unfinished uploads in parts go. */
  readonly abort: Age | undefined;
  /** What it does, by the names of its elements. */
  readonly actions: readonly string[];
}

interface Tag {
  readonly name: string;
  readonly value: string;
}

/** What narrows a rule down. */
interface Filter {
  /** Bytes that an object has more than. */
  readonly above: number;
  /** Bytes that it has less than. */
  readonly below: number;
  readonly spared: readonly Spared[];
}

/** Objects that a rule is not about: those of a prefix, or of them those with a tag. */
interface Spared {
  readonly prefix: string;
  readonly tag: Tag | undefined;
}

/** Versions and storage classes have no meaning here: what is said of them is kept and told. */
const VERSIONS = ['NoncurrentVersionExpiration', 'NoncurrentVersionTransition'];
const ACTIONS = ['Expiration', 'AbortMultipartUpload', 'Transition', ...VERSIONS];
const CLASSES = ['StorageClass', 'IsAccessTime', 'ReturnToStdWhenVisit', 'AllowSmallFile'];
/**
 * The elements that each element may have; one that is not named here has text. `Days` and `Date` of a rule itself are what
 * one SDK leaves of its older calls: the action says them again.
 */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  Rule: ['ID', 'Prefix', 'Status', 'Tag', 'Filter', 'AtimeBase', 'Days', 'Date', ...ACTIONS],
  Tag: ['Key', 'Value'],
  Filter: ['Not', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'],
  Not: ['Prefix', 'Tag'],
  Expiration: [...AGES, 'ExpiredObjectDeleteMarker'],
  AbortMultipartUpload: AGES,
  Transition: [...AGES, ...CLASSES],
  NoncurrentVersionExpiration: ['NoncurrentDays'],
  NoncurrentVersionTransition: ['NoncurrentDays', ...CLASSES],
};
const MAX_ID_BYTES = 255;
const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** Reads a `Rule`. Throws `MalformedXML` and `InvalidArgument`. */
export function readRule(element: XmlRecord): LifecycleRule {
  checkElements('Rule', element);
  const id = childText(element, 'ID') ?? '';
  if (new TextEncoder().encode(id).length > MAX_ID_BYTES) throw invalidArgument('ID', id.slice(0, 100));
  const status = childText(element, 'Status')?.trim();
  if (status !== 'Enabled' && status !== 'Disabled') throw malformedXml('Status is Enabled or Disabled.');
  const actions = ACTIONS.filter((name) => element[name] !== undefined);
  if (actions.length === 0) throw malformedXml('A rule needs an action.');
  const expiration = readAge(element, 'Expiration');
  const [oldExpiration] = childElements(element, 'NoncurrentVersionExpiration');
  checkOldVersions(childElements(element, 'NoncurrentVersionTransition'), oldExpiration);
  return {
    id,
    prefix: childText(element, 'Prefix') ?? '',
    enabled: status === 'Enabled',
    tags: childElements(element, 'Tag').map(readTag),
    filter: readFilter(childElements(element, 'Filter')),
    expiration,
    steps: readSteps(childElements(element, 'Transition'), expiration),
    abort: readAge(element, 'AbortMultipartUpload'),
    actions,
  };
}

/** Whether a rule is about an object, whatever its age. */
export function isAbout({ prefix, tags, filter }: LifecycleRule, head: ObjectHead): boolean {
  const has = ({ name, value }: Tag) => head.attributes.tags?.[name] === value;
  return (
    head.key.startsWith(prefix) &&
    tags.every(has) &&
    head.size > filter.above &&
    head.size < filter.below &&
    !filter.spared.some((spared) => head.key.startsWith(spared.prefix) && (!spared.tag || has(spared.tag)))
  );
}

/**
 * Whether a rule ends an unfinished upload of this key. Uploads have neither tags nor size: a rule that asks for them is about
 * none, and one that spares a tag spares all that could come to have it.
 */
export function isAboutUpload(rule: LifecycleRule, key: string): boolean {
  const { prefix, filter } = rule;
  return (
    !asksForObjects(rule) &&
    key.startsWith(prefix) &&
    !filter.spared.some((spared) => key.startsWith(spared.prefix))
  );
}

/** Throws `InvalidRequest` for a rule that ends uploads by what only objects have. */
export function checkUploads(rule: LifecycleRule): void {
  const isNarrowed = asksForObjects(rule) || rule.filter.spared.some(({ tag }) => tag);
  if (!rule.actions.includes('AbortMultipartUpload') || !isNarrowed) return;
  throw new OssError('InvalidRequest', {
    message: 'A rule with AbortMultipartUpload looks at no tags and sizes: uploads have none.',
  });
}

function asksForObjects({ tags, filter: { above, below } }: LifecycleRule): boolean {
  return tags.length > 0 || above >= 0 || below < UNLIMITED;
}

/** Whether two rules may be about one object, as far as prefixes and tags tell. */
export function overlap(one: LifecycleRule, other: LifecycleRule): boolean {
  const nested = one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
  return nested && JSON.stringify(one.tags) === JSON.stringify(other.tags);
}

/** The action that two rules both take; undefined for none. */
export function commonAction(one: LifecycleRule, other: LifecycleRule): string | undefined {
  return one.actions.find((action) => other.actions.includes(action));
}

/** Throws `MalformedXML` for an element, however deep, that nobody here reads. */
function checkElements(name: string, node: XmlNode): void {
  if (typeof node === 'string') return;
  if (Array.isArray(node)) return node.forEach((one: XmlNode) => checkElements(name, one));
  const known = CHILDREN[name] ?? [];
  for (const [child, inner] of Object.entries(node as XmlRecord)) {
    if (child === '#text') continue;
    if (!known.includes(child)) throw malformedXml(`${name} has no ${child}.`);
    checkElements(child, inner ?? '');
  }
}

function readTag(element: XmlRecord): Tag {
  const name = childText(element, 'Key');
  if (!name) throw malformedXml('A tag needs a Key.');
  const value = childText(element, 'Value') ?? '';
  // One that is too long is taken, as by the vendor, and fits no object.
  const odd = [name, value].find((text) => text !== '' && !OF_OBJECTS.pattern.test(text));
  if (odd !== undefined) throw invalidArgument('Tag', odd.slice(0, 100));
  return { name, value };
}

function readFilter([filter = {}, ...others]: readonly XmlRecord[]): Filter {
  if (others.length > 0) throw malformedXml('There is one Filter.');
  return {
    above: readSize(filter, 'ObjectSizeGreaterThan') ?? -1,
    below: readSize(filter, 'ObjectSizeLessThan') ?? UNLIMITED,
    spared: childElements(filter, 'Not').map(readSpared),
  };
}

function readSpared(not: XmlRecord): Spared {
  const [tag, ...others] = childElements(not, 'Tag').map(readTag);
  if (others.length > 0) throw malformedXml('Not has one Tag.');
  return { prefix: childText(not, 'Prefix') ?? '', tag };
}

function readSize(filter: XmlRecord, name: string): number | undefined {
  const text = childText(filter, name)?.trim();
  if (text !== undefined && !/^\d{1,15}$/.test(text))
    throw malformedXml(`${name} must be a number of bytes.`);
  return text === undefined ? undefined : Number(text);
}
