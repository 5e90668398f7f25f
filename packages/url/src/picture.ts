/** Addresses of pictures, for one width and for many. */
import type { Chain } from './chain.ts';
import { pathText } from './sign.ts';

/** Which picture. */
export interface PictureOptions {
  /** Where the bucket is: `https://img.example.com`, or `https://host/bucket` in path style. */
  readonly base: string;
  readonly key: string;
  /** What is made of it: a chain, or its text, `style/NAME` too. The original when left out. */
  readonly process?: Chain | string | undefined;
}

/** Attributes of an `<img>`. */
export interface Responsive {
  readonly src: string;
  readonly srcset: string;
  readonly sizes: string;
}

/** The address of a picture. */
export function pictureUrl({ base, key, process = '' }: PictureOptions): string {
  // What the language is written with may stand in a query as it is, and is easier to read.
  const text = String(process).replaceAll(/[^\w/,.~|*=!-]/gu, (character) =>
    encodeURIComponent(character).replace("'", '%27').replace('(', '%28').replace(')', '%29'),
  );
  const query = text === '' ? '' : `?x-oss-process=${text}`;
  return `${base.replace(/\/+$/, '')}/${pathText(key.replace(/^\/+/, ''))}${query}`;
}

/** Widths of devices in use, in pixels. */
export const WIDTHS = [320, 480, 640, 828, 1080, 1440, 1920, 2560];

/** The addresses of a picture for every width, and how wide the page shows it (`100vw` when it does not say). */
export function responsive(
  { base, key, process }: PictureOptions & { readonly process: Chain },
  { widths = WIDTHS, sizes = '100vw' }: { readonly widths?: readonly number[]; readonly sizes?: string } = {},
): Responsive {
  const at = (width: number) => pictureUrl({ base, key, process: process.forWidth(width) });
  const middle = widths[widths.length >> 1] ?? WIDTHS[0]!;
  // A comma inside an address is part of it, for only one at its end would end it (HTML, "parse a srcset attribute").
  return { src: at(middle), srcset: widths.map((width) => `${at(width)} ${width}w`).join(', '), sizes };
}
