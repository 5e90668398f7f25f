/** `width`, `height`, `fit`, `gravity`, `dpr`, `background`. */
import { invalid } from '../../core/spec/error.ts';
import { lookUp } from '../dialect.ts';
import { backgroundOf } from './background.ts';
import { numberIn } from './options.ts';

const MAX_SIDE = 12_000;
/** Points of a picture; faces and what stands out are not looked for, as where there are none. */
const PLACES: Readonly<Record<string, readonly [across: number, down: number]>> = {
  auto: [0.5, 0.5],
  face: [0.5, 0.5],
  center: [0.5, 0.5],
  left: [0, 0.5],
  right: [1, 0.5],
  top: [0.5, 0],
  bottom: [0.5, 1],
};

/** How many pixels each pixel that is asked for means. Throws ProcessError. */
export function densityOf(options: ReadonlyMap<string, string>): number {
  return numberIn(options, 'dpr', 0.1, 3) ?? 1;
}

/** The actions that bring the picture to size. Throws ProcessError. */
export function sizeActions(options: ReadonlyMap<string, string>): string[] {
  const dpr = densityOf(options);
  const side = (name: string) => {
    // Chosen by the browser where it says how wide; as it is where it does not.
    if (options.get(name) === 'auto') return undefined;
    const value = numberIn(options, name, 1, MAX_SIDE);
    return value === undefined ? undefined : Math.max(1, Math.round(value * dpr));
  };
  const [w, h] = [side('width'), side('height')];
  if (w === undefined && h === undefined) return [];
  const box = [w && `w_${w}`, h && `h_${h}`].filter((part) => part !== undefined).join(',');
  return fitted(options.get('fit') ?? 'scale-down', box, options, w !== undefined && h !== undefined);
}

function fitted(fit: string, box: string, options: ReadonlyMap<string, string>, isBox: boolean): string[] {
  switch (fit) {
    case 'scale-down':
      return [`resize,m_lfit,${box},limit_1`];
    case 'contain':
      return [`resize,m_lfit,${box},limit_0`];
    case 'scale-up':
      return [`scale,${box}`];
    case 'squeeze':
      return [`resize,m_${isBox ? 'fixed' : 'lfit'},${box},limit_0`];
    case 'pad':
      return padded(box, options, isBox);
    case 'cover':
    case 'crop':
    case 'aspect-crop':
      return isBox ? covered(fit, box, options) : [`resize,m_lfit,${box},limit_${fit === 'cover' ? 0 : 1}`];
    default:
      throw invalid('fit', fit);
  }
}

/** Into the box, and the rest of it filled; clear where no colour is asked for and the result can be. */
function padded(box: string, options: ReadonlyMap<string, string>, isBox: boolean): string[] {
  const colour = backgroundOf(options) ?? (options.has('background') ? undefined : 'FFFFFF');
  const filled = `extend,${box}${colour === undefined ? '' : `,color_${colour}`}`;
  return [`resize,m_lfit,${box},limit_0`, ...(isBox ? [filled] : [])];
}

/** Scaled to cover the box, and what is too much cut off. Only `cover` enlarges; `aspect-crop` keeps the proportions. */
function covered(fit: string, box: string, options: ReadonlyMap<string, string>): string[] {
  const keeps = fit === 'aspect-crop' ? ',m_down' : '';
  return [
    `resize,m_mfit,${box},limit_${fit === 'cover' ? 0 : 1}`,
    `cut,${box},${focusOf(options.get('gravity') ?? 'auto')}${keeps}`,
  ];
}

/** What of the picture is kept: thousandths from the left and the top. */
function focusOf(gravity: string): string {
  const [, across, down] = /^([01](?:\.\d+)?|\.\d+)x([01](?:\.\d+)?|\.\d+)$/.exec(gravity) ?? [];
  const focus = across === undefined ? lookUp(PLACES, gravity) : [Number(across), Number(down)];
  if (focus === undefined || focus.some((part) => part > 1)) throw invalid('gravity', gravity);
  return focus.map((part, at) => `${'xy'[at]}_${Math.round(part * 1000)}`).join(',');
}
