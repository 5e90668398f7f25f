/** Outlines as segments that two readers of a font can be compared by. */
import type { ReferenceGlyph } from 'fontkit';
import type { Path } from '../../../src/text/outline/path.ts';

const VERBS: Readonly<Record<string, number>> = {
  moveTo: 0,
  lineTo: 1,
  quadraticCurveTo: 2,
  bezierCurveTo: 3,
};
const POINTS = [1, 1, 2, 3];

/** Contours as texts of their segments, each contour turned so that its least segment comes first. */
export function contoursOf({ verbs, points }: Path): string[] {
  const contours: string[][] = [];
  let at = 0;
  let [x, y] = [0, 0];
  let start = [0, 0];
  const close = (): void => {
    if (x !== start[0] || y !== start[1]) contours.at(-1)?.push(segment(1, x, y, start));
  };
  for (const verb of verbs) {
    const args = points.slice(at, at + (POINTS[verb] ?? 0) * 2);
    at += args.length;
    if (verb === 0) {
      close();
      contours.push([]);
      start = args;
    } else if (verb !== 1 || args[0] !== x || args[1] !== y) {
      contours.at(-1)?.push(segment(verb, x, y, args));
    }
    [x = 0, y = 0] = args.slice(-2);
  }
  close();
  return contours.map(turned).toSorted();
}

export function referenceContours({ path }: ReferenceGlyph): string[] {
  const commands = path.commands.filter(({ command }) => command !== 'closePath');
  return contoursOf({
    verbs: commands.map(({ command }) => VERBS[command] ?? 0),
    points: commands.flatMap(({ args }) => args),
  });
}

function segment(verb: number, x: number, y: number, args: readonly number[]): string {
  return [verb, ...[x, y, ...args].map((value) => value.toFixed(1))].join(' ').replaceAll('-0.0', '0.0');
}

function turned(segments: readonly string[]): string {
  const first = segments.indexOf(segments.toSorted()[0] ?? '');
  return [...segments.slice(first), ...segments.slice(0, first)].join(' | ');
}
