/** Huawei OBS: `x-image-process`. Places have other names, marks name their bucket, and there are some words more. */
import { invalid } from '../../core/spec/error.ts';
import type { Action } from '../../core/engine/chain/language.ts';
import { writeBase64Text } from '../../core/spec/base64.ts';
import { rewriteActions, withArguments } from '../commas.ts';
import { decoded, type Dialect, factOf, lookUp, parameterOf, type Report } from '../dialect.ts';

const PLACES: Readonly<Record<string, string>> = {
  tl: 'nw',
  top: 'north',
  tr: 'ne',
  left: 'west',
  center: 'center',
  right: 'east',
  bl: 'sw',
  bottom: 'south',
  br: 'se',
};
/** Marks stand at the top left unless told otherwise. */
const MARK_PLACE = 'g_nw';

export const obs: Dialect = {
  translate(asking) {
    const text = parameterOf(asking, 'x-image-process');
    if (text === undefined) return undefined;
    return { key: asking.key, process: rewriteActions(text, rewrite), report: reportOf };
  },
  forgives: (asking) => /[/|]ignore-error,1(?=[/|]|$)/.test(parameterOf(asking, 'x-image-process') ?? ''),
  refuse: ({ code, message, requestId, host, key }) => ({
    elements: { Code: code, Message: message, RequestId: requestId, HostId: host, Resource: key },
    headers: { 'x-obs-request-id': requestId },
  }),
};

/** Actions that are others here. */
const OWN: Readonly<Record<string, (args: ReadonlyMap<string, string>) => string>> = {
  imageslim: () => 'quality,Q_75',
  // Results carry nothing that could be taken off.
  strip: () => 'auto-orient,1',
  'rounded-corners': (args) => cornersOf(args),
};

function rewrite(action: Action): string {
  const args = new Map(action.args.map(({ key = '', value }) => [key, value]));
  const own = lookUp(OWN, action.name);
  if (own !== undefined) return own(args);
  if (action.name === 'resize' && args.get('m') === 'ratio') {
    return `cut,w_${args.get('w') ?? ''},h_${args.get('h') ?? ''},m_ratio`;
  }
  const text = withArguments(action, (key, value) => {
    if (key === 'g') return placeOf(value);
    return action.name === 'watermark' && key === 'image' ? markOf(value) : value;
  });
  const isPlaced = action.name !== 'watermark' || action.args.some(({ key }) => key === 'g');
  return isPlaced ? text : `${text},${MARK_PLACE}`;
}

/** `r`, or `rx` and `ry`, each in pixels or with a `p` in percent of the side. Equal pixels are those of a circle. */
function cornersOf(args: ReadonlyMap<string, string>): string {
  const both = args.get('r');
  if (both !== undefined && !both.endsWith('p')) return `rounded-corners,r_${both}`;
  return `corners,x_${radiusOf('rx', both ?? args.get('rx'))},y_${radiusOf('ry', both ?? args.get('ry'))}`;
}

function radiusOf(word: string, text = ''): string {
  const [, number, percent] = /^(\d{1,4})(p?)$/.exec(text) ?? [];
  if (number === undefined) throw invalid(word, text);
  return percent === '' ? number : `${Number(number) * 10}t`;
}

function placeOf(value: string): string {
  const place = lookUp(PLACES, value);
  if (place === undefined) throw invalid('g', value);
  return place;
}

/** `bucket/logo.png?x-image-process=image/resize,P_30`, in base64. The bucket is the picture's own. */
function markOf(value: string): string {
  const [path = '', inner] = decoded(value, 'image').split('?x-image-process=');
  const key = path.slice(path.indexOf('/') + 1);
  return writeBase64Text(
    inner === undefined ? key : `${key}?x-oss-process=${rewriteActions(inner, rewrite)}`,
  );
}

/** Numbers are numbers, and colours are written as CSS writes them. */
function reportOf(facts: Report): unknown {
  if ('RGB' in facts) return { RGB: factOf(facts, 'RGB').toUpperCase().replace(/^0X/, '#') };
  return {
    format: factOf(facts, 'Format').toUpperCase().replace(/^JPG$/, 'JPEG'),
    height: Number(factOf(facts, 'ImageHeight')),
    size: Number(factOf(facts, 'FileSize')),
    width: Number(factOf(facts, 'ImageWidth')),
  };
}
