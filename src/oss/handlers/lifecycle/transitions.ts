/** Transitions to other storage classes: checked as the vendor does, kept and told. Everything is stored alike. */
import { invalidArgument } from '../../protocol/error/errors.ts';
import { childText, type XmlRecord } from '../../protocol/xml/read.ts';
import { type Age, ageOf } from './age.ts';

/** From the warmest on: an object only ever becomes colder. */
const CLASSES = ['IA', 'Archive', 'ColdArchive', 'DeepColdArchive'];

/** Throws `InvalidArgument` for an unknown class, for one that comes before a warmer one or after the object's end. */
export function checkTransitions(elements: readonly XmlRecord[], expiration: Age | undefined): void {
  const steps = elements.map((element) => {
    const name = childText(element, 'StorageClass')?.trim() ?? '';
    if (!CLASSES.includes(name)) throw invalidArgument('StorageClass', name.slice(0, 100));
    return { rank: CLASSES.indexOf(name), days: daysOf(ageOf(element)) };
  });
  const days = steps.toSorted((one, other) => one.rank - other.rank).map((step) => step.days);
  const inOrder = [...days, daysOf(expiration)].filter((count) => count !== undefined);
  const wrong = inOrder.findIndex((count, at) => at > 0 && count <= (inOrder[at - 1] ?? 0));
  if (wrong >= 0) throw invalidArgument('Days', `${inOrder[wrong]}`);
}

function daysOf(age: Age | undefined): number | undefined {
  return age && 'days' in age ? age.days : undefined;
}
