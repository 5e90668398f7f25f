/** What of the bucket a chain draws: the objects its watermarks name. */
import { readActions } from '../../core/engine/language.ts';
import { textFromBase64 } from '../../oss/text/base64.ts';

export interface References {
  /** Keys of pictures. */
  readonly pictures: readonly string[];
  /** Names of fonts; built-in ones as well. */
  readonly fonts: readonly string[];
}

/** Reads a canonical chain: whatever does not decode was refused before. */
export function referencesOf(chain: string): References {
  const marks = readActions(chain).filter(({ name }) => name === 'watermark');
  const values = (wanted: string) =>
    marks.flatMap(({ args }) => {
      const found = args.findLast(({ key }) => key === wanted);
      return found ? [textFromBase64(found.value) ?? ''] : [];
    });
  const pictures = values('image').map((text) => text.split('?', 1)[0] ?? '');
  return { pictures: [...new Set(pictures)], fonts: [...new Set(values('type'))] };
}
