/** Reads what a PNG file says of itself before its pixels. */
import { damaged } from '../../core/spec/error.ts';
import type { Size } from '../../core/image/picture.ts';
import type { Source } from '../../core/spec/source.ts';
import { readChunks } from './chunks.ts';
import { STILL, walkFrames } from './frames.ts';
import { type ColourChunks, profileOfChunks } from './colours.ts';

/** Colour types (PNG, section 11.2.1). */
export const COLOUR = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 } as const;

/** Bit depths and channels of each colour type. */
const TYPES: Readonly<Record<number, { readonly depths: readonly number[]; readonly channels: number }>> = {
  [COLOUR.grey]: { depths: [1, 2, 4, 8, 16], channels: 1 },
  [COLOUR.rgb]: { depths: [8, 16], channels: 3 },
  [COLOUR.palette]: { depths: [1, 2, 4, 8], channels: 1 },
  [COLOUR.greyAlpha]: { depths: [8, 16], channels: 2 },
  [COLOUR.rgba]: { depths: [8, 16], channels: 4 },
};

const HEADER_BYTES = 13;
/** Where the colour type stands in IHDR. */
const COLOUR_AT = 9;
const MAX_SIDE = 0x7fff_ffff;
const METRE = 1;
/** Exif's units of density. */
const UNIT = { none: 1, centimetre: 3 };

/** The chunks a decoder needs beside the pixels. */
export interface PngHeader extends Size {
  readonly depth: number;
  readonly colour: number;
  readonly channels: number;
  readonly interlaced: boolean;
  /** Red, green and blue of each palette entry. */
  readonly palette: Uint8Array | undefined;
  /** tRNS: alphas of the palette, or the 16-bit samples of the one transparent colour. */
  readonly transparency: Uint8Array | undefined;
  /** What is said of colours; the profile of iCCP is still compressed. */
  readonly colours: ColourChunks;
  readonly density: Source['density'];
  /** Times an animation plays, 0 for ever; undefined where the picture is announced to be a still one. */
  readonly plays: number | undefined;
  /** True when a chunk of pixels was met, so that nothing before them is missing. */
  readonly complete: boolean;
}

/** What the decoder's plan wants to know of a PNG source (`Source.details`). */
export interface PngDetails extends Pick<PngHeader, 'depth' | 'channels'> {
  /** True when some frame of an animation gives its place back as it was. */
  readonly restores: boolean;
}

/** Reads the chunks before the pixels. Throws `BadRequest` for a header that breaks the rules, or none. */
export function readPngHeader(bytes: Uint8Array): PngHeader {
  const chunks = new Map<string, Uint8Array>();
  for (const { name, data, whole } of readChunks(bytes)) {
    if (name === 'IDAT' || name === 'IEND') return toHeader(chunks, true);
    if (!whole) break;
    if (!chunks.has(name) && isInPlace(name, chunks)) chunks.set(name, data);
  }
  return toHeader(chunks, false);
}

/**
 * Source of a file of `size` bytes, or `'more'` when `head` ends before the pixels begin. `inflate` opens a profile.
 * Exif in a PNG is not read (section 5.1 of the operations reference).
 */
export function readHeader(
  head: Uint8Array,
  size: number,
  inflate: (profile: Uint8Array) => Uint8Array | undefined,
): Source<PngDetails> | 'more' {
  const partial = head.length < size;
  const [first] = readChunks(head);
  if (partial && !first?.whole) return 'more';
  const header = readPngHeader(head);
  // Frames stand one behind the other.
  if (partial && (!header.complete || header.plays !== undefined)) return 'more';
  const { width, height, colour, depth, channels, interlaced, transparency, colours, density, plays } =
    header;
  const model = colour === COLOUR.grey || colour === COLOUR.greyAlpha ? 'grey' : 'rgb';
  const profile = colours.profile && inflate(colours.profile);
  const film = plays === undefined ? STILL : walkFrames(head, header);
  const details: PngDetails = { depth, channels, restores: film.restores };
  return {
    format: 'png',
    bytes: size,
    width,
    height,
    frames: film.frames,
    stillBytes: film.frames > 1 ? pixelBytes(head) : undefined,
    plays: film.frames > 1 ? plays : undefined,
    orientation: 1,
    alpha: channels % 2 === 0 || transparency !== undefined || film.clear,
    exact: true,
    palette: colour === COLOUR.palette,
    interlaced,
    colour: model,
    icc: profileOfChunks({ ...colours, profile }, model),
    density,
    details,
  };
}

