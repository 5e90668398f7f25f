/** What the encoder is told. */
import type { Format } from './source.ts';

/** Bits a pixel of a picture that loses something, where nobody knows them. */
export const USUAL_BITS = 1;

/** What a chain asks of the encoder, before the source is known. */
export interface OutputWish {
  /** `auto` leaves it to the host, which knows what the caller can show; for the engine it is the source's own. */
  readonly format: Format | 'auto' | undefined;
  /** True when a format that would stop a movement is to be refused: the host has another one to offer. */
  readonly keepsMovement?: boolean | undefined;
  /** `q`: percent of the source's own quality. */
  readonly relativeQuality: number | undefined;
  /** `Q`: absolute, never above the source's own quality. */
  readonly absoluteQuality: number | undefined;
  /** A quality that the source's own does not cap: exactly this one, or at least this one. */
  readonly level?: { readonly rule: 'exact' | 'least'; readonly quality: number } | undefined;
  /** Progressive JPEG. */
  readonly interlace: boolean;
  /** True where what moves is to be shown by its first frame alone. */
  readonly still?: boolean | undefined;
  /** Bytes that a result of a format with a quality is to have at most, or those of the source; the quality is lowered for it. */
  readonly mostBytes?: number | 'source' | undefined;
}

/** Everything a chain asks for wherever its words stand. */
export interface Told {
  readonly wish: OutputWish;
  /** Whether Exif orientation is applied to the decoded source. */
  readonly upright: boolean;
}

/** What a chain without output steps asks. */
export const NO_WISH: OutputWish = {
  format: undefined,
  relativeQuality: undefined,
  absoluteQuality: undefined,
  interlace: false,
};

/** How a result moves. */
export interface Movement {
  /** Frames that the source has; its data may end before they do. */
  readonly frames: number;
  /** Times it plays; 0 for ever. */
  readonly plays: number;
}

/** What the encoder does, everything decided. */
export interface Output {
  readonly format: Format;
  /** 1 to 100; formats without a quality ignore it. */
  readonly quality: number;
  readonly interlace: boolean;
  /** ICC profile to embed, unchanged from the source. */
  readonly icc?: Uint8Array | undefined;
  /** Exif orientation to embed; only `auto-orient,0` keeps one. */
  readonly orientation?: number | undefined;
  /** True for a picture whose source had no colour: the encoder may write one channel. */
  readonly grey?: boolean | undefined;
  /** True when colour is to be kept at every pixel (a JPEG's 4:4:4): after a mark was drawn on a source of the format. */
  readonly fullChroma?: boolean | undefined;
  /**
   * True when nothing is to be lost, if the format can: the source had lost nothing, and is wanted at full quality or
   * simple.
   */
  readonly exact?: boolean | undefined;
  /**
   * True when the picture has few colours, as the source says, and nothing is to make more of them: it may be smaller
   * without loss.
   */
  readonly drawing?: boolean | undefined;
  /** `Source.alphaBytes`, where no step may have made transparency of its own. */
  readonly alphaBytes?: number | undefined;
  /**
   * Bits a pixel that the picture will take about, if it loses something: those of the source's file, where that had lost
   * something. `USUAL_BITS` stands for what nobody knows.
   */
  readonly bitsPerPixel?: number | undefined;
  /** Given when the result moves: the encoder gets all frames. */
  readonly movement?: Movement | undefined;
}
