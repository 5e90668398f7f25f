/** What of a request signatures are computed over. */
import type { Parameter, Query } from '../../protocol/text/query.ts';

/** A request as both versions look at it. */
export interface Signable {
  readonly method: string;
  readonly headers: Headers;
  readonly query: Query;
  /** The `Host` header as it was sent, port included. */
  readonly host: string;
}

/**
 * How parameters with empty values are written: both versions say `name` alone, but ali-oss signs `name=` where its
 * caller passed an empty text.
 */
export type EmptyValues = 'bare' | 'as-written';

/** Headers whose name begins with `x-oss-`, and those named: lower-case names in byte order, values trimmed. */
export function signedHeaders({ headers, host }: Signable, names: readonly string[]): [string, string][] {
  const own = [...headers.keys()].filter((name) => name.startsWith('x-oss-'));
  return [...new Set([...own, ...names])].toSorted().flatMap((name) => {
    const value = headers.get(name) ?? (name === 'host' ? host : undefined);
    return value === undefined ? [] : [[name, value.trim()] as [string, string]];
  });
}

/** `a=1&b`, each name and value through `encode`, sorted by name as written. */
export function signedQuery(
  parameters: readonly Parameter[],
  encode: (text: string) => string,
  empty: EmptyValues,
): string {
  const written = parameters.map(({ name, value, assigned }) => {
    const text = value !== '' || (assigned && empty === 'as-written') ? `=${encode(value)}` : '';
    return { name: encode(name), text };
  });
  return written
    .toSorted((one, other) => compare(one.name, other.name))
    .map(({ name, text }) => name + text)
    .join('&');
}

/** Whether the two spellings of empty values differ for these parameters. */
export function hasEmptyValues({ parameters }: Query): boolean {
  return parameters.some(({ value, assigned }) => assigned && value === '');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
