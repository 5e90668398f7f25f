/** What every operation takes. Written by `npm run docs` from the operations' declarations; do not edit. */

/** Values by operation: by key, the value itself where a URL has no key, or nothing. */
export interface Operations {
  /** Scales the picture, keeping its proportions unless told otherwise. `image/resize,w_300` */
  readonly 'resize': {
    /** Fit inside the box, cover it, cover and cut to it, fit and pad to it, or force both sides. It must be one of lfit, mfit, fill, pad, fixed (lfit when left out). */
    readonly m?: 'lfit' | 'mfit' | 'fill' | 'pad' | 'fixed' | undefined;
    /** Target width in pixels. It must be an integer from 1 to 16384. */
    readonly w?: number | undefined;
    /** Target height in pixels. It must be an integer from 1 to 16384. */
    readonly h?: number | undefined;
    /** Target length of the longer side; ignored beside `w` or `h`. It must be an integer from 1 to 16384. */
    readonly l?: number | undefined;
    /** Target length of the shorter side; ignored beside `w` or `h`. It must be an integer from 1 to 16384. */
    readonly s?: number | undefined;
    /** 1 never enlarges: the source size is kept instead. It must be 0 or 1 (1 when left out). */
    readonly limit?: boolean | 0 | 1 | undefined;
    /** Colour of the border that `m_pad` adds. It must be six hexadecimal digits, for example FF0000 (FFFFFF when left out). */
    readonly color?: string | undefined;
    /** Percentage of the source size; not subject to `limit`, used without a side. It must be an integer from 1 to 1000. */
    readonly p?: number | undefined;
    /** Percentage of the picture that is being marked; only in the chain of a picture watermark. It must be an integer from 1 to 100. */
    readonly P?: number | undefined;
  };
  /** Turns the picture upright by its Exif orientation before anything else happens. `image/auto-orient,0` */
  readonly 'auto-orient': boolean | 0 | 1;
  /** Cuts a rectangle out of the picture. `image/crop,x_100,y_50` */
  readonly 'crop': 'nw' | 'north' | 'ne' | 'west' | 'center' | 'east' | 'sw' | 'south' | 'se' | {
    /** Width in pixels; 0 or left out means up to the border. It must be an integer from 0 to 999999999. */
    readonly w?: number | undefined;
    /** Height in pixels; 0 or left out means up to the border. It must be an integer from 0 to 999999999. */
    readonly h?: number | undefined;
    /** Pixels to go right from the origin. It must be an integer from 0 to 999999999. */
    readonly x?: number | undefined;
    /** Pixels to go down from the origin. It must be an integer from 0 to 999999999. */
    readonly y?: number | undefined;
    /** Where the origin lies. It must be one of nw, north, ne, west, center, east, sw, south, se (nw when left out). */
    readonly g?: 'nw' | 'north' | 'ne' | 'west' | 'center' | 'east' | 'sw' | 'south' | 'se' | undefined;
  };
  /** Cuts the picture into equal slices and keeps one of them. `image/indexcrop,x_100,i_0` */
  readonly 'indexcrop': {
    /** Width of a slice; slices run left to right. It must be an integer from 0 to 999999999. */
    readonly x?: number | undefined;
    /** Height of a slice; slices run top to bottom. Wins over `x`. It must be an integer from 0 to 999999999. */
    readonly y?: number | undefined;
    /** Which slice, counted from 0. It must be an integer from 0 to 999999999 (0 when left out). */
    readonly i?: number | undefined;
  };
  /** Cuts a circle out of the middle of the picture. `image/circle,r_100` */
  readonly 'circle': {
    /** Radius; never more than half the shorter side. It must be an integer from 1 to 4096. */
    readonly r: number;
  };
  /** Rounds the four corners of the picture. `image/rounded-corners,r_30` */
  readonly 'rounded-corners': {
    /** Radius of the corners; never more than half the shorter side. It must be an integer from 1 to 4096. */
    readonly r: number;
  };
  /** Turns the picture clockwise. `image/rotate,90` */
  readonly 'rotate': number;
  /** Blurs the picture with a Gaussian. `image/blur,r_3,s_2` */
  readonly 'blur': {
    /** Radius of the kernel in pixels; the Gaussian is cut off there. It must be an integer from 1 to 50. */
    readonly r: number;
    /** Standard deviation in pixels; larger is blurrier. It must be an integer from 1 to 50. */
    readonly s: number;
  };
  /** Makes the picture lighter or darker. `image/bright,50` */
  readonly 'bright': number;
  /** Spreads the tones apart or draws them together around the middle. `image/contrast,40` */
  readonly 'contrast': number;
  /** Sharpens the picture with an unsharp mask. `image/sharpen,100` */
  readonly 'sharpen': number;
  /** Draws text, another picture of the bucket, or both side by side onto the picture. `image/watermark,text_SGVsbG8g5Zu-54mH5pyN5YqhIQ` */
  readonly 'watermark': {
    /** Opacity of the mark in percent. It must be an integer from 0 to 100 (100 when left out). */
    readonly t?: number | undefined;
    /** Where the mark stands. It must be one of nw, north, ne, west, center, east, sw, south, se (se when left out). */
    readonly g?: 'nw' | 'north' | 'ne' | 'west' | 'center' | 'east' | 'sw' | 'south' | 'se' | undefined;
    /** Pixels to the border on the left or right; not for `north`, `center`, `south`. It must be an integer from 0 to 4096 (10 when left out). */
    readonly x?: number | undefined;
    /** Pixels to the border above or below; not for `west`, `center`, `east`. It must be an integer from 0 to 4096 (10 when left out). */
    readonly y?: number | undefined;
    /** Pixels down from the middle; only for `west`, `center`, `east`. It must be an integer from -1000 to 1000 (0 when left out). */
    readonly voffset?: number | undefined;
    /** 1 repeats the mark over the whole picture. It must be 0 or 1 (0 when left out). */
    readonly fill?: boolean | 0 | 1 | undefined;
    /** Pixels between marks side by side, with `fill_1`. It must be an integer from 0 to 4096 (0 when left out). */
    readonly padx?: number | undefined;
    /** Pixels between rows of marks, with `fill_1`. It must be an integer from 0 to 4096 (0 when left out). */
    readonly pady?: number | undefined;
    /** Text of one line, in base64url. It must be base64url of 1 to 64 bytes of UTF-8. */
    readonly text?: string | undefined;
    /** Font, in base64url: one of the seven names, or one of the bucket. It must be base64url of 1 to 2048 bytes of UTF-8 (d3F5LXplbmhlaQ when left out). */
    readonly type?: string | undefined;
    /** Colour of the text. It must be six hexadecimal digits, for example FF0000 (000000 when left out). */
    readonly color?: string | undefined;
    /** Height of the text in pixels, the em square. It must be an integer from 1 to 1000 (40 when left out). */
    readonly size?: number | undefined;
    /** Opacity of the text's shadow in percent. It must be an integer from 0 to 100 (0 when left out). */
    readonly shadow?: number | undefined;
    /** Clockwise turn of the text in degrees. It must be an integer from 0 to 360 (0 when left out). */
    readonly rotate?: number | undefined;
    /** Object of the bucket to draw, in base64url: its key, perhaps with `?x-oss-process=` and a chain. It must be base64url of 1 to 2048 bytes of UTF-8. */
    readonly image?: string | undefined;
    /** 0 puts the picture left of the text, 1 right of it. It must be 0 or 1 (0 when left out). */
    readonly order?: boolean | 0 | 1 | undefined;
    /** How the two stand side by side: 0 top, 1 middle, 2 bottom. It must be one of 0, 1, 2 (2 when left out). */
    readonly align?: '0' | 0 | '1' | 1 | '2' | 2 | undefined;
    /** Pixels between picture and text. It must be an integer from 0 to 1000 (0 when left out). */
    readonly interval?: number | undefined;
  };
  /** Names the format of the result; without it the format of the source is kept. `image/format,png` */
  readonly 'format': 'jpg' | 'png' | 'webp' | 'gif' | 'bmp' | 'tiff' | 'heic' | 'avif' | 'auto';
  /** Writes a JPEG that appears blurred first and then sharpens while it loads. `image/interlace,1` */
  readonly 'interlace': boolean | 0 | 1;
  /** Sets the quality of a JPEG or WebP result. `image/quality,q_80` */
  readonly 'quality': number | {
    /** Percent of the quality of a JPEG source; of 100 for any other source. It must be an integer from 1 to 100. */
    readonly q?: number | undefined;
    /** Quality, but never above that of a JPEG source. Wins over `q`. It must be an integer from 1 to 100. */
    readonly Q?: number | undefined;
  };
  /** Shows the original where the picture cannot be read or processed, instead of an error. `image/ignore-error,1` */
  readonly 'ignore-error': boolean | 0 | 1;
  /** Answers size, format, resolution and Exif of the original, as JSON. `image/info` */
  readonly 'info': undefined;
  /** Answers the colour that stands for the picture, as JSON. `image/average-hue` */
  readonly 'average-hue': undefined;
}

/** The operations, as the URL names them. */
export const OPERATION_NAMES: readonly (keyof Operations)[] = [
  'resize',
  'auto-orient',
  'crop',
  'indexcrop',
  'circle',
  'rounded-corners',
  'rotate',
  'blur',
  'bright',
  'contrast',
  'sharpen',
  'watermark',
  'format',
  'interlace',
  'quality',
  'ignore-error',
  'info',
  'average-hue',
];

/** Parameters that are texts, by operation: the URL has them in base64url. */
export const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'watermark': ['text', 'type', 'image'],
};
