/**
 * A plugin for Prettier: AssemblyScript is written as TypeScript is, but for `@inline` before a function, which TypeScript
 * has before classes only. It is read as a comment of the same length, and printed as what stands there.
 */
import type { Parser } from 'prettier';
import { parsers as all } from 'prettier/plugins/typescript';

const { typescript } = all;

export const parsers: Record<string, Parser> = {
  assemblyscript: {
    ...typescript,
    parse: (text, options) => typescript.parse(text.replaceAll(/^( *)@inline$/gm, '$1//nline'), options),
  },
};
