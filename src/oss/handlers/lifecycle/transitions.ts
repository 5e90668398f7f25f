/** Transitions to other storage classes: checked as the vendor does, kept and told. Everything is stored alike. */
import { invalidArgument } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { childText, type XmlRecord } from '../../protocol/xml/read.ts';
import { type Age, ageOf } from './age.ts';

/** From the warmest on: an object only ever becomes colder. */
const CLASSES = ['IA', 'Archive', 'ColdArchive', 'DeepColdArchive'];

/** What becomes of an object, and when; the colder, the higher. Its end comes last. */
export interface Step {
  readonly rank: number;
  readonly age: Age | undefined;
}

/**
 * The steps of a rule for the current versions of objects. Throws `InvalidRequest` for days beside dates, and
 * `InvalidArgument` for an unknown class, for one that comes before a warmer one or after the object's end.
 */
export function readSteps(elements: readonly XmlRecord[], expiration: Age | undefined): readonly Step[] {
  const steps = elements.map((element) => ({ rank: rankOf(element), age: ageOf(element) }));
  const all = [...steps, { rank: CLASSES.length, age: expiration }];
  const ages = all.map(({ age }) => age).filter((age) => age !== undefined);
  if (new Set(ages.map((age) => 'days' in age)).size > 1)
    throw new OssError('InvalidRequest', { message: 'A rule counts days or names dates, not both.' });
  checkOrder(all);
  return all;
}

/** The same for old versions, which know days alone. */
export function checkOldVersions(elements: readonly XmlRecord[], expiration: XmlRecord | undefined): void {
  const steps = elements.map((element) => ({ rank: rankOf(element), age: oldAgeOf(element) }));
  checkOrder([...steps, { rank: CLASSES.length, age: expiration && oldAgeOf(expiration) }]);
}

/** Throws `InvalidArgument` where something becomes warmer again, or changes after its end; steps of one rank may be many. */
export function checkOrder(steps: readonly Step[]): void {
  for (const warmer of steps) {
    const days = daysOf(warmer.age);
    const wrong = steps.find(
      ({ rank, age }) => rank > warmer.rank && (daysOf(age) ?? Infinity) <= (days ?? 0),
    );
    if (wrong) throw invalidArgument('Days', `${daysOf(wrong.age)}`);
  }
}

function rankOf(element: XmlRecord): number {
  const name = childText(element, 'StorageClass')?.trim() ?? '';
  if (!CLASSES.includes(name)) throw invalidArgument('StorageClass', name.slice(0, 100));
  return CLASSES.indexOf(name);
}

function oldAgeOf(element: XmlRecord): Age | undefined {
  const Days = childText(element, 'NoncurrentDays');
  return Days === undefined ? undefined : ageOf({ Days });
}

function daysOf(age: Age | undefined): number | undefined {
  return age && 'days' in age ? age.days : undefined;
}
