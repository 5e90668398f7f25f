/** Fonts of a bucket's own: objects `.fonts/NAME.ttf` and so on, found by name. */
import type { Bucket, HeadOptions, ObjectHead } from '../../oss/ports.ts';
import { fontKeys } from '../../text/bucket-fonts.ts';
import { createRecent } from './recent.ts';

/** A font's object; undefined when the bucket has none of its name. */
type Found = ObjectHead | undefined;

/** Finds fonts of buckets. A recent answer will do unless told. */
export interface FontFinder {
  find(bucket: Bucket, name: string, options?: HeadOptions): Promise<Found>;
  /** The same for several names, in their order, in as few calls as for one as long as there are not many fonts. */
  findAll(bucket: Bucket, names: readonly string[], options?: HeadOptions): Promise<Found[]>;
}

/** Where fonts are, and how long an answer holds. */
export interface FontFinderOptions {
  /** What keys of fonts begin with; empty when buckets have no fonts. */
  readonly prefix: string;
  /** Seconds for which an answer is used again, "there is none" as well. */
  readonly seconds: number;
}

const REMEMBERED = 500;
/** Objects of a listing at most. */
const ONE_NAME = 100;
const MANY_NAMES = 1000;

/** Makes the finder of all buckets; one per isolate. */
export function createFontFinder({ prefix, seconds }: FontFinderOptions): FontFinder {
  const known = createRecent<Found>(REMEMBERED);

  /** One listing asks for all endings at once; undefined when it goes on. */
  async function list({ objects }: Bucket, start: string, limit: number) {
    const page = await objects.list({ prefix: start, limit });
    return page.cursor === undefined ? page.objects : undefined;
  }

  async function look(bucket: Bucket, names: readonly string[]): Promise<Found[]> {
    const all = names.length > 1 ? await list(bucket, prefix, MANY_NAMES) : undefined;
    const found: Found[] = [];
    for (const name of names) {
      const objects = all ?? (await list(bucket, `${prefix}${name}.`, ONE_NAME)) ?? [];
      const keys = fontKeys(name, prefix);
      found.push(keys.map((key) => objects.find((object) => object.key === key)).find((head) => head));
    }
    return found;
  }

  const finder: FontFinder = {
    async findAll(bucket, names, { recent = true } = {}) {
      const placeOf = (name: string) => `${bucket.settings.name}/${name}`;
      const answers = new Map(names.map((name) => [name, recent ? known.get(placeOf(name)) : undefined]));
      const own = (name: string) => prefix !== '' && fontKeys(name, prefix).length > 0;
      const wanted = names.filter((name) => !answers.get(name) && own(name));
      const found = wanted.length > 0 ? await look(bucket, wanted) : [];
      for (const [index, name] of wanted.entries()) {
        answers.set(name, { value: found[index] });
        known.set(placeOf(name), found[index], seconds);
      }
      return names.map((name) => answers.get(name)?.value);
    },
    async find(bucket, name, options) {
      const [found] = await finder.findAll(bucket, [name], options);
      return found;
    },
  };
  return finder;
}
