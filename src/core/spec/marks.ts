/** What a watermark asks of the outside: small pictures of the same bucket and drawn text. */
import type { Size } from '../image/picture.ts';

/** A picture held whole, straight-alpha RGBA. */
export interface Raster extends Size {
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly opaque: boolean;
}

/** Coverage of a drawn text, one byte a pixel, 255 fully inside. */
export interface Mask extends Size {
  readonly coverage: Uint8Array<ArrayBuffer>;
}

export interface TextRequest {
  readonly text: string;
  /** Font name of the `type` parameter, decoded: `wqy-zenhei`, or one of the bucket's own. */
  readonly font: string;
  /** Pixel size of the em square, 1 to 1000. */
  readonly size: number;
}

export interface Marks {
  /**
   * Another object of the bucket, processed by `chain` (the text after `x-oss-process=`), where `P_n` counts
   * from `canvas`. Throws `WatermarkError` when it cannot be had.
   */
  picture(key: string, chain: string | undefined, canvas: Size): Promise<Raster>;
  /** A line of text as a mask. Throws `InvalidArgument` (EC 0040-00000251) for a font nobody has. */
  text(request: TextRequest): Promise<Mask>;
}
