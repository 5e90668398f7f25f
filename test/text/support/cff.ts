/** CFF fonts made by hand, so that every operator can be written down. */
import { ascii, basics, sfnt, u16, u32 } from './fonts.ts';

/** A charstring: numbers, and operators by their names. */
export type Words = readonly (number | string)[];

const OPERATORS: Readonly<Record<string, readonly number[]>> = {
  hstem: [1], vstem: [3], vmoveto: [4], rlineto: [5], hlineto: [6], vlineto: [7], rrcurveto: [8], callsubr: [10],
  return: [11], endchar: [14], hstemhm: [18], hintmask: [19], cntrmask: [20], rmoveto: [21], hmoveto: [22],
  vstemhm: [23], rcurveline: [24], rlinecurve: [25], vvcurveto: [26], hhcurveto: [27], callgsubr: [29],
  vhcurveto: [30], hvcurveto: [31], and: [12, 3], or: [12, 4], not: [12, 5], abs: [12, 9], add: [12, 10],
  sub: [12, 11], div: [12, 12], neg: [12, 14], eq: [12, 15], drop: [12, 18], put: [12, 20], get: [12, 21],
  ifelse: [12, 22], random: [12, 23], mul: [12, 24], sqrt: [12, 26], dup: [12, 27], exch: [12, 28],
  index: [12, 29], roll: [12, 30], hflex: [12, 34], flex: [12, 35], hflex1: [12, 36], flex1: [12, 37],
}; // prettier-ignore

export function charString(words: Words): number[] {
  return words.flatMap((word) => {
    if (typeof word === 'number') return writeNumber(word);
    // Raw bytes: the mask after `hintmask`.
    if (word.startsWith('#')) return [Number.parseInt(word.slice(1), 16)];
    return [...(OPERATORS[word] ?? [])];
  });
}

function writeNumber(value: number): number[] {
  if (!Number.isInteger(value)) return [255, ...u32(Math.round(value * 65_536))];
  if (Math.abs(value) <= 107) return [value + 139];
  if (value >= 108 && value <= 1131) return [247 + ((value - 108) >> 8), (value - 108) & 255];
  if (value <= -108 && value >= -1131) return [251 + ((-value - 108) >> 8), (-value - 108) & 255];
  return [28, ...u16(value)];
}

function index(items: readonly (readonly number[])[]): number[] {
  if (items.length === 0) return u16(0);
  const offsets = items.reduce((list, item) => [...list, (list.at(-1) ?? 1) + item.length], [1]);
  return [...u16(items.length), 2, ...offsets.flatMap((offset) => u16(offset)), ...items.flat()];
}

/** A number of a dictionary in its longest form, so that offsets do not change its length. */
function operand(value: number): number[] {
  return [29, ...u32(value)];
}

export interface CffParts {
  readonly glyphs: readonly Words[];
  readonly locals?: readonly Words[];
  readonly globals?: readonly Words[];
  /** String identifiers of glyphs 1 and on. */
  readonly names?: readonly number[];
  /** Group of each glyph: makes the font one keyed by CID, the local subroutines those of the last group. */
  readonly groups?: readonly number[];
}

/** An OpenType font with these charstrings; glyph 1 is `A`. */
export function cffFont(parts: CffParts): Uint8Array {
  return sfnt([...basics(parts.glyphs.length), ['CFF ', cffTable(parts)]], 'OTTO');
}

export function cffTable({ glyphs, locals = [], globals = [], names, groups }: CffParts): number[] {
  const before = [1, 0, 4, 2, ...index([ascii('Test')])];
  const after = [...index([]), ...index(globals.map(charString))];
  const charStrings = index(glyphs.map(charString));
  const charset = names ? [0, ...names.flatMap((name) => u16(name))] : [];
  const subroutines = locals.length > 0 ? index(locals.map(charString)) : [];
  const privates = [...operand(6), 19];
  const select = groups ? [0, ...groups] : [];
  const top = (start: number): number[] => {
    const charsetAt = start + charStrings.length;
    const privateAt = charsetAt + charset.length;
    const selectAt = privateAt + privates.length + subroutines.length;
    const fontDict = [...operand(privates.length), ...operand(privateAt), 18];
    const empty = [...operand(0), ...operand(0), 18];
    const dict = [...(names ? [...operand(charsetAt), 15] : []), ...operand(start), 17];
    if (!groups) return [...dict, ...(locals.length > 0 ? fontDict : [])];
    const tail = [...operand(selectAt), 12, 37, ...operand(selectAt + select.length), 12, 36];
    fontDicts = index([...Array.from({ length: Math.max(...groups) }, () => empty), fontDict]);
    return [...operand(0), ...operand(0), ...operand(0), 12, 30, ...dict, ...tail];
  };
  let fontDicts: number[] = [];
  const start = before.length + index([top(0)]).length + after.length;
  const head = [...before, ...index([top(start)]), ...after];
  return [...head, ...charStrings, ...charset, ...privates, ...subroutines, ...select, ...fontDicts];
}
