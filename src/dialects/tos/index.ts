/** Volcengine TOS: `x-tos-process`. Its words are those of OSS; orientation is left alone unless it is asked for. */
import { writeBase64Text } from '../../core/spec/base64.ts';
import { actionsIn, rewriteActions, withArguments } from '../commas.ts';
import { decoded, type Dialect, parameterOf } from '../dialect.ts';

const REPORTS = ['info', 'average-hue'];

export const tos: Dialect = {
  translate(asking) {
    const text = parameterOf(asking, 'x-tos-process');
    return text === undefined ? undefined : { key: asking.key, process: translateChain(text) };
  },
  refuse: ({ code, message, requestId, host }) => ({
    contentType: 'application/json',
    body: JSON.stringify({ Code: code, RequestId: requestId, HostId: host, Message: message }),
    headers: { 'x-tos-request-id': requestId },
  }),
};

function translateChain(text: string): string {
  const chain = rewriteActions(text, (action) =>
    withArguments(action, (key, value) =>
      action.name === 'watermark' && key === 'image' ? markOf(value) : value,
    ),
  );
  const names = actionsIn(chain);
  const oriented = ['auto-orient', ...REPORTS].some((name) => names.includes(name));
  return oriented ? chain : chain.replace(/^image\//, 'image/auto-orient,0/');
}

/** `logo.png?x-tos-process=image/resize,P_30`, in base64. */
function markOf(value: string): string {
  return writeBase64Text(decoded(value, 'image').replace('?x-tos-process=', '?x-oss-process='));
}
