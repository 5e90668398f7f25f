/** What of the bucket a chain draws: the objects its watermarks name. */
import { type Action, readActions } from '../../core/engine/chain/language.ts';
import { readBase64 } from '../../core/ops/watermark/base64.ts';
import { readReference } from '../../core/ops/watermark/reference.ts';

/** The font of a text that names none; a bucket may have its own of that name. */
const DEFAULT_FONT = 'wqy-zenhei';

/** Names of what a chain draws, each once. */
export interface References {
  /** Keys of pictures. */
  readonly pictures: readonly string[];
  /** Names of fonts; built-in ones as well. */
  readonly fonts: readonly string[];
}

/** Reads a canonical chain: whatever does not decode was refused before. */
export function referencesOf(chain: string): References {
  const marks = readActions(chain).filter(({ name }) => name === 'watermark');
  const pictures = marks.map((mark) => {
    const image = decoded(mark, 'image');
    return image && readReference(image).key;
  });
  const fonts = marks.map((mark) => decoded(mark, 'text') && (decoded(mark, 'type') ?? DEFAULT_FONT));
  return { pictures: distinct(pictures), fonts: distinct(fonts) };
}

function decoded({ args }: Action, wanted: string): string | undefined {
  const found = args.findLast(({ key }) => key === wanted);
  const bytes = found && readBase64(found.value);
  return bytes && new TextDecoder().decode(bytes);
}

function distinct(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined))];
}
