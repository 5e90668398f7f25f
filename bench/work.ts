/** One piece of work, described once and done by every peer in its own way. */
import type { Rect } from '../src/core/image/picture.ts';

export interface Work {
  readonly crop?: Rect | undefined;
  /** Width to scale to; the aspect ratio is kept. */
  readonly width?: number | undefined;
  /** Degrees clockwise. */
  readonly rotate?: number | undefined;
  readonly blur?: { readonly radius: number; readonly sigma: number } | undefined;
  readonly sharpen?: number | undefined;
  /** Radius of a circle that is kept. */
  readonly circle?: number | undefined;
  /** Drawn at the bottom right, 40 px high. */
  readonly text?: string | undefined;
  readonly format: 'jpg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff';
  readonly quality?: number | undefined;
  /** WebP that loses nothing. */
  readonly lossless?: boolean | undefined;
}

/** The work in the language of the service. */
export function chainOf(work: Work): string {
  const { crop, width, rotate, blur, sharpen, circle, text, format, quality, lossless } = work;
  return [
    'image',
    crop && `crop,x_${crop.x},y_${crop.y},w_${crop.width},h_${crop.height}`,
    width && `resize,w_${width}`,
    rotate && `rotate,${rotate}`,
    blur && `blur,r_${blur.radius},s_${blur.sigma}`,
    sharpen && `sharpen,${sharpen}`,
    circle && `circle,r_${circle}`,
    text && `watermark,text_${Buffer.from(text).toString('base64url')}`,
    `format,${format}`,
    lossless ? 'quality,Q_100' : quality && `quality,Q_${quality}`,
  ]
    .filter(Boolean)
    .join('/');
}

/** True for a JPEG or PNG that becomes a format that every peer knows. */
export function isPlain(bytes: Uint8Array, { format }: Work): boolean {
  const [first] = bytes;
  return (first === 0xff || first === 0x89) && (format === 'jpg' || format === 'png' || format === 'webp');
}

/** A peer, ready to work. */
export interface Peer {
  readonly name: string;
  /** Undefined when the peer cannot do this work. */
  run(bytes: Uint8Array, work: Work): Promise<Uint8Array> | undefined;
}
