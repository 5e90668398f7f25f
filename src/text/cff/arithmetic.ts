/** The arithmetic and storage operators of Type 2 charstrings (Adobe Technical Note 5177, sections 4.4 and 4.5). */
import type { Machine } from './machine.ts';

const MEMORY = 32;

/** Two-byte operators, counted from 1200. */
export const ARITHMETIC: Readonly<Record<number, (state: Machine) => void>> = {
  1203: binary((a, b) => Number(a !== 0 && b !== 0)),
  1204: binary((a, b) => Number(a !== 0 || b !== 0)),
  1205: unary((a) => Number(a === 0)),
  1209: unary(Math.abs),
  1210: binary((a, b) => a + b),
  1211: binary((a, b) => a - b),
  1212: binary((a, b) => (b === 0 ? 0 : a / b)),
  1214: unary((a) => -a),
  1215: binary((a, b) => Number(a === b)),
  1218: ({ stack }) => void stack.pop(),
  1220: put,
  1221: ({ stack, memory }) => void stack.push(memory[stack.pop() ?? 0] ?? 0),
  1222: chooseOne,
  // A fixed number, so that a text always looks the same.
  1223: ({ stack }) => void stack.push(0.5),
  1224: binary((a, b) => a * b),
  1226: unary((a) => Math.sqrt(Math.max(0, a))),
  1227: ({ stack }) => void stack.push(stack.at(-1) ?? 0),
  1228: exchange,
  1229: copyFrom,
  1230: roll,
};

function unary(of: (a: number) => number): (state: Machine) => void {
  return ({ stack }) => void stack.push(of(stack.pop() ?? 0));
}

function binary(of: (a: number, b: number) => number): (state: Machine) => void {
  return ({ stack }) => {
    const b = stack.pop() ?? 0;
    const a = stack.pop() ?? 0;
    stack.push(of(a, b));
  };
}

function put({ stack, memory }: Machine): void {
  const index = stack.pop() ?? 0;
  const value = stack.pop() ?? 0;
  if (index >= 0 && index < MEMORY) memory[index] = value;
}

/** `ifelse`: the first of two values if the third is not above the fourth, else the second. */
function chooseOne({ stack }: Machine): void {
  const [first = 0, second = 0, low = 0, high = 0] = stack.splice(-4);
  stack.push(low <= high ? first : second);
}

function exchange({ stack }: Machine): void {
  const [a = 0, b = 0] = stack.splice(-2);
  stack.push(b, a);
}

/** `index`: a copy of the value some places down; the top one when the place is negative. */
function copyFrom({ stack }: Machine): void {
  const place = Math.max(0, stack.pop() ?? 0);
  stack.push(stack.at(-1 - place) ?? 0);
}

/** `roll`: the topmost values turned round by some places, upwards when positive. */
function roll({ stack }: Machine): void {
  const shift = stack.pop() ?? 0;
  const count = Math.min(stack.pop() ?? 0, stack.length);
  if (count <= 0) return;
  const values = stack.splice(-count);
  const turn = ((shift % count) + count) % count;
  stack.push(...values.slice(count - turn), ...values.slice(0, count - turn));
}
