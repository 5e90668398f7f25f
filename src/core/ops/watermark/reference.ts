/** What an `image` parameter names: an object of the bucket, and perhaps a chain that prepares it. */
import { invalid } from '../../spec/error.ts';

/** What the `image` parameter names. */
export interface MarkReference {
  readonly key: string;
  /** `image/resize,P_30`; undefined when the object is drawn as it is. */
  readonly chain: string | undefined;
}

/** Actions that may prepare a mark (operations reference, section 4.15.3). */
const ALLOWED: readonly string[] = [
  'resize',
  'crop',
  'indexcrop',
  'rounded-corners',
  'rotate',
  'auto-orient',
];

/** OSS sub-codes of actions that a chain of a mark is refused for. */
const REFUSED: Readonly<Record<string, string>> = { watermark: '0040-00000373', info: '0040-00000374' };

/** Splits `KEY?x-oss-process=CHAIN` and refuses a chain of actions that may not prepare a mark. */
export function readReference(value: string): MarkReference {
  const split = value.indexOf('?');
  if (split < 0) return { key: value, chain: undefined };
  const key = value.slice(0, split);
  const [name, chain] = cutAt(value.slice(split + 1), '=');
  if (key === '' || name !== 'x-oss-process' || !chain.startsWith('image/')) throw invalid('image', value);
  for (const action of chain.split(/[/|]/)) checkAction(action);
  return { key, chain };
}

/** The family's word and empty actions stand for nothing. */
function checkAction(action: string): void {
  const [word] = cutAt(action, ',');
  if (action === '' || action === 'image' || ALLOWED.includes(word)) return;
  throw invalid('image', action, REFUSED[word]);
}

/** The text before and after the first `mark`. */
function cutAt(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
