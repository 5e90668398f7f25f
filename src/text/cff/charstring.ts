/** Runs Type 2 charstrings: small stack programs that draw a glyph (Adobe Technical Note 5177). */
import { BrokenFont } from '../broken.ts';
import { type Table, tableOf } from '../bytes/table.ts';
import type { Path } from '../outline/path.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { DRAWING } from './drawing.ts';
import type { IndexData } from './index-data.ts';
import { type Machine, machine } from './machine.ts';

/** What a charstring may call. */
export interface Program {
  readonly globals: IndexData;
  charString(glyph: number): Table;
  locals(glyph: number): IndexData;
  /** Glyph of a code of the standard encoding. */
  standardGlyph(code: number): number;
}

const MAX_CALLS = 10;
/** Operators of one glyph; honest glyphs stay below a few thousand. */
const MAX_STEPS = 50_000;
/** Lines and curves of one glyph. */
const MAX_PIECES = 20_000;
/** The stack holds 48 numbers; 513 are allowed by CFF2, and some tools write more than 48. */
const MAX_STACK = 513;

const CALL_LOCAL = 10;
const RETURN = 11;
const ESCAPE = 12;
const END = 14;
const SHORT = 28;
const CALL_GLOBAL = 29;
const HINTS: ReadonlySet<number> = new Set([1, 3, 18, 23]);
const MASKS: ReadonlySet<number> = new Set([19, 20]);

/** The outline of a glyph. Throws `BrokenFont` for a program that breaks the rules or does not end. */
export function interpret(program: Program, glyph: number): Path {
  const state = machine();
  runGlyph(program, glyph, state, false);
  return state.path;
}

function runGlyph(program: Program, glyph: number, state: Machine, accent: boolean): void {
  const run: Run = { program, locals: program.locals(glyph), accent, ended: false };
  execute(run, state, program.charString(glyph), 0);
}

interface Run {
  readonly program: Program;
  readonly locals: IndexData;
  /** True inside an accented letter's parts, which may not be built of parts again. */
  readonly accent: boolean;
  ended: boolean;
}

function execute(run: Run, state: Machine, source: Table, calls: number): void {
  if (calls > MAX_CALLS) throw new BrokenFont('subroutines call each other too deeply');
  const code = tableOf(source.bytes(0, source.length));
  for (let at = 0; at < code.length && !run.ended;) {
    const byte = code.u8(at++);
    if (byte >= 32 || byte === SHORT) {
      at = pushNumber(state, code, at, byte);
    } else if (byte === RETURN) {
      return;
    } else {
      checkBudget(state);
      if (byte === CALL_LOCAL || byte === CALL_GLOBAL) {
        const subroutines = byte === CALL_LOCAL ? run.locals : run.program.globals;
        execute(run, state, calledSubroutine(subroutines, state), calls + 1);
      } else {
        at = operate(run, state, code, at, byte);
      }
    }
  }
}

/** One operator may draw eighty curves, so both are counted. */
function checkBudget(state: Machine): void {
  if (++state.steps <= MAX_STEPS && state.path.verbs.length <= MAX_PIECES) return;
  throw new BrokenFont('a glyph is drawn without end');
}

/** Runs one operator other than a call and gives the place of the next byte. */
function operate(run: Run, state: Machine, code: Table, at: number, byte: number): number {
  if (byte === ESCAPE) {
    const operator = 1200 + code.u8(at);
    (ARITHMETIC[operator] ?? DRAWING[operator] ?? clear)(state);
    return at + 1;
  }
  if (HINTS.has(byte) || MASKS.has(byte)) {
    countHints(state);
    return MASKS.has(byte) ? at + Math.ceil(state.hints / 8) : at;
  }
  if (byte === END) endGlyph(run, state);
  else (DRAWING[byte] ?? clear)(state);
  return at;
}

/** Operators nobody knows take their operands with them. */
function clear(state: Machine): void {
  state.stack.length = 0;
}

function pushNumber(state: Machine, code: Table, at: number, byte: number): number {
  if (state.stack.length >= MAX_STACK) throw new BrokenFont('a glyph has too many operands');
  if (byte === SHORT) {
    state.stack.push(code.i16(at));
    return at + 2;
  }
  if (byte === 255) {
    state.stack.push(code.i32(at) / 65_536);
    return at + 4;
  }
  if (byte < 247) {
    state.stack.push(byte - 139);
    return at;
  }
  const low = code.u8(at) + 108;
  state.stack.push(byte < 251 ? (byte - 247) * 256 + low : -(byte - 251) * 256 - low);
  return at + 1;
}

/** Subroutine numbers are biased so that the commonest fit one byte. */
function calledSubroutine({ count, item }: IndexData, { stack }: Machine): Table {
  const bias = count < 1240 ? 107 : count < 33_900 ? 1131 : 32_768;
  return item((stack.pop() ?? 0) + bias);
}

/** Hints are not used, but their number is the length of the masks. An odd operand before them is the width. */
function countHints(state: Machine): void {
  state.hints += state.stack.length >> 1;
  state.stack.length = 0;
}

/** `endchar`; with four operands it builds an accented letter of two others (appendix C). */
function endGlyph(run: Run, state: Machine): void {
  const { stack } = state;
  if (stack.length >= 4 && !run.accent) {
    const [x = 0, y = 0, base = 0, accent = 0] = stack.slice(-4);
    const { program } = run;
    restart(state, 0, 0);
    runGlyph(program, program.standardGlyph(base), state, true);
    restart(state, x, y);
    runGlyph(program, program.standardGlyph(accent), state, true);
  }
  run.ended = true;
}

function restart(state: Machine, x: number, y: number): void {
  state.stack.length = 0;
  state.hints = 0;
  state.x = x;
  state.y = y;
}
