/** Decides what is encoded, and how, from what the chain wishes and what the source is. */
import { invalid, ProcessError } from '../../spec/error.ts';
import type { Size } from '../../image/picture.ts';
import { type Output, type OutputWish, USUAL_BITS } from '../../spec/output.ts';
import type { Source } from '../../spec/source.ts';
import type { Chain } from '../chain/parse.ts';
import type { Codec, CodecTable, Encoder } from '../codec.ts';

/** Quality when the format ignores it. */
const ANY_QUALITY = 100;
/** Sub-code of a format that is not known. */
const UNKNOWN_EC = '0040-00000206';
/** Sub-code of a result with too long a side, in formats without one of their own. */
const RESULT_SIDE_EC = '0040-00000007';

/** The codec that writes the result. Throws `InvalidArgument` for a format nobody writes here. */
export function outputCodec(
  source: Source,
  wish: OutputWish,
  codecs: CodecTable,
): Codec & { encoder: Encoder } {
  const format = wish.format === 'auto' ? undefined : wish.format;
  const wished = format && codecs.get(format);
  const own = codecs.get(source.format);
  const moves = !wish.still && source.frames > 1 && own?.decoder?.frames !== undefined;
  const isIgnored = wished?.ownSourcesOnly && source.format !== wished.format && !moves;
  const asked = isIgnored ? undefined : format;
  const codec = asked === undefined ? own : wished;
  if (canWrite(codec) && !(wish.keepsMovement && moves && !codec.encoder.moving)) return codec;
  const substitute = [...codecs.values()].find(
    ({ substitutes, alpha }) => substitutes && alpha === source.alpha,
  );
  if (asked === undefined && canWrite(substitute)) return substitute;
  throw invalid('format', asked ?? source.format, codec?.unwrittenEc ?? UNKNOWN_EC);
}

function canWrite(codec: Codec | undefined): codec is Codec & { encoder: Encoder } {
  return codec?.encoder !== undefined;
}

/** What the steps of a chain may have done to the picture. */
export interface Changes {
  /** They may have brought colour into a grey picture. */
  readonly coloured: boolean;
  /** They turned it by quarters, so that an orientation kept beside it would turn it again. */
  readonly turned: boolean;
  /** They drew a mark onto it. */
  readonly marked: boolean;
  /** They may have cleared pixels. */
  readonly cleared: boolean;
  /** They made it larger or smaller. */
  readonly scaled: boolean;
  /** They left all pixels as they were, or those that are left. */
  readonly untouched: boolean;
}

/** The profile that goes on with the pixels: one for their model, where the format can hold it. */
function keptProfile(
  { colour, icc }: Source,
  coloured: boolean,
  { profiles }: Encoder,
): Uint8Array | undefined {
  if (colour === 'cmyk' || (colour === 'grey' && coloured)) return undefined;
  return !profiles || profiles.includes(colour) ? icc : undefined;
}

const FULL_QUALITY = 100;
/**
 * Bits a pixel that photographs never have without loss and interfaces seldom reach: those are smaller without loss than
 * lossy, at 1.1 bits of a PNG half as large.
 */
const SPARSE_BITS = 1.25;

/** True when a file without loss is so small for its pixels that they can only be drawn. */
function isSparse({ bytes, width, height }: Source): boolean {
  return bytes * 8 < width * height * SPARSE_BITS;
}

/** Bits that a pixel of noise takes at the best quality: what a file has beyond is no picture. */
const MOST_BITS = 8;

/** Bits a pixel of the still picture: as many as in the file, and what is made smaller is no softer than most. */
function bitsOf({ bytes, stillBytes = bytes, width, height }: Source, scaled: boolean): number {
  const own = Math.min((stillBytes * 8) / (width * height), MOST_BITS);
  return scaled ? Math.max(own, USUAL_BITS) : own;
}

/** Everything the encoder is told. */
export function decideOutput(
  source: Source,
  chain: Chain,
  target: Codec & { encoder: Encoder },
  { coloured, turned, marked, cleared, scaled, untouched }: Changes,
): Output {
  const grey = source.colour === 'grey' && !coloured;
  const quality = decideQuality(source, chain.wish, target);
  const icc = keptProfile(source, coloured, target.encoder);
  const keepsOrientation = !chain.upright && !turned && source.orientation !== 1;
  const orientation = keepsOrientation ? source.orientation : undefined;
  return {
    format: target.format,
    quality,
    interlace: chain.wish.interlace,
    icc,
    orientation,
    grey,
    fullChroma: source.format === target.format && marked,
    exact: source.exact && (quality === FULL_QUALITY || (untouched && isSparse(source))),
    drawing: source.palette && untouched,
    alphaBytes: cleared ? undefined : source.alphaBytes,
    bitsPerPixel: source.exact ? undefined : bitsOf(source, scaled),
  };
}

/**
 * `Q` caps the source's own quality, `q` is a percentage of it (section 4.14). A source without a quality counts
 * as 100 when one is asked for, and takes the format's default when none is.
 */
export function decideQuality(
  source: Source,
  wish: OutputWish,
  { format, defaultQuality }: Pick<Codec, 'format' | 'defaultQuality'>,
): number {
  const { absoluteQuality, relativeQuality, level } = wish;
  const own = source.quality ?? 100;
  if (level?.rule === 'exact') return level.quality;
  if (level?.rule === 'least') return Math.max(source.quality ?? 1, level.quality);
  if (absoluteQuality !== undefined) return Math.min(own, absoluteQuality);
  if (relativeQuality !== undefined) {
    return Math.max(1, Math.round((own * relativeQuality) / 100));
  }
  if (format === source.format && source.quality !== undefined) return source.quality;
  return defaultQuality ?? ANY_QUALITY;
}

/** Refuses a result the format cannot hold. */
export function checkResult(
  { width, height }: Size,
  { format, encoder }: Codec & { encoder: Encoder },
): void {
  const { maxSide, maxSideEc } = encoder;
  if (Math.max(width, height) <= maxSide) return;
  throw new ProcessError('ImageTooLarge', `A ${format} picture has at most ${maxSide} pixels a side.`, {
    ec: maxSideEc ?? RESULT_SIDE_EC,
  });
}
