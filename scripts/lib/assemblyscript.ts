/**
 * AssemblyScript is written as TypeScript is, but for `@inline` before a function, which TypeScript has before classes only.
 * As a plugin for Prettier: such a line is read as a comment, and printed as what stands there.
 */
import type { Parser } from 'prettier';
import { parsers as all } from 'prettier/plugins/typescript';

const { typescript } = all;

/** A kernel's source as TypeScript, every character in its place. */
export function asTypeScript(text: string): string {
  return text.replaceAll(/^( *)@inline$/gm, '$1//nline');
}

export const parsers: Record<string, Parser> = {
  assemblyscript: {
    ...typescript,
    parse: (text, options) => typescript.parse(asTypeScript(text), options),
  },
};
