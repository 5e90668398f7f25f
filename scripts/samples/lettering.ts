/** A typeface of strokes, enough for the labels of a chart. */
import { type Point, toPolyline } from './shapes.ts';

/**
 * Strokes on a grid of 4 columns and 6 rows, row 0 at the cap line and 6 at the base line; a stroke is a row of points
 * of two digits each, column and row.
 */
const STROKES: Readonly<Record<string, readonly string[]>> = {
  '0': ['10304145453616050110', '0541'],
  '1': ['012026', '0646'],
  '2': ['011030414206', '0646'],
  '3': ['00402342453616', '1605'],
  '4': ['36300444'],
  '5': ['4000023242453606'],
  '6': ['413010010516364544331304'],
  '7': ['004016'],
  '8': ['103041423313020110', '133344453616050413'],
  '9': ['0616364541301001021343'],
  A: ['062046', '1434'],
  D: ['0600304145360606'],
  E: ['40000646', '0333'],
  G: ['41301001051636454323'],
  I: ['2026'],
  J: ['4045361605'],
  L: ['000646'],
  M: ['0600244046'],
  N: ['06004640'],
  O: ['103041453616050110'],
  P: ['06003041423303'],
  R: ['06003041423303', '2346'],
  S: ['413010010213334445361605'],
  T: ['0040', '2026'],
  U: ['000516364540'],
  V: ['002640'],
  Y: ['002340', '2326'],
  K: ['0006', '4004', '1346'],
  F: ['400006', '0333'],
  H: ['0006', '4046', '0343'],
  B: ['06003041423303', '3344453606'],
  ' ': [],
};

const ADVANCE = 5.6;
const ROWS = 6;

/** A line of text, ready to be measured from any place. */
export interface Lettering {
  readonly width: number;
  /** Distance to the middle of the nearest stroke. */
  distance(x: number, y: number): number;
}

/** Text whose capitals are `size` tall, its upper left corner at a place. Letters without strokes are left blank. */
export function letter(text: string, [left, top]: Point, size: number): Lettering {
  const unit = size / ROWS;
  const glyphs = Array.from(text.toUpperCase(), (sign, index) => ({
    left: left + index * ADVANCE * unit,
    strokes: (STROKES[sign] ?? []).map((stroke) =>
      pointsOf(stroke, left + index * ADVANCE * unit, top, unit),
    ),
  }));
  return {
    width: (text.length * ADVANCE - (ADVANCE - 4)) * unit,
    distance(x, y) {
      let nearest = Infinity;
      if (y < top - size || y > top + 2 * size) return nearest;
      for (const glyph of glyphs) {
        if (Math.abs(x - glyph.left - 2 * unit) > ADVANCE * unit) continue;
        for (const points of glyph.strokes) nearest = Math.min(nearest, toPolyline(x, y, points));
      }
      return nearest;
    },
  };
}

function pointsOf(stroke: string, left: number, top: number, unit: number): Point[] {
  return (stroke.match(/../g) ?? []).map((pair) => [
    left + Number(pair[0]) * unit,
    top + Number(pair[1]) * unit,
  ]);
}
