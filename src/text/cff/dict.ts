/** DICT data of a CFF table: operands before their operator (Adobe Technical Note 5176, section 4). */
import type { Table } from '../bytes/table.ts';

/** Operands by operator; two-byte operators count from 1200. */
export type Dict = ReadonlyMap<number, readonly number[]>;

/** The operators that are read here. */
export const OPERATOR = {
  charset: 15,
  charStrings: 17,
  privateDict: 18,
  localSubroutines: 19,
  fontMatrix: 1207,
  registryOrdering: 1230,
  fontDicts: 1236,
  fontDictSelect: 1237,
} as const;

const ESCAPE = 12;
const LAST_OPERATOR = 21;
const REAL = 30;

/** Reads a whole dictionary. Throws `BrokenFont` when it ends inside a number. */
export function readDict(table: Table): Dict {
  const dict = new Map<number, readonly number[]>();
  let operands: number[] = [];
  let at = 0;
  while (at < table.length) {
    const first = table.u8(at);
    if (first <= LAST_OPERATOR) {
      dict.set(first === ESCAPE ? 1200 + table.u8(at + 1) : first, operands);
      operands = [];
      at += first === ESCAPE ? 2 : 1;
    } else {
      const { value, next } = first === REAL ? readReal(table, at + 1) : readInteger(table, at, first);
      operands.push(value);
      at = next;
    }
  }
  return dict;
}

interface Operand {
  readonly value: number;
  readonly next: number;
}

function readInteger(table: Table, at: number, first: number): Operand {
  if (first === 28) return { value: table.i16(at + 1), next: at + 3 };
  if (first === 29) return { value: table.i32(at + 1), next: at + 5 };
  if (first >= 251) return { value: -(first - 251) * 256 - table.u8(at + 1) - 108, next: at + 2 };
  if (first >= 247) return { value: (first - 247) * 256 + table.u8(at + 1) + 108, next: at + 2 };
  return { value: first - 139, next: at + 1 };
}

/** Half bytes: digits, 10 point, 11 exponent, 12 negative exponent, 14 minus, 15 the end. */
const REAL_CHARACTERS = '0123456789.EE -';

function readReal(table: Table, start: number): Operand {
  let text = '';
  let at = start;
  for (;;) {
    const byte = table.u8(at++);
    for (const half of [byte >> 4, byte & 15]) {
      if (half === 15) return { value: Number(text) || 0, next: at };
      text += half === 12 ? 'E-' : (REAL_CHARACTERS[half] ?? '');
    }
  }
}
