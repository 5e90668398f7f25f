/** `gravity:TYPE:X:Y`: what is kept where something is cut off. */
import { invalid } from '../../core/spec/error.ts';
import { lookUp } from '../dialect.ts';

/** A place: thousandths of the way across and down, and which way offsets go from there. */
interface Place {
  readonly word: string;
  readonly across: 0 | 500 | 1000;
  readonly down: 0 | 500 | 1000;
}

const PLACES: Readonly<Record<string, Place>> = {
  ce: { word: 'center', across: 500, down: 500 },
  no: { word: 'north', across: 500, down: 0 },
  so: { word: 'south', across: 500, down: 1000 },
  ea: { word: 'east', across: 1000, down: 500 },
  we: { word: 'west', across: 0, down: 500 },
  noea: { word: 'ne', across: 1000, down: 0 },
  nowe: { word: 'nw', across: 0, down: 0 },
  soea: { word: 'se', across: 1000, down: 1000 },
  sowe: { word: 'sw', across: 0, down: 1000 },
  // What stands out is not looked for: the middle is kept.
  sm: { word: 'center', across: 500, down: 500 },
};

/** The arguments of `cut` that keep what a gravity names; offsets are times `factor`. Throws for one that is not known. */
export function keepsOf([type = 'ce', x = '', y = '']: readonly string[], factor: number): string[] {
  if (type === 'fp') return [`x_${thousandths(x)}`, `y_${thousandths(y)}`];
  const { across, down } = placeOf(type);
  return [
    `x_${across}`,
    `y_${down}`,
    ...offset('dx', x, across === 1000 ? -factor : factor),
    ...offset('dy', y, down === 1000 ? -factor : factor),
  ];
}

/** A place in the words of this service. Throws for one that is not known. */
export function wordOf(type: string): string {
  return placeOf(type).word;
}

function placeOf(type: string): Place {
  const place = lookUp(PLACES, type);
  if (place === undefined) throw invalid('gravity', type);
  return place;
}

function thousandths(text: string): number {
  const share = numberIn(text === '' ? '0.5' : text);
  if (share < 0 || share > 1) throw invalid('gravity', text);
  return Math.round(share * 1000);
}

/** Pixels from 1 on, and a share of the side below. */
function offset(key: string, text: string, factor: number): string[] {
  const amount = text === '' ? 0 : numberIn(text);
  if (amount === 0) return [];
  return [
    Math.abs(amount) < 1
      ? `${key}_${Math.round(amount * Math.sign(factor) * 1000)}t`
      : `${key}_${Math.round(amount * factor)}`,
  ];
}

function numberIn(text: string): number {
  if (!/^-?(\d{1,9}(\.\d+)?|\.\d+)$/.test(text)) throw invalid('gravity', text);
  return Number(text);
}
