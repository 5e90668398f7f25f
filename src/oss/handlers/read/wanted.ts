/** What a read is for: which object, and made into what. */
import type { Use } from '../../request/access/protection.ts';
import type { Call } from '../../request/call.ts';
import type { ObjectBody, ObjectHead, Style } from '../../ports.ts';
import { decodeForm } from '../../protocol/text/percent.ts';
import { readRules } from '../../request/access/rules.ts';
import { readStyledKey, type StyledKey } from './style-suffix.ts';

/** An object and the use that is asked of it. */
export interface Wanted {
  readonly key: string;
  /** What is stored there, opened already for a plain read of it; undefined for nothing. */
  readonly head: ObjectHead | ObjectBody | undefined;
  readonly use: Use;
  /** The process text, not checked yet; empty for the original. */
  readonly process: string;
  /** The style that the process text names, where it was looked up already. */
  readonly style?: Style;
}

/**
 * Reads `x-oss-process`, as parameter or header, or the style in the path. A parameter leaves the path alone. Pictures
 * may lag behind their originals by the service's freshness window; originals may not.
 */
export async function readWanted(call: Call): Promise<Wanted> {
  const { query, headers } = call;
  const process = query.text('x-oss-process') ?? decoded(headers.get('x-oss-process') ?? '');
  if (process === '') return readPathStyle(call);
  return wantedOf(call, process);
}

/** A process text that is given. */
export async function wantedOf({ key, bucket }: Call, process: string): Promise<Wanted> {
  const use = process.startsWith('style/') ? 'style' : 'chain';
  return { key, head: await bucket.objects.head(key, { recent: true }), use, process };
}

/** A header is percent-encoded as a parameter is, or not at all. */
function decoded(header: string): string {
  return decodeForm(header) ?? header;
}

/**
 * After an exclamation mark a style comes before an object of the whole name, after any other delimiter behind it. A
 * name that is no style leaves the object its own: keys may hold such characters.
 */
async function readPathStyle(call: Call): Promise<Wanted> {
  const { key, bucket, services } = call;
  const { delimiters } = await readRules(services.settings, bucket.settings);
  const styled = readStyledKey(key, delimiters);
  const style = styled?.certain ? await tryStyle(call, styled.style) : undefined;
  if (styled && style && !(style instanceof Error)) return through(call, styled, style);
  const head = await look(call);
  // Whoever cannot tell whether there is such a style need not take an original down with it.
  if (head === undefined && style instanceof Error) throw style;
  if (!styled || head !== undefined) return { key, head, use: 'original', process: '' };
  const behind = styled.certain ? undefined : await findStyle(call, styled.style);
  return styled.certain || behind
    ? through(call, styled, behind)
    : { key, head, use: 'original', process: '' };
}

/** What may make a read of an object need none or little of it. */
const CONDITIONS = ['range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'];

/** A plain read opens the object at once: one call of the store, and one state of the object from rights to bytes. */
function look({ method, headers, key, bucket: { objects } }: Call): Promise<Wanted['head']> {
  const isPlain = method === 'GET' && !CONDITIONS.some((name) => headers.has(name));
  return isPlain ? objects.get(key, { forCaller: true }) : objects.head(key);
}

async function through({ bucket }: Call, styled: StyledKey, style: Style | undefined): Promise<Wanted> {
  const { key } = styled;
  const head = await bucket.objects.head(key, { recent: true });
  return { key, head, use: 'style', process: `style/${styled.style}`, ...(style && { style }) };
}

/** The style, or the error that kept it from being known. */
async function tryStyle(call: Call, name: string): Promise<Style | Error | undefined> {
  return findStyle(call, name).catch((error: unknown) => error as Error);
}

function findStyle({ bucket, services }: Call, name: string): Promise<Style | undefined> {
  return services.styles.get(bucket.settings.name, name);
}
