/** What of the bucket a chain draws: the objects its watermarks name, and their versions in a picture's address. */
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

/** Stands for a font that the bucket has not. */
const NONE = '-';

/** ETags of what a chain draws, by its names; a font that is not the bucket's own has none. */
export interface Versions {
  readonly pictures: ReadonlyMap<string, string>;
  readonly fonts: ReadonlyMap<string, string | undefined>;
}

/** ETags in one word, in the order in which the chain names what they are of. */
export function writeVersions(etags: readonly (string | undefined)[]): string {
  return etags.map((etag) => etag ?? NONE).join(',');
}

/** The inverse of `writeVersions` for the chain it was written of. */
export function readVersions(chain: string, versions: string): Versions {
  const { pictures, fonts } = referencesOf(chain);
  const etags = versions.split(',');
  const own = etags.slice(pictures.length).map((etag) => (etag === NONE ? undefined : etag));
  return {
    pictures: new Map(pictures.map((key, index) => [key, etags[index] || NONE])),
    fonts: new Map(fonts.map((name, index) => [name, own[index]])),
  };
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
