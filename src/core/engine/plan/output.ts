/** Decides what is encoded, and how, from what the chain wishes and what the source is. */
import { invalid, ProcessError } from '../../spec/error.ts';
import type { Size } from '../../image/picture.ts';
import type { Output, OutputWish } from '../../spec/output.ts';
import type { Format, Source } from '../../spec/source.ts';
import type { Chain } from '../chain/parse.ts';
import type { Codec, CodecTable, Encoder } from '../codec.ts';

/** Quality of a conversion from a format that has none (register of uncertain points, 10). */
const DEFAULT_QUALITY: Partial<Record<Format, number>> = { jpg: 85, webp: 80, avif: 60, heic: 80 };
/** Quality when the format ignores it. */
const ANY_QUALITY = 100;

/** Sub-codes of formats that OSS writes only in some regions; any other is an unknown value. */
const UNWRITTEN_EC: Partial<Record<Format, string>> = { heic: '0040-00000015', avif: '0040-00000016' };

/** The codec that writes the result. Throws `InvalidArgument` for a format nobody writes here. */
export function outputCodec(
  source: Source,
  wish: OutputWish,
  codecs: CodecTable,
): Codec & { encoder: Encoder } {
  const asked = wish.format === 'gif' && source.format !== 'gif' ? undefined : wish.format;
  const codec = codecs.get(asked ?? source.format);
  if (codec?.encoder) return { ...codec, encoder: codec.encoder };
  const substitute = codecs.get(source.alpha ? 'png' : 'jpg');
  if (asked === undefined && substitute?.encoder) return { ...substitute, encoder: substitute.encoder };
  const format = asked ?? source.format;
  throw invalid('format', format, UNWRITTEN_EC[format] ?? '0040-00000206');
}

/** What the steps of a chain may have done to the picture. */
export interface Changes {
  /** They may have brought colour into a grey picture. */
  readonly coloured: boolean;
  /** They turned it by quarters, so that an orientation kept beside it would turn it again. */
  readonly turned: boolean;
  /** They drew a mark onto it. */
  readonly marked: boolean;
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

/** Everything the encoder is told. */
export function decideOutput(
  source: Source,
  chain: Chain,
  { format, encoder }: Codec & { encoder: Encoder },
  { coloured, turned, marked }: Changes,
): Output {
  const grey = source.colour === 'grey' && !coloured;
  const icc = keptProfile(source, coloured, encoder);
  const keepsOrientation = !chain.upright && !turned && source.orientation !== 1;
  const orientation = keepsOrientation ? source.orientation : undefined;
  return {
    format,
    quality: decideQuality(source, chain.wish, format),
    interlace: chain.wish.interlace,
    icc,
    orientation,
    grey,
    fullChroma: source.format === 'jpg' && marked,
  };
}

/**
 * `Q` caps the source's own quality, `q` is a percentage of it (section 4.14). A source without a quality counts
 * as 100 when one is asked for, and takes the format's default when none is.
 */
export function decideQuality(source: Source, wish: OutputWish, format: Format): number {
  const { absoluteQuality, relativeQuality } = wish;
  const own = source.quality ?? 100;
  if (absoluteQuality !== undefined) return Math.min(own, absoluteQuality);
  if (relativeQuality !== undefined) {
    return Math.max(1, Math.round((own * relativeQuality) / 100));
  }
  if (format === 'jpg' && source.quality !== undefined) return source.quality;
  return DEFAULT_QUALITY[format] ?? ANY_QUALITY;
}

/** Refuses a result the format cannot hold. */
export function checkResult({ width, height }: Size, codec: Codec & { encoder: Encoder }): void {
  if (Math.max(width, height) <= codec.encoder.maxSide) return;
  throw new ProcessError(
    'ImageTooLarge',
    `A ${codec.format} picture has at most ${codec.encoder.maxSide} pixels a side.`,
    { ec: codec.format === 'webp' ? '0040-00000011' : '0040-00000007' },
  );
}
