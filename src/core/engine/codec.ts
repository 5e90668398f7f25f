/** One shape for every format: what it is, how its header reads, how it decodes and encodes. */
import type { Frames } from '../image/frame.ts';
import type { Geometry } from '../image/geometry.ts';
import type { LightWish } from '../image/light.ts';
import type { NativeTurns } from '../image/native.ts';
import type { Picture, Size } from '../image/picture.ts';
import type { Movement, Output } from '../spec/output.ts';
import type { Format, Source } from '../spec/source.ts';

/** One direction of one format: what a job needs a codec for. */
export type CodecUse = `${'decode' | 'encode'} ${Format}`;

/** What the planner would like of the decoder: a geometry in stored pixels, never turned. */
export interface DecodeWish extends Omit<Geometry, 'turn'> {
  /** True when all frames are wanted; else the picture, and of an animation its first frame. */
  readonly moving?: boolean | undefined;
  /**
   * Set where scaling is in linear light. A decoder that does not know how leaves it undone, and averages before no more
   * than the wish allows where that spares it reading, or where the picture could not be held.
   */
  readonly light?: LightWish | undefined;
  /** Parts of the picture that the file is decoded for, one after the other, of which this is one; 1 when left out. */
  readonly parts?: number | undefined;
  /** True when pixels are to be sRGB; else they stay in the colours of the source's profile. */
  readonly srgb?: boolean | undefined;
}

/** What the decoder will do, known from the header alone. */
export interface DecodePlan extends Size {
  /**
   * `done`: the picture is exactly the wish. `cut`: it covers `wish.cut` and may be shrunk (this plan's size
   * tells); scaling and window remain. `none`: all of the source at full size.
   */
  readonly did: 'done' | 'cut' | 'none';
  /** Peak bytes while its bands flow: WebAssembly memory and buffers, without the input bytes. */
  readonly peakBytes: number;
  /** Reference milliseconds of the decoding, of all frames when the wish was a moving one. */
  readonly cost: number;
  /** What names the form of the picture's `native`, where it will have one; its encoder names the same. */
  readonly native?: object | undefined;
  /** Word for diagnostics: `dct 1/4`, `adam7 1/2`, `full`. */
  readonly route: string;
}

/** Makes pictures of a format's files; `Details` is what its header reader hands to it in `Source.details`. */
export interface Decoder<Details = unknown> {
  plan(source: Source<Details>, wish: DecodeWish): DecodePlan;
  /**
   * Throws ProcessError from the first band on when the data is too damaged to show anything. A decoder that works long
   * before it has rows gives signs (`core/image/sign.ts`) meanwhile, so that others may have a turn.
   */
  decode(bytes: Uint8Array, source: Source<Details>, wish: DecodeWish): Picture;
  /**
   * The frames of a source that has several, each composited on the canvas and made as `plan` said of a moving wish.
   * Ends early where the data does. Throws ProcessError when not even the first one can be shown. A format that does
   * not move has none.
   */
  frames?(bytes: Uint8Array, source: Source<Details>, wish: DecodeWish): Frames;
}

/** Makes a format's files of pictures. */
export interface Encoder {
  /** Largest side it can write. */
  readonly maxSide: number;
  /** Sub-code of a longer one, where it has one of its own. */
  readonly maxSideEc?: string | undefined;
  /** Colour models whose profiles a file can hold beside its pixels; those of both when left out. */
  readonly profiles?: readonly ('grey' | 'rgb')[] | undefined;
  /** Peak bytes, the encoded result included. `opaque` when no pixel of the picture can be transparent. */
  peakBytes(size: Size, output: Output, opaque: boolean): number;
  /** Reference milliseconds of encoding a still picture. */
  cost(size: Size, output: Output, opaque: boolean): number;
  /** True when it gives signs of all the work it does; else it works as it takes bands. */
  readonly signs?: boolean | undefined;
  /** Bytes of them that are planned for the result alone; left out where it cannot be told apart. */
  resultBytes?(size: Size, output: Output, opaque: boolean): number;
  /** How pictures are turned in the form that the decoder hands over and this takes; left out where there is none. */
  readonly native?: NativeTurns | undefined;
  /**
   * The encoded bytes in order; each chunk is the consumer's to keep, and an empty one is a sign (`core/image/sign.ts`).
   * The encoder of a format without transparency is only ever given opaque pictures: the engine lays others on white.
   */
  encode(picture: Picture, output: Output): AsyncIterable<Uint8Array>;
  /** What makes animations; a format that does not move has none. */
  readonly moving?: MovingEncoder | undefined;
}

/** Makes animations of frames. */
export interface MovingEncoder {
  /** Peak bytes beside the encoded result. */
  workBytes(size: Size, output: Output, opaque: boolean): number;
  /** The most bytes that one frame takes in the result. */
  frameBytes(size: Size, output: Output, opaque: boolean): number;
  /** Reference milliseconds of encoding one frame. */
  cost(size: Size, output: Output, opaque: boolean): number;
  /** As an encoder of still pictures has it. */
  readonly signs?: boolean | undefined;
  /**
   * The encoded bytes in order, of frames that all have one size; each chunk is the consumer's to keep. What stands first
   * in a file may be known last, so `grow` is told of bytes as they are made; it throws when they outgrow what was planned.
   */
  encode(
    frames: Frames,
    output: Output & { readonly movement: Movement },
    grow: (bytes: number) => void,
  ): AsyncIterable<Uint8Array>;
}

/** How long a side may be, and the sub-code of a longer one. */
export interface SideBound {
  /** Pixels; when left out, as many as in any format. */
  readonly most?: number | undefined;
  readonly ec: string;
}

/** Everything that is known of a format in one place. */
export interface Codec<Details = unknown> {
  readonly format: Format;
  /** Media type of the format. */
  readonly type: string;
  /** True when the format can hold transparency. */
  readonly alpha: boolean;
  /** Bounds on a side of a source, where the vendor names any of this format. */
  readonly sourceSide?: SideBound | undefined;
  /** Quality of a result that neither the chain nor its source names one for (operations reference, section 15, point 10). */
  readonly defaultQuality?: number | undefined;
  /** True when it stands in where a source's own format is not written: for pictures with or without transparency. */
  readonly substitutes?: boolean | undefined;
  /** True when only sources of this format, and such as move, are written in it; for any other the wish changes nothing. */
  readonly ownSourcesOnly?: boolean | undefined;
  /** Sub-code of a wish for it where it is not written; that of an unknown value when left out. */
  readonly unwrittenEc?: string | undefined;
  /** Recognises the format by its first bytes (at least 32 are given unless the file is shorter). */
  sniff(bytes: Uint8Array): boolean;
  /**
   * Reads the header from `head`, the first bytes of a file of `size` bytes. `'more'` when `head` ends before the
   * header does and the file goes on. Throws ProcessError when the header itself is broken.
   */
  readHeader(head: Uint8Array, size: number): Source<Details> | 'more';
  readonly decoder?: Decoder<Details> | undefined;
  readonly encoder?: Encoder | undefined;
}

/** The codecs of a service, by format. */
export type CodecTable = ReadonlyMap<Format, Codec>;
