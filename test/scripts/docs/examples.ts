/** What the documentation tells its readers to try. */
import { readFileSync } from 'node:fs';

const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

/** Chains in the code of a page that stand for themselves: without an ellipsis, and without words to fill in. */
export function chainsOf(page: string): string[] {
  const chains = [...read(page).matchAll(/`(image\/[a-z-]+[^`]*)`/g)].map(([, text]) => text!);
  return [...new Set(chains)].filter((chain) => !/…|_[A-Z]{2,}$/.test(chain));
}

/** Paths of the addresses of `npm run dev` that a page links to. */
export function addressesOf(page: string): string[] {
  return [...read(page).matchAll(/<http:\/\/127\.0\.0\.1:8787(\/[^>]+)>/g)].map(([, path]) => path!);
}
