/** What holds for reads of a bucket: the operator's configuration, as callers have changed it at run time. */
import type { BucketSettings, Delimiter, SettingsStore } from '../../ports.ts';

/** Delimiters and original protection, as they are in force. */
export interface Rules {
  /** What may stand between a key and a style's name. */
  readonly delimiters: readonly Delimiter[];
  /** Suffixes that anonymous callers reach only through a style; `*` is all. */
  readonly protect: readonly string[];
  /** No originals for anonymous callers, whatever their suffix. */
  readonly originalsForbidden: boolean;
  /** No chains of their own either. */
  readonly stylesOnly: boolean;
}

const DELIMITERS: readonly string[] = ['-', '_', '/', '!'] satisfies Delimiter[];

/** Reads what `?processConfiguration` and the older `?img` say; the first wins where both speak. */
export async function readRules(store: SettingsStore, bucket: BucketSettings): Promise<Rules> {
  const [process, img] = await Promise.all([
    store.get(bucket.name, 'processConfiguration'),
    store.get(bucket.name, 'img'),
  ]);
  const delimiters = process
    ? processDelimiters(process)
    : img && readDelimiters(img['StyleDelimiters'] ?? '!');
  return {
    delimiters: delimiters ?? bucket.delimiters,
    protect: process ? processProtect(process) : bucket.protect,
    originalsForbidden: img?.['OrigPicForbidden'] === 'true',
    stylesOnly: img?.['UseStyleOnly'] === 'true',
  };
}

/** The delimiters in `-,_,/,!`; anything else in the text is skipped. */
export function readDelimiters(text: string): Delimiter[] {
  return [...new Set(text)].filter((character): character is Delimiter => DELIMITERS.includes(character));
}

/** `Img` keeps delimiters to the legacy image hosts, which this service does not have. */
function processDelimiters(values: Readonly<Record<string, string>>): Delimiter[] {
  return values['CompliedHost'] === 'Img' ? [] : readDelimiters(values['StyleDelimiters'] ?? '');
}

/** Protection that names no suffix protects everything: the careful reading of a careless setting. */
function processProtect(values: Readonly<Record<string, string>>): string[] {
  if (values['SourceFileProtect'] !== 'Enabled') return [];
  const suffixes = (values['SourceFileProtectSuffix'] ?? '').split(',').map((suffix) => suffix.trim());
  const named = suffixes.filter((suffix) => suffix !== '');
  return named.length === 0 ? ['*'] : named;
}
