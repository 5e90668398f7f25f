/** What an `image` parameter names: an object of the bucket, and perhaps a chain that prepares it. */
import { invalid } from '../../spec/error.ts';
import type { MarkReference } from '../../spec/marks.ts';

/** Splits `KEY?x-oss-process=CHAIN`. Throws `InvalidArgument` for anything else behind a question mark. */
export function readReference(value: string): MarkReference {
  const split = value.indexOf('?');
  if (split < 0) return { key: value, chain: undefined };
  const key = value.slice(0, split);
  const [name, chain] = cutAt(value.slice(split + 1), '=');
  if (key === '' || name !== 'x-oss-process' || !chain.startsWith('image/')) throw invalid('image', value);
  return { key, chain };
}

/** The text before and after the first `mark`. */
function cutAt(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
