/** Bars and a line with labels: flat colours, thin rules and small text. */
import { mix, type Rgb, type Shader, smooth } from './canvas.ts';
import { type Lettering, letter } from './lettering.ts';
import { type Point, toBox, toPolyline } from './shapes.ts';

const PAPER: Rgb = [252, 252, 250];
const INK: Rgb = [44, 52, 66];
const RULE: Rgb = [216, 220, 226];
const BAR: Rgb = [72, 134, 206];
const BAR_DARK: Rgb = [44, 96, 168];
const LINE: Rgb = [226, 106, 62];

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG'];
/** Shares of the axis. */
const BARS = [0.34, 0.42, 0.39, 0.55, 0.63, 0.6, 0.78, 0.9];
const POINTS = [0.2, 0.31, 0.45, 0.41, 0.52, 0.7, 0.66, 0.83];

const AREA = { left: 0.16, top: 0.2, bottom: 0.84 };
const TICKS = 5;
const LABEL = 0.026;
const TITLE = 0.05;

/** The chart for a picture of this width over height and of this many rows. */
export function chart(aspect: number, rows: number): Shader {
  const edge = 0.7 / rows;
  const right = aspect - 0.06;
  const step = (right - AREA.left) / MONTHS.length;
  const titles = [letter('IMAGES SERVED PER MONTH', [AREA.left, 0.075], TITLE)];
  const labels = [...monthLabels(step), ...axisLabels()];
  const line = POINTS.map((share, month): Point => [AREA.left + (month + 0.5) * step, heightOf(share)]);
  return (x, y) => {
    let colour = ruled(x, y, right, edge);
    const put = (paint: Rgb, distance: number) => {
      if (distance < edge) colour = mix(colour, paint, smooth(edge, -edge, distance));
    };
    if (y > AREA.top && y < AREA.bottom + 0.01 && x > AREA.left && x < right) {
      put(mix(BAR, BAR_DARK, smooth(AREA.top, AREA.bottom, y)), toBar(x, y, step));
      put(LINE, toPolyline(x, y, line) - 0.004);
      for (const [px, py] of line) put(LINE, Math.hypot(x - px, y - py) - 0.011);
      for (const [px, py] of line) put(PAPER, Math.hypot(x - px, y - py) - 0.006);
    } else {
      put(INK, nearest(titles, x, y) - 0.0042);
      put(INK, nearest(labels, x, y) - 0.002);
    }
    return colour;
  };
}

/** The paper and the rule nearest to a place. */
function ruled(x: number, y: number, right: number, edge: number): Rgb {
  const tick = Math.min(
    TICKS,
    Math.max(0, Math.round((TICKS * (AREA.bottom - y)) / (AREA.bottom - AREA.top))),
  );
  const level = heightOf(tick / TICKS);
  const rule = toBox(x, y, { left: AREA.left, right, top: level - 0.001, bottom: level + 0.001 });
  return mix(PAPER, tick === 0 ? INK : RULE, smooth(edge, -edge, rule));
}

/** To the bar of the month that a place lies in. */
function toBar(x: number, y: number, step: number): number {
  const month = Math.floor((x - AREA.left) / step);
  const left = AREA.left + (month + 0.22) * step;
  const top = heightOf(BARS[month] ?? 0);
  return toBox(x, y, { left, right: left + 0.56 * step, top, bottom: AREA.bottom, radius: 0.006 });
}

function heightOf(share: number): number {
  return AREA.bottom + (AREA.top - AREA.bottom) * share;
}

function monthLabels(step: number): Lettering[] {
  return MONTHS.map((name, month) => {
    const { width } = letter(name, [0, 0], LABEL);
    return letter(name, [AREA.left + (month + 0.5) * step - width / 2, AREA.bottom + 0.03], LABEL);
  });
}

function axisLabels(): Lettering[] {
  return Array.from({ length: TICKS + 1 }, (_, tick) => {
    const text = `${(tick * 100) / TICKS}K`;
    const { width } = letter(text, [0, 0], LABEL);
    return letter(text, [AREA.left - 0.025 - width, heightOf(tick / TICKS) - LABEL / 2], LABEL);
  });
}

function nearest(texts: readonly Lettering[], x: number, y: number): number {
  return texts.reduce((least, text) => Math.min(least, text.distance(x, y)), Infinity);
}
