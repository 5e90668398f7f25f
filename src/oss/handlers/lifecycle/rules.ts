/**
 * Lifecycle rules: which objects and unfinished uploads go, and when. An element that is not known is refused, for it could
 * be one that spares objects.
 */
import { invalidArgument, malformedXml } from '../../protocol/error/errors.ts';
import { childElements, childText, type XmlRecord } from '../../protocol/xml/read.ts';
import type { ObjectHead } from '../../ports.ts';
import { OF_OBJECTS } from '../objects/tags.ts';
import { type Age, readAge } from './age.ts';
import { checkTransitions } from './transitions.ts';

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
  /** Prefixes and tags of objects that are spared. */
  readonly spared: readonly { readonly prefix: string; readonly tag: Tag | undefined }[];
}

/** Versions and storage classes have no meaning here: what is said of them is kept and told. */
const VERSIONS = ['NoncurrentVersionExpiration', 'NoncurrentVersionTransition'];
const ACTIONS = ['Expiration', 'AbortMultipartUpload', 'Transition', ...VERSIONS];
/** `Days` and `Date` of a rule itself are what one SDK leaves of its older calls: the action says them again. */
const CHILDREN = ['ID', 'Prefix', 'Status', 'Tag', 'Filter', 'AtimeBase', 'Days', 'Date', ...ACTIONS];
const MAX_ID_BYTES = 255;
const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** Reads a `Rule`. Throws `MalformedXML` and `InvalidArgument`. */
export function readRule(element: XmlRecord): LifecycleRule {
  checkChildren(element, CHILDREN);
  const id = childText(element, 'ID') ?? '';
  if (new TextEncoder().encode(id).length > MAX_ID_BYTES) throw invalidArgument('ID', id.slice(0, 100));
  const status = childText(element, 'Status')?.trim();
  if (status !== 'Enabled' && status !== 'Disabled') throw malformedXml('Status is Enabled or Disabled.');
  const actions = ACTIONS.filter((name) => element[name] !== undefined);
  if (actions.length === 0) throw malformedXml('A rule needs an action.');
  const expiration = readAge(element, 'Expiration');
  checkTransitions(childElements(element, 'Transition'), expiration);
  return {
    id,
    prefix: childText(element, 'Prefix') ?? '',
    enabled: status === 'Enabled',
    tags: childElements(element, 'Tag').map(readTag),
    filter: readFilter(childElements(element, 'Filter')),
    expiration,
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

/** The action that two rules would both take of some object, as far as prefixes and tags tell; undefined for none. */
export function commonAction(one: LifecycleRule, other: LifecycleRule): string | undefined {
  const nested = one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
  const sameTags = JSON.stringify(one.tags) === JSON.stringify(other.tags);
  if (!nested || !sameTags) return undefined;
  return one.actions.find((action) => other.actions.includes(action));
}

function checkChildren(element: XmlRecord, known: readonly string[]): void {
  const unknown = Object.keys(element).find((name) => name !== '#text' && !known.includes(name));
  if (unknown !== undefined) throw malformedXml(`${unknown} is not known.`);
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
  checkChildren(filter, ['Not', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan']);
  return {
    above: readSize(filter, 'ObjectSizeGreaterThan') ?? -1,
    below: readSize(filter, 'ObjectSizeLessThan') ?? UNLIMITED,
    spared: childElements(filter, 'Not').map((not) => {
      checkChildren(not, ['Prefix', 'Tag']);
      return { prefix: childText(not, 'Prefix') ?? '', tag: childElements(not, 'Tag').map(readTag)[0] };
    }),
  };
}

function readSize(filter: XmlRecord, name: string): number | undefined {
  const text = childText(filter, name)?.trim();
  if (text !== undefined && !/^\d{1,15}$/.test(text))
    throw malformedXml(`${name} must be a number of bytes.`);
  return text === undefined ? undefined : Number(text);
}
