/** `trim=20;30;20;0`: top, right, bottom, left; or `trim.left`, `trim.top`, `trim.width`, `trim.height`. All times `dpr`. */
import { invalid } from '../../core/spec/error.ts';
import { numberIn } from './options.ts';
import { densityOf } from './size.ts';

const MOST = 100_000;

/** The actions that cut the edges off. Throws ProcessError. */
export function trimActions(options: ReadonlyMap<string, string>): string[] {
  const density = densityOf(options);
  const pixels = (value: number) => Math.round(value * density);
  const text = options.get('trim');
  if (text !== undefined) {
    const [, ...edges] = /^(\d+);(\d+);(\d+);(\d+)$/.exec(text) ?? [];
    if (edges.length === 0) throw invalid('trim', text);
    const [t, r, b, l] = edges.map((edge) => pixels(Number(edge)));
    return [`trim,t_${t},r_${r},b_${b},l_${l}`];
  }
  const [left, top, width, height] = ['left', 'top', 'width', 'height'].map((part) =>
    pixels(numberIn(options, `trim.${part}`, 0, MOST) ?? 0),
  );
  if (![left, top, width, height].some((part) => part !== 0)) return [];
  return [`crop,w_${width},h_${height},x_${left},y_${top}`];
}
