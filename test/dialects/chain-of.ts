/** What requests in other vendors' languages become. */
import { parseChain } from '../../src/core/engine/chain/parse.ts';
import { EVERY_OPERATION } from '../../src/core/ops/index.ts';
import type { Dialect } from '../../src/dialects/dialect.ts';
import { type DialectName, DIALECTS } from '../../src/dialects/index.ts';
import { readQuery } from '../../src/oss/protocol/text/query.ts';
import { PRESETS, SETTINGS } from './examples/examples.ts';

/** A request's path and query in a dialect. */
export function translate(name: DialectName, address: string, imgproxy = SETTINGS) {
  const [path = '', query = ''] = address.split(/\?(.*)/s);
  const dialect: Dialect = DIALECTS[name];
  return dialect.translate({
    key: decodeURIComponent(path),
    parameters: readQuery(query).parameters,
    presets: PRESETS,
    imgproxy,
  });
}

/** The canonical chain of a request. */
export function chainOf(name: DialectName, address: string, imgproxy = SETTINGS): string {
  const { process = '' } = translate(name, address, imgproxy) ?? {};
  return isNamed(process) ? process : canonical(process);
}

/** Whether a process names a style, or nothing but the original. */
export function isNamed(process: string): boolean {
  return process === '' || process.startsWith('style/');
}

export function canonical(chain: string): string {
  return parseChain(chain, EVERY_OPERATION).text;
}
