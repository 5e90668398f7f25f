/** A built family as a face: only the slices a text needs are fetched, and the latest are kept. */
import type { ByteCache } from '../cache.ts';
import type { Font } from '../font.ts';
import type { Face, GlyphReference } from '../layout/face.ts';
import { openBytes } from '../open.ts';
import type { TextHost } from '../ports.ts';
import { type FamilyIndex, indexPath, readFamilyIndex, sliceOf, slicePath } from './family-index.ts';
import type { NamedFace } from './names.ts';

/** What families keep in the isolate. */
export interface FamilyCaches {
  readonly indexes: ByteCache<FamilyIndex>;
  readonly slices: ByteCache<Font>;
}

/** Opens a family in a line height; undefined when it was not built. */
export async function openFamily(
  { family, line }: NamedFace,
  host: TextHost,
  caches: FamilyCaches,
): Promise<Face | undefined> {
  const index = await readIndex(family, host, caches);
  if (!index) return undefined;
  const slice = (number: number): Promise<Font> => readSlice(family, number, host, caches);
  const { ascender, descender } = line ?? index;
  return {
    ascender,
    descender,
    find: (codePoints) => findGlyphs(index, codePoints, slice),
    missing: async () => ({ font: await slice(0), glyph: 0 }),
  };
}

/** Groups code points by slice, so that each slice is fetched once and all of them at the same time. */
async function findGlyphs(
  index: FamilyIndex,
  codePoints: readonly number[],
  slice: (number: number) => Promise<Font>,
): Promise<ReadonlyMap<number, GlyphReference>> {
  const groups = new Map<number, number[]>();
  for (const codePoint of codePoints) {
    const number = sliceOf(index, codePoint);
    if (number !== undefined) groups.set(number, [...(groups.get(number) ?? []), codePoint]);
  }
  const found = new Map<number, GlyphReference>();
  const searches = [...groups].map(async ([number, group]) => {
    const font = await slice(number);
    const glyphs = await font.glyphs(group);
    for (const [at, codePoint] of group.entries()) {
      const glyph = glyphs[at] ?? 0;
      if (glyph > 0) found.set(codePoint, { font, glyph });
    }
  });
  await Promise.all(searches);
  return found;
}

async function readIndex(
  family: string,
  host: TextHost,
  { indexes }: FamilyCaches,
): Promise<FamilyIndex | undefined> {
  const kept = indexes.get(family);
  if (kept) return kept;
  const bytes = await host.asset(indexPath(family));
  if (!bytes) return undefined;
  const index = readFamilyIndex(bytes);
  indexes.put(family, index, index.runs.length * 8);
  return index;
}

async function readSlice(
  family: string,
  number: number,
  host: TextHost,
  { slices }: FamilyCaches,
): Promise<Font> {
  const path = slicePath(family, number);
  const kept = slices.get(path);
  if (kept) return kept;
  const bytes = await host.asset(path);
  if (!bytes) throw new Error(`The font file ${path} is missing: build the fonts again.`);
  const font = await openBytes(bytes);
  slices.put(path, font, font.held);
  return font;
}