/** Bytes of the default image. */
function pixelBytes(bytes: Uint8Array): number {
  let sum = 0;
  for (const { name, data } of readChunks(bytes)) if (name === 'IDAT') sum += data.length;
  return sum;
}

/** Chunks that say what colours mean: they count before the palette only. */
const COLOUR_CHUNKS = ['cICP', 'iCCP', 'sRGB', 'gAMA', 'cHRM'];

/** False for a chunk behind one that it must precede, or before one that it must follow: libpng passes those over. */
function isInPlace(name: string, before: ReadonlyMap<string, Uint8Array>): boolean {
  if (name === 'tRNS') return before.has('PLTE') || before.get('IHDR')?.[COLOUR_AT] !== COLOUR.palette;
  return !COLOUR_CHUNKS.includes(name) || !before.has('PLTE');
}

function toHeader(chunks: ReadonlyMap<string, Uint8Array>, complete: boolean): PngHeader {
  const header = chunks.get('IHDR');
  if (!header || header.length < HEADER_BYTES) throw damaged('it has no PNG header');
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, colour = 0, method, filter, interlace = 2] = header.subarray(8);
  const type = TYPES[colour];
  const sound = isSide(width) && isSide(height) && method === 0 && filter === 0 && interlace <= 1;
  if (!sound || !type?.depths.includes(depth)) {
    throw damaged('its PNG header breaks the rules');
  }
  return {
    width,
    height,
    depth,
    colour,
    channels: type.channels,
    interlaced: interlace === 1,
    palette: chunks.get('PLTE'),
    transparency: transparencyOf(colour, chunks),
    colours: {
      cicp: chunks.get('cICP'),
      profile: profileOf(chunks.get('iCCP')),
      srgb: chunks.get('sRGB'),
      gamma: chunks.get('gAMA'),
      chromaticities: chunks.get('cHRM'),
    },
    density: densityOf(chunks.get('pHYs')),
    plays: playsOf(chunks.get('acTL')),
    complete,
  };
}

function isSide(pixels: number): boolean {
  return pixels > 0 && pixels <= MAX_SIDE;
}

/** A picture with an alpha channel keeps its channel; a palette has no more alphas than colours; a key has its length. */
function transparencyOf(colour: number, chunks: ReadonlyMap<string, Uint8Array>): Uint8Array | undefined {
  const chunk = chunks.get('tRNS');
  if (!chunk) return undefined;
  if (colour === COLOUR.grey) return chunk.length === 2 ? chunk : undefined;
  if (colour === COLOUR.rgb) return chunk.length === 6 ? chunk : undefined;
  const colours = (chunks.get('PLTE')?.length ?? 0) / 3;
  return colour === COLOUR.palette && chunk.length > 0 && chunk.length <= colours ? chunk : undefined;
}

/** The second number of acTL; how many frames there are is counted. */
function playsOf(chunk: Uint8Array | undefined): number | undefined {
  if (!chunk || chunk.length < 8) return undefined;
  return new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength).getUint32(4);
}

/** What stands behind the profile's name, its final zero and the compression method. */
function profileOf(chunk: Uint8Array | undefined): Uint8Array | undefined {
  const end = chunk?.indexOf(0) ?? -1;
  return chunk && end > 0 && chunk[end + 1] === 0 ? chunk.subarray(end + 2) : undefined;
}

/** Pixels a metre become pixels a centimetre: Exif has no metre. */
function densityOf(chunk: Uint8Array | undefined): Source['density'] {
  if (!chunk || chunk.length < 9) return undefined;
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const [x, y] = [view.getUint32(0), view.getUint32(4)];
  if (chunk[8] !== METRE) return { unit: UNIT.none, x, y };
  return { unit: UNIT.centimetre, x: x / 100, y: y / 100 };
}
