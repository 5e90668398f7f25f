/** Every dialect, in the order they are asked. A new one is its folder and its line here. */
import { ci } from './ci/index.ts';
import { cloudflare } from './cloudflare/index.ts';
import type { Dialect } from './dialect.ts';
import { imgproxy } from './imgproxy/index.ts';
import { obs } from './obs/index.ts';
import { qiniu } from './qiniu/index.ts';
import { tos } from './tos/index.ts';

/** By the name that configuration calls them. */
export const DIALECTS = { tos, obs, ci, qiniu, cloudflare, imgproxy } as const satisfies Readonly<
  Record<string, Dialect>
>;

export type DialectName = keyof typeof DIALECTS;

export const DIALECT_NAMES = Object.keys(DIALECTS) as readonly DialectName[];
