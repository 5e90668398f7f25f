/** Ages of lifecycle rules: a number of days, or a date before which something was written. */
import { invalidArgument, malformedXml } from '../../protocol/error/errors.ts';
import { childElements, childText, type XmlRecord } from '../../protocol/xml/read.ts';

/** Days since the last write, or milliseconds since 1970 of a day's beginning. */
export type Age = { readonly days: number } | { readonly before: number };

/** The elements that say one. */
export const AGES = ['Days', 'CreatedBeforeDate', 'Date'] as const;

/** A day of UTC in milliseconds. */
const DAY = 86_400_000;
/** `2020-02-18T00:00:00.000Z`: rules know whole days only. */
const MIDNIGHT = /^\d{4}-\d\d-\d\dT00:00:00(\.000)?Z$/;

/** The age in the element of this name; undefined where there is none, or it says none. Throws `MalformedXML`. */
export function readAge(rule: XmlRecord, name: string): Age | undefined {
  const [element, ...others] = childElements(rule, name);
  if (others.length > 0) throw malformedXml(`There is one ${name}.`);
  return element && ageOf(element);
}

/** As it stands in an element. Throws `MalformedXML` where it stands there twice, and `InvalidArgument`. */
export function ageOf(element: XmlRecord): Age | undefined {
  const [name, ...others] = AGES.filter((one) => childText(element, one) !== undefined);
  if (name === undefined) return undefined;
  if (others.length > 0) throw malformedXml(`There is one of ${AGES.join(', ')}.`);
  const text = childText(element, name)?.trim() ?? '';
  const age = name === 'Days' ? readDays(text) : readDate(text);
  if (age === undefined) throw invalidArgument(name, text.slice(0, 100));
  return age;
}

function readDays(text: string): Age | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? { days: Number(text) } : undefined;
}

function readDate(text: string): Age | undefined {
  const before = MIDNIGHT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(before) ? undefined : { before };
}

/**
 * Whether something written at a time has reached an age; all in milliseconds since 1970. Days end at midnight UTC, and the
 * day that is under way counts as the vendor counts it: from the midnight after it.
 */
export function hasReached(age: Age, written: number, now: number): boolean {
  if ('before' in age) return written < age.before && now >= age.before;
  return now >= Math.ceil((written + age.days * DAY) / DAY) * DAY;
}
