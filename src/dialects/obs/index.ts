/** Huawei OBS: `x-image-process`. Places have other names, and marks name their bucket. */
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
  refuse: ({ code, message, requestId, host, key }) => ({
    elements: { Code: code, Message: message, RequestId: requestId, HostId: host, Resource: key },
    headers: { 'x-obs-request-id': requestId },
  }),
};

function rewrite(action: Action): string {
  const text = withArguments(action, (key, value) => {
    if (key === 'g') return placeOf(value);
    return action.name === 'watermark' && key === 'image' ? markOf(value) : value;
  });
  const isPlaced = action.name !== 'watermark' || action.args.some(({ key }) => key === 'g');
  return isPlaced ? text : `${text},${MARK_PLACE}`;
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

/** Numbers are numbers. */
function reportOf(facts: Report): unknown {
  if ('RGB' in facts) return facts;
  return {
    format: factOf(facts, 'Format').toUpperCase().replace(/^JPG$/, 'JPEG'),
    height: Number(factOf(facts, 'ImageHeight')),
    size: Number(factOf(facts, 'FileSize')),
    width: Number(factOf(facts, 'ImageWidth')),
  };
}
