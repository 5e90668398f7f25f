/** What a watermark asks of the outside: small pictures of the same bucket and drawn text. */
import type { Rect, Size } from '../image/picture.ts';

/** A picture held whole, straight-alpha RGBA. */
export interface Raster extends Size {
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly opaque: boolean;
}

/** Coverage of a drawn text, one byte a pixel, 255 fully inside. */
export interface Mask extends Size {
  readonly coverage: Uint8Array<ArrayBuffer>;
}

/**
 * A line of text laid out. Its pixels are drawn part by part, so that a text far larger than the picture costs no
 * more than what is seen of it.
 */
export interface Lettering extends Size {
  /** Bytes it keeps for as long as it lives. */
  readonly bytes: number;
  /** Coverage of `part`, which may reach beyond the box: nothing is drawn there. */
  draw(part: Rect): Mask;
}

/** A text to be drawn. */
export interface TextRequest {
  readonly text: string;
  /** Font name of the `type` parameter, decoded: `wqy-zenhei`, or one of the bucket's own. */
  readonly font: string;
  /** Pixel size of the em square, 1 to 1000. */
  readonly size: number;
  /** Clockwise turn in degrees, 0 to 360; the box is that of the turned line. */
  readonly rotate: number;
}

/** A picture that a step draws. */
export interface MarkReference {
  /** An object of the bucket. */
  readonly key: string;
  /** `image/resize,P_30`, which prepares it; undefined when the object is drawn as it is. */
  readonly chain: string | undefined;
}

/** What a step draws of the bucket, known before anything is fetched. */
export interface Drawn {
  readonly pictures: readonly MarkReference[];
  /** Names of fonts; built-in ones as well. */
  readonly fonts: readonly string[];
}

/** Where watermarks get their pictures and texts from. */
export interface Marks {
  /**
   * Another object of the bucket, processed by `chain` (the text after `x-oss-process=`), where `P_n` counts
   * from `canvas`. Throws `WatermarkError` when it cannot be had.
   */
  picture(key: string, chain: string | undefined, canvas: Size): Promise<Raster>;
  /** A line of text, laid out. Throws `InvalidArgument` (EC 0040-00000251) for a font nobody has or that is broken. */
  text(request: TextRequest): Promise<Lettering>;
}
