/** Loaders: what frameworks ask of an image service, answered with addresses of this one. */
import { chain, type Chain } from './chain.ts';
import { pictureUrl } from './picture.ts';

/** How a picture fills its box, in the words of CSS and of image services. */
export type Fit = 'cover' | 'contain' | 'fill' | 'inside' | 'outside';

/** What frameworks ask for. */
export interface Wish {
  readonly width?: number | string | undefined;
  readonly height?: number | string | undefined;
  readonly fit?: string | undefined;
  readonly format?: string | undefined;
  /** 1 to 100; what is no number is left to the service. */
  readonly quality?: number | string | undefined;
}

/** Which bucket, and what every picture of it goes through first. */
export interface LoaderOptions {
  /** `https://img.example.com`, or `https://host/bucket` in path style. */
  readonly base: string;
  readonly before?: Chain | undefined;
}

const MODES = { cover: 'fill', contain: 'pad', fill: 'fixed', inside: 'lfit', outside: 'mfit' } as const;
const FORMATS = ['jpg', 'png', 'webp', 'bmp', 'gif', 'tiff'] as const;

/** The chain of a wish. A box of two sides is covered unless `fit` says otherwise; what is not known is left out. */
export function chainOfWish({ width, height, fit, format, quality }: Wish, before = chain()): Chain {
  const [w, h, q] = [width, height, quality].map(positive);
  let made = before;
  if (w !== undefined || h !== undefined) {
    const m = MODES[(fit ?? 'cover') as Fit] ?? 'lfit';
    made = made.resize({ ...(w && h ? { m } : {}), ...(w && { w }), ...(h && { h }) });
  }
  const known = FORMATS.find((name) => name === (format === 'jpeg' ? 'jpg' : format));
  if (known) made = made.format(known);
  return q === undefined ? made : made.quality({ q: Math.min(100, q) });
}

function positive(value: number | string | undefined): number | undefined {
  const number = Math.round(Number(value));
  return number > 0 ? number : undefined;
}

function urlOf({ base, before }: LoaderOptions, src: string, wish: Wish): string {
  const made = chainOfWish(wish, before);
  if (!/^https?:/.test(src)) return pictureUrl({ base, key: keyOf(src), process: made });
  // An address of its own: what it asked for before is replaced.
  const { origin, pathname } = new URL(src);
  return pictureUrl({ base: origin, key: keyOf(pathname), process: made });
}

/** The key that a path spells. What no path would spell so, as the percent sign of `100%.jpg`, is the key itself. */
function keyOf(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Next.js, as the default export of `images.loaderFile`. */
export function nextLoader(options: LoaderOptions) {
  return ({ src, width, quality }: { src: string; width: number; quality?: number | undefined }): string =>
    urlOf(options, src, { width, quality });
}

/** Nuxt Image, as the provider's `getImage`; `baseURL` of the provider's options goes before `base`. */
export function nuxtProvider(options: LoaderOptions) {
  return (
    src: string,
    { modifiers = {}, baseURL }: { modifiers?: Wish | undefined; baseURL?: string | undefined } = {},
  ): { url: string } => ({
    url: urlOf({ ...options, ...(baseURL === undefined ? {} : { base: baseURL }) }, src, modifiers),
  });
}

/** Astro, as the default export of an external image service. */
export function astroService(options: LoaderOptions) {
  return {
    getURL({ src, ...wish }: Wish & { readonly src: string | { readonly src: string } }): string {
      return urlOf(options, typeof src === 'string' ? src : src.src, wish);
    },
  };
}

/** unpic, as the `transformer` of its components. */
export function unpicTransformer(options: LoaderOptions) {
  return (src: string | URL, wish: Wish): string => urlOf(options, String(src), wish);
}
