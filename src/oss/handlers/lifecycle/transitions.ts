/** Transitions to other storage classes: checked as the vendor does, kept and told. Everything is stored alike. */
import { invalidArgument } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { childText, type XmlRecord } from '../../protocol/xml/read.ts';
import { type Age, ageOf } from './age.ts';

/** From the warmest on: an object only ever becomes colder. */
const CLASSES = ['IA', 'Archive', 'ColdArchive', 'DeepColdArchive'];

/**
 * Throws `InvalidRequest` for days beside dates, and `InvalidArgument` for an unknown class, for one that comes before a
 * warmer one or after the object's end.
 */
export function checkTransitions(elements: readonly XmlRecord[], expiration: Age | undefined): void {
  const steps = elements.map((element) => {
    const name = childText(element, 'StorageClass')?.trim() ?? '';
    if (!CLASSES.includes(name)) throw invalidArgument('StorageClass', name.slice(0, 100));
    return { rank: CLASSES.indexOf(name), age: ageOf(element) };
  });
  const ages = [...steps.map(({ age }) => age), expiration].filter((age) => age !== undefined);
  if (new Set(ages.map((age) => 'days' in age)).size > 1)
    throw new OssError('InvalidRequest', { message: 'A rule counts days or names dates, not both.' });
  const days = steps.toSorted((one, other) => one.rank - other.rank).map(({ age }) => daysOf(age));
  const inOrder = [...days, daysOf(expiration)].filter((count) => count !== undefined);
  const wrong = inOrder.findIndex((count, at) => at > 0 && count <= (inOrder[at - 1] ?? 0));
  if (wrong >= 0) throw invalidArgument('Days', `${inOrder[wrong]}`);
}

function daysOf(age: Age | undefined): number | undefined {
  return age && 'days' in age ? age.days : undefined;
}
