/** What the first bytes of an original tell, before a pixel is decoded. */
import type { Size } from '../image/picture.ts';

/** The formats of the URL language, by its words. */
export const FORMATS = ['jpg', 'png', 'webp', 'gif', 'bmp', 'tiff', 'heic', 'avif'] as const;
/** Formats that callers say they can show, those of the smallest results first. */
export const OFFERED: readonly Format[] = ['avif', 'webp'];
/** One of the formats. */
export type Format = (typeof FORMATS)[number];

/** An Exif tag as exiv2 prints it: name and interpreted value. */
export type ExifTags = Readonly<Record<string, string>>;

/** An original, as its header describes it. */
export interface Source<Details = unknown> extends Size {
  readonly format: Format;
  /** Bytes of the stored object. */
  readonly bytes: number;
  /** 1 for a still picture. */
  readonly frames: number;
  /** Bytes that are read where the first of several frames is all that is wanted; all of them when left out. */
  readonly stillBytes?: number | undefined;
  /** Times an animation plays; 0, which is also what is meant without it, for ever. */
  readonly plays?: number | undefined;
  /** Exif orientation, 1 to 8; 1 when the file has none. */
  readonly orientation: number;
  /** True when some pixel may be transparent. */
  readonly alpha: boolean;
  /** Bytes that transparency takes in the file, where the format stores it by itself and without loss. */
  readonly alphaBytes?: number | undefined;
  /** Estimated IJG quality, 1 to 100: JPEG only. */
  readonly quality?: number | undefined;
  /** True when the file's pixels are what was drawn: nothing was lost when they were stored. */
  readonly exact?: boolean | undefined;
  /** True when the file says that it has few colours: at most 256. */
  readonly palette?: boolean | undefined;
  /** Progressive JPEG or Adam7 PNG. */
  readonly interlaced: boolean;
  /** Colour model of the stored samples. */
  readonly colour: 'grey' | 'rgb' | 'cmyk';
  /** The embedded ICC profile, complete. */
  readonly icc?: Uint8Array | undefined;
  /**
   * The TIFF structure inside the Exif block, unparsed, for `info`; the vendor shows none of PNG (operations reference,
   * 5.1).
   */
  readonly exif?: Uint8Array | undefined;
  /** Pixel density as Exif writes it: unit 1 none, 2 inch, 3 centimetre. */
  readonly density?: { readonly unit: number; readonly x: number; readonly y: number } | undefined;
  /** What the format's own decoder wants to know of the file when it plans; nobody else reads it. */
  readonly details?: Details | undefined;
}
