/** The path operators of Type 2 charstrings (Adobe Technical Note 5177, section 4). Each takes the whole stack. */
import { curveTo, lineTo, type Machine, moveTo } from './machine.ts';

/** Operators by number; two-byte ones count from 1200. */
export const DRAWING: Readonly<Record<number, (state: Machine) => void>> = {
  4: (state) => move(state, 1, ([dy = 0]) => [0, dy]),
  5: (state) => lines(state, take(state)),
  6: (state) => alternateLines(state, true),
  7: (state) => alternateLines(state, false),
  8: (state) => curves(state, take(state)),
  21: (state) => move(state, 2, ([dx = 0, dy = 0]) => [dx, dy]),
  22: (state) => move(state, 1, ([dx = 0]) => [dx, 0]),
  24: curvesThenLine,
  25: linesThenCurve,
  26: (state) => parallelCurves(state, false),
  27: (state) => parallelCurves(state, true),
  30: (state) => alternateCurves(state, false),
  31: (state) => alternateCurves(state, true),
  1234: flatFlex,
  1235: (state) => curves(state, take(state).slice(0, 12)),
  1236: raisedFlex,
  1237: balancedFlex,
};

function take({ stack }: Machine): number[] {
  return stack.splice(0);
}

/** A move takes its last operands; one more before them is the glyph's width. */
function move(
  state: Machine,
  operands: number,
  step: (last: readonly number[]) => readonly [number, number],
): void {
  moveTo(state, ...step(take(state).slice(-operands)));
}

function lines(state: Machine, steps: readonly number[]): void {
  for (let at = 0; at + 1 < steps.length; at += 2) lineTo(state, steps[at] ?? 0, steps[at + 1] ?? 0);
}

function alternateLines(state: Machine, horizontalFirst: boolean): void {
  let horizontal = horizontalFirst;
  for (const step of take(state)) {
    lineTo(state, horizontal ? step : 0, horizontal ? 0 : step);
    horizontal = !horizontal;
  }
}

function curves(state: Machine, steps: readonly number[]): void {
  for (let at = 0; at + 5 < steps.length; at += 6) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = steps.slice(at, at + 6);
    curveTo(state, a, b, c, d, e, f);
  }
}

function curvesThenLine(state: Machine): void {
  const steps = take(state);
  curves(state, steps.slice(0, -2));
  lines(state, steps.slice(-2));
}

function linesThenCurve(state: Machine): void {
  const steps = take(state);
  lines(state, steps.slice(0, -6));
  curves(state, steps.slice(-6));
}

/** `hhcurveto` and `vvcurveto`: curves that start and end along one axis; an odd operand bends the first start. */
function parallelCurves(state: Machine, horizontal: boolean): void {
  const steps = take(state);
  let across = steps.length % 2 === 1 ? (steps.shift() ?? 0) : 0;
  for (let at = 0; at + 3 < steps.length; at += 4) {
    const [start = 0, dx = 0, dy = 0, end = 0] = steps.slice(at, at + 4);
    if (horizontal) curveTo(state, start, across, dx, dy, end, 0);
    else curveTo(state, across, start, dx, dy, 0, end);
    across = 0;
  }
}

/** `hvcurveto` and `vhcurveto`: start along one axis, end along the other, and change places. */
function alternateCurves(state: Machine, horizontalFirst: boolean): void {
  const steps = take(state);
  let horizontal = horizontalFirst;
  for (let at = 0; at + 3 < steps.length; at += 4) {
    const [start = 0, dx = 0, dy = 0, end = 0] = steps.slice(at, at + 4);
    const bent = steps.length - at === 5 ? (steps[at + 4] ?? 0) : 0;
    if (horizontal) curveTo(state, start, 0, dx, dy, bent, end);
    else curveTo(state, 0, start, dx, dy, end, bent);
    horizontal = !horizontal;
  }
}

/** `hflex`: both ends and both joins at one height. */
function flatFlex(state: Machine): void {
  const [dx1 = 0, dx2 = 0, dy2 = 0, dx3 = 0, dx4 = 0, dx5 = 0, dx6 = 0] = take(state);
  curveTo(state, dx1, 0, dx2, dy2, dx3, 0);
  curveTo(state, dx4, 0, dx5, -dy2, dx6, 0);
}

/** `hflex1`: both ends at one height. */
function raisedFlex(state: Machine): void {
  const [dx1 = 0, dy1 = 0, dx2 = 0, dy2 = 0, dx3 = 0, dx4 = 0, dx5 = 0, dy5 = 0, dx6 = 0] = take(state);
  curveTo(state, dx1, dy1, dx2, dy2, dx3, 0);
  curveTo(state, dx4, 0, dx5, dy5, dx6, -(dy1 + dy2 + dy5));
}

/** `flex1`: the last step goes along the longer axis and ends level with the start on the other. */
function balancedFlex(state: Machine): void {
  const steps = take(state);
  const [dx1 = 0, dy1 = 0, dx2 = 0, dy2 = 0, dx3 = 0, dy3 = 0, dx4 = 0, dy4 = 0, dx5 = 0, dy5 = 0] = steps;
  const last = steps[10] ?? 0;
  const dx = dx1 + dx2 + dx3 + dx4 + dx5;
  const dy = dy1 + dy2 + dy3 + dy4 + dy5;
  const level = Math.abs(dx) > Math.abs(dy);
  curveTo(state, dx1, dy1, dx2, dy2, dx3, dy3);
  curveTo(state, dx4, dy4, dx5, dy5, level ? last : -dx, level ? -dy : last);
}
