/** Streaming resampling: pulls bands, holds only the rows its kernel reaches over, ends its input early. */
import type { Light } from '../light.ts';
import type { Band, Picture, Rect, Size } from '../picture.ts';
import { rowsPerBand } from '../picture.ts';
import type { Kernels } from './kernels.ts';
import { type Axis, planAxis, type Shrink, type Span, spanOf } from './resample-axis.ts';
import type { ResamplePlan, ResampleRows } from './resample-rows.ts';

/** `Kernels.resample` on top of row routines. */
export function resampleWith(start: (plan: ResamplePlan) => ResampleRows): Kernels['resample'] {
  const axisX = rememberingAxis();
  const axisY = rememberingAxis();
  return function resample(
    picture: Picture,
    size: Size,
    window: Rect,
    light: Light = 'gamma',
    shrink: Shrink = 'fine',
  ): Picture {
    const { width, opaque } = picture;
    return {
      width: window.width,
      height: window.height,
      opaque,
      bands() {
        const from = spans(picture);
        const x = axisX(from.x, size.width, window.x, window.width, shrink);
        const y = axisY(from.y, size.height, window.y, window.height, shrink);
        return flow(picture, { x, y, opaque, width, light }, start);
      },
    };
  };
}

/** Most weights of an axis that is remembered: making more of them is little beside scaling the pixels. */
const MOST_REMEMBERED = 4096;

/** `planAxis` that remembers the last small one: frames of an animation are scaled alike. */
function rememberingAxis(): typeof planAxis {
  let last: { readonly key: string; readonly axis: Axis } | undefined;
  return (span, to, start, count, shrink) => {
    const key = [span.length, span.origin, span.end, to, start, count, shrink].join();
    if (last?.key === key) return last.axis;
    const axis = planAxis(span, to, start, count, shrink);
    if (axis.weights.length <= MOST_REMEMBERED) last = { key, axis };
    return axis;
  };
}

/** What of a picture is scaled: all of it, or the region that its means are of. */
function spans({ width, height, averaged }: Picture): Record<'x' | 'y', Span> {
  if (!averaged) return { x: spanOf(width), y: spanOf(height) };
  const { cell, x = 0, y = 0 } = averaged;
  return {
    x: { length: averaged.width / cell, origin: x / cell, end: width },
    y: { length: averaged.height / cell, origin: y / cell, end: height },
  };
}

async function* flow(
  picture: Picture,
  plan: ResamplePlan,
  start: (plan: ResamplePlan) => ResampleRows,
): AsyncGenerator<Band> {
  const { x, y } = plan;
  const most = Math.min(y.count, rowsPerBand(x.count));
  const rows = start(plan);
  const cellsOf = cellMaker(plan, rows);
  let made = 0;
  let filled = 0;
  try {
    for await (const band of picture.bands()) {
      for (const cells of cellsOf(band)) {
        for (; isReady(plan, made, cells); made++) {
          rows.blend(made, filled++);
          if (filled < most) continue;
          yield rows.output(filled);
          filled = 0;
        }
      }
      if (made === y.count) break;
    }
    if (filled > 0) yield rows.output(filled);
  } finally {
    rows.free();
  }
}

/** True when there is an output row `row` and all its cells are among the first `cells` rows of them. */
function isReady({ y }: ResamplePlan, row: number, cells: number): boolean {
  return row < y.count && Math.min(y.first[row]! + y.taps, y.cells) <= cells;
}

/** Makes cells of the rows of band after band; tells after each row of cells how many there are. */
function cellMaker({ y, width }: ResamplePlan, rows: ResampleRows): (band: Band) => Generator<number> {
  let line = 0;
  let gathered = 0;
  let cells = 0;
  return function* cellsOf(band) {
    const start = line;
    line += band.length / (width * 4);
    rows.load(band);
    for (let row = Math.max(start, y.begin); row < Math.min(line, y.end); row++) {
      rows.gather(row - start);
      gathered++;
      if (gathered < y.cell && row < y.end - 1) continue;
      rows.closeCells(gathered, cells % y.taps);
      gathered = 0;
      yield ++cells;
    }
  };
}
