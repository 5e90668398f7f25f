/** Text for watermarks: from a name and some words to a line that can be drawn. */
import { invalid, ProcessError } from '../core/spec/error.ts';
import type { Lettering, TextRequest } from '../core/spec/marks.ts';
import { BrokenFont } from './broken.ts';
import { type ByteCache, byteCache } from './cache.ts';
import { type FamilyCaches, openFamily } from './families/family.ts';
import type { FamilyIndex } from './families/family-index.ts';
import { FALLBACK_FAMILIES, NAMED_FACES, type NamedFace } from './families/names.ts';
import type { Font } from './font.ts';
import { joinArabic } from './layout/arabic.ts';
import { toClusters } from './layout/characters.ts';
import { chooseGlyphs, type Face, fontFace } from './layout/face.ts';
import { setLine } from './layout/line.ts';
import { toVisualOrder } from './layout/order.ts';
import { outlineOf } from './layout/turn.ts';
import { lettering } from './lettering.ts';
import { heldWhileOpen, openSource } from './open.ts';
import type { BucketFonts, FontSource, Hold, TextHost } from './ports.ts';

/** Sub-code for a font that nobody has or that cannot be read. */
const UNKNOWN_FONT = '0040-00000251';

/** Bytes kept in an isolate between texts: set lines, fonts of buckets, slices and indexes of families. */
const LINE_BYTES = 1024 * 1024;
const FONT_BYTES = 3 * 1024 * 1024;
const SLICE_BYTES = 3 * 1024 * 1024;
const INDEX_BYTES = 1024 * 1024;
/** Bytes held while a line is set from built fonts: slices that are being read. */
const SETTING_BYTES = 4 * 1024 * 1024;

/**
 * Sets a line of text. `bucketFonts` finds the bucket's own fonts, which win over the built ones of the same name; `hold`
 * promises the memory that fonts take meanwhile, where there is little. Throws `InvalidArgument` (EC 0040-00000251) for a
 * font nobody has or that is broken.
 */
export type SetText = (request: TextRequest, bucketFonts: BucketFonts, hold?: Hold) => Promise<Lettering>;

/** One per isolate; it keeps what texts have in common. */
export function createText(host: TextHost): SetText {
  const caches: Caches = {
    lines: byteCache(LINE_BYTES),
    fonts: byteCache(FONT_BYTES),
    slices: byteCache(SLICE_BYTES),
    indexes: byteCache<FamilyIndex>(INDEX_BYTES),
  };
  return async function setText(request, bucketFonts, hold = holdNothing) {
    const source = await bucketFonts(request.font);
    const key = JSON.stringify([source?.id, request]);
    const kept = caches.lines.get(key);
    if (kept) return kept;
    const release = await hold(source ? heldWhileOpen(source) : SETTING_BYTES);
    try {
      const line = await setNamed(request, source, host, caches);
      caches.lines.put(key, line, line.bytes);
      return line;
    } finally {
      release();
    }
  };
}

const holdNothing: Hold = () => Promise.resolve(() => undefined);

interface Caches extends FamilyCaches {
  readonly lines: ByteCache<Lettering>;
  readonly fonts: ByteCache<Font>;
}

/** Says which font it was that could not be read. */
async function setNamed(
  request: TextRequest,
  source: FontSource | undefined,
  host: TextHost,
  caches: Caches,
): Promise<Lettering> {
  try {
    const own = source ? await openOwn(source, host, caches) : undefined;
    const line = await setRequest(request, own, host, caches);
    if (source && own) caches.fonts.put(source.id, own, own.held);
    return line;
  } catch (error) {
    if (!(error instanceof BrokenFont)) throw error;
    const message = `The font ${request.font} cannot be read: ${error.message}.`;
    throw new ProcessError('InvalidArgument', message, {
      ec: UNKNOWN_FONT,
      parameter: 'type',
      value: request.font,
    });
  }
}

async function openOwn(source: FontSource, host: TextHost, { fonts }: Caches): Promise<Font> {
  return fonts.get(source.id) ?? openSource(source, host.brotli);
}

async function setRequest(
  { text, font, size, rotate }: TextRequest,
  own: Font | undefined,
  host: TextHost,
  caches: Caches,
): Promise<Lettering> {
  const first = own ? fontFace(own) : await openNamed(font, host, caches);
  const clusters = toVisualOrder(await joinArabic(toClusters(text), first));
  const codePoints = clusters.flatMap(({ base, marks }) => [base, ...marks]);
  const glyphs = await chooseGlyphs(codePoints, faces(first, host, caches));
  const line = await setLine(clusters, glyphs, size);
  return lettering(outlineOf(line, first.ascender * size, -first.descender * size, rotate));
}

/** The face of one of the OSS names, or a built family by its own name. */
async function openNamed(name: string, host: TextHost, caches: Caches): Promise<Face> {
  const named = Object.hasOwn(NAMED_FACES, name) ? NAMED_FACES[name] : undefined;
  const wanted: NamedFace | undefined =
    named ?? (/^[a-z0-9-]{1,64}$/.test(name) ? { family: name } : undefined);
  const face = wanted && (await openFamily(wanted, host, caches));
  if (face) return face;
  if (!named) throw invalid('type', name, UNKNOWN_FONT);
  // A family that was not built is stood in for by the one that always is.
  const substitute = await openFamily({ ...named, family: FALLBACK_FAMILIES[0] }, host, caches);
  if (!substitute) throw new Error('No fonts are built: run `npm run fonts`.');
  return substitute;
}

/** The chosen face, then the families that stand in for the characters it lacks. */
async function* faces(first: Face, host: TextHost, caches: Caches): AsyncGenerator<Face> {
  yield first;
  for (const family of FALLBACK_FAMILIES) {
    const face = await openFamily({ family }, host, caches);
    if (face) yield face;
  }
}
