/**
 * Listings of what callers may see. Hidden keys begin with a slash and lie in the midst of the others; however many there
 * are, a listing steps over them in one call.
 */
import type { ListOptions } from '../../oss/ports.ts';
import type { GuardedR2 } from './guarded-r2.ts';

/** A page in R2's own names. */
export interface VisiblePage {
  readonly objects: readonly R2Object[];
  readonly prefixes: readonly string[];
  /** Present when there is more to see. */
  readonly cursor?: string | undefined;
}

type Position = Pick<R2ListOptions, 'cursor' | 'startAfter'>;

const HIDDEN = '/';
/** Sorts after every hidden key, and before all that follow. */
const PAST_HIDDEN = `${HIDDEN}\u{10FFFF}`;

/** One page of what lies below `base`, filled as far as there is something to see. */
export async function listVisible(
  bucket: GuardedR2,
  base: string,
  options: ListOptions,
): Promise<VisiblePage> {
  const objects: R2Object[] = [];
  const prefixes: string[] = [];
  const isVisible = (name: string) => !name.startsWith(base + HIDDEN);
  for (let position = beginning(base, options); ;) {
    const limit = options.limit - objects.length - prefixes.length;
    const page = await bucket.list({ ...filters(base, options), ...position, limit });
    objects.push(...page.objects.filter(({ key }) => isVisible(key)));
    prefixes.push(...page.delimitedPrefixes.filter(isVisible));
    if (!page.truncated) return { objects, prefixes };
    position = after(page, base);
    if (objects.length + prefixes.length < options.limit) continue;
    const { cursor } = page;
    return { objects, prefixes, ...((await isMore(bucket, base, options, position)) && { cursor }) };
  }
}

function beginning(base: string, { cursor, startAfter = '' }: ListOptions): Position {
  if (cursor !== undefined) return { cursor };
  return startAfter === '' ? {} : { startAfter: base + startAfter };
}

/** Where a listing goes on: behind the hidden keys as soon as it has come among them. */
function after(page: R2Objects, base: string): Position {
  const names = [...page.objects.map(({ key }) => key), ...page.delimitedPrefixes];
  const isAmong = names.some((name) => name.startsWith(base + HIDDEN));
  const isPast = names.some((name) => name.slice(base.length) > PAST_HIDDEN);
  if (isAmong && !isPast) return { startAfter: base + PAST_HIDDEN };
  return page.truncated ? { cursor: page.cursor } : {};
}

/** Whether anything to see follows. Only a listing of everything has hidden keys before it, and only until it passes them. */
async function isMore(
  bucket: GuardedR2,
  base: string,
  options: ListOptions,
  position: Position,
): Promise<boolean> {
  if ((options.prefix ?? '') !== '') return true;
  const [next] = await namesAt(bucket, base, options, position);
  if (next === undefined || !next.startsWith(base + HIDDEN)) return next !== undefined;
  return (await namesAt(bucket, base, options, { startAfter: base + PAST_HIDDEN })).length > 0;
}

async function namesAt(
  bucket: GuardedR2,
  base: string,
  options: ListOptions,
  position: Position,
): Promise<string[]> {
  const page = await bucket.list({ ...filters(base, options), ...position, limit: 1 });
  return [...page.objects.map(({ key }) => key), ...page.delimitedPrefixes];
}

function filters(base: string, { prefix = '', delimiter = '' }: ListOptions): R2ListOptions {
  return {
    prefix: base + prefix,
    include: ['httpMetadata', 'customMetadata'],
    ...(delimiter !== '' && { delimiter }),
  };
}
