/** What of the bucket a chain draws: the objects its watermarks name, and their versions in a picture's address. */
import { parseChain } from '../../core/engine/chain/parse.ts';
import { EVERY_OPERATION } from '../../core/ops/index.ts';

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

/** Reads a canonical chain: whatever does not parse was refused before. */
export function referencesOf(chain: string): References {
  const drawn = parseChain(chain, EVERY_OPERATION).pixels.flatMap((step) => step.drawn ?? []);
  return {
    pictures: [...new Set(drawn.flatMap(({ pictures }) => pictures.map(({ key }) => key)))],
    fonts: [...new Set(drawn.flatMap(({ fonts }) => fonts))],
  };
}
