/** What of the bucket a chain draws: the objects its watermarks name. */
import { type Action, readActions } from '../../core/engine/language.ts';
import { textFromBase64 } from '../../oss/text/base64.ts';

/** The font of a text that names none; a bucket may have its own of that name. */
const DEFAULT_FONT = 'wqy-zenhei';

export interface References {
  /** Keys of pictures. */
  readonly pictures: readonly string[];
  /** Names of fonts; built-in ones as well. */
  readonly fonts: readonly string[];
}

/** Reads a canonical chain: whatever does not decode was refused before. */
export function referencesOf(chain: string): References {
  const marks = readActions(chain).filter(({ name }) => name === 'watermark');
  const pictures = marks.map((mark) => decoded(mark, 'image')?.split('?', 1)[0]);
  const fonts = marks.map((mark) => decoded(mark, 'text') && (decoded(mark, 'type') ?? DEFAULT_FONT));
  return { pictures: distinct(pictures), fonts: distinct(fonts) };
}

function decoded({ args }: Action, wanted: string): string | undefined {
  const found = args.findLast(({ key }) => key === wanted);
  return found && textFromBase64(found.value);
}

function distinct(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined))];
}
