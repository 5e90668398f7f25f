/** The rules for pages of other origins that are in force in a bucket. */
import { type CorsRule, openTo } from '../../protocol/http/cors.ts';
import type { Services } from '../call.ts';

/** What `?cors` wrote, or else what the operator configured. None for a bucket that is not here. */
export async function corsRulesOf(
  { buckets, settings }: Services,
  name: string,
): Promise<readonly CorsRule[]> {
  const bucket = await buckets.find(name);
  if (bucket === undefined) return [];
  // An answer need not fail because nobody can tell which pages may read it: then none may.
  const written = await settings.get(name, 'cors').catch(() => ({}));
  return written === undefined ? openTo(bucket.settings.cors) : readRules(written);
}

/** Rules as they are kept: one text of JSON each. */
export function readRules(record: Readonly<Record<string, string>>): CorsRule[] {
  return Object.values(record).map((text) => JSON.parse(text) as CorsRule);
}

/** The inverse of `readRules`. */
export function writeRules(rules: readonly CorsRule[]): Record<string, string> {
  return Object.fromEntries(rules.map((rule, at) => [`${at}`, JSON.stringify(rule)]));
}
