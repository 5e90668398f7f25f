/** The two ends as they are named on the command line: `oss://bucket/prefix`, or an R2 bucket's name. */

import { Mistake } from '../lib/command.ts';

/** A bucket, and the part of it that is meant. */
export interface Address {
  readonly kind: 'oss' | 'r2';
  readonly bucket: string;
  /** What keys begin with; empty for the whole bucket. */
  readonly prefix: string;
}

/** Reads `oss://bucket/prefix` or `bucket/prefix`. Throws a sentence for the user. */
export function readAddress(text: string | undefined, option: string): Address {
  const [, scheme, bucket, prefix] =
    /^(oss:\/\/)?([a-z0-9][a-z0-9-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(text ?? '') ?? [];
  if (bucket === undefined) {
    throw new Mistake(`${option} ${text ?? '(missing)'}: expected oss://bucket or the name of an R2 bucket.`);
  }
  return { kind: scheme === undefined ? 'r2' : 'oss', bucket, prefix: prefix ?? '' };
}

/** A setting from the environment. Throws a sentence for the user when there is none. */
export function need(name: string, meaning: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: ${meaning}.`);
  return value;
}
