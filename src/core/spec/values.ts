/**
 * Value types: each knows how to read its text, how to say what it accepts, how to write a value back and
 * which form control draws it.
 */
import type { Colour } from '../image/colour.ts';
import { oneOf, say, type Sentence } from './sentence.ts';

/** How a form shows the value. */
export type Control =
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'select'; readonly options: readonly string[] }
  | { readonly kind: 'colour' }
  | { readonly kind: 'toggle' }
  /** One of the nine places of a picture, drawn as a grid of three by three. */
  | { readonly kind: 'place'; readonly options: readonly string[] }
  /** A text whose canonical spelling is the base64url of its UTF-8. */
  | { readonly kind: 'text'; readonly maxBytes: number };

/** A type of values in the URL. */
export interface ValueType<T> {
  /** Completes the sentence "w must be …". */
  readonly expects: Sentence;
  readonly control: Control;
  /** The value of a text, or undefined when the text is not acceptable. */
  read(text: string): T | undefined;
  /** The inverse of `read`: canonical URLs, documented defaults, forms. */
  write(value: T): string;
}

/** A decimal integer from `min` to `max`. A sign is read only where the range goes below zero. */
export function integer(min: number, max: number): ValueType<number> {
  const pattern = min < 0 ? /^-?\d{1,9}$/ : /^\d{1,9}$/;
  return {
    expects: say(`an integer from ${min} to ${max}`, `${min} 到 ${max} 的整数`),
    control: { kind: 'number', min, max },
    read(text) {
      if (!pattern.test(text)) return undefined;
      const value = Number(text) + 0;
      return value >= min && value <= max ? value : undefined;
    },
    write: String,
  };
}

/** One of some words, exactly as spelt. */
export function choice<const W extends string>(...words: readonly W[]): ValueType<W> {
  return {
    expects: oneOf(words),
    control: { kind: 'select', options: words },
    read: (text) => words.find((word) => word === text),
    write: (value) => value,
  };
}

/** `0` or `1`. */
export function flag(): ValueType<boolean> {
  return {
    expects: say('0 or 1', '0 或 1'),
    control: { kind: 'toggle' },
    read: (text) => (text === '1' ? true : text === '0' ? false : undefined),
    write: (value) => (value ? '1' : '0'),
  };
}

/** Six hexadecimal digits in any case, without `#`. */
export function colour(): ValueType<Colour> {
  return {
    expects: say('six hexadecimal digits, for example FF0000', '六位十六进制数，例如 FF0000'),
    control: { kind: 'colour' },
    read(text) {
      if (!/^[0-9A-Fa-f]{6}$/.test(text)) return undefined;
      const rgb = Number.parseInt(text, 16);
      return { red: rgb >> 16, green: (rgb >> 8) & 255, blue: rgb & 255 };
    },
    write: ({ red, green, blue }) =>
      ((red << 16) | (green << 8) | blue).toString(16).padStart(6, '0').toUpperCase(),
  };
}
