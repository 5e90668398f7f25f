/** `width`, `height`, `fit`, `gravity`, `dpr`, `background`. */
import { invalid } from '../../core/spec/error.ts';
import { lookUp } from '../dialect.ts';
import { colourOf } from '../slashes/colours.ts';
import { numberIn } from './options.ts';

const MAX_SIDE = 12_000;
/** Where `cover` and `crop` keep; faces and what stands out are not looked for, as where there are none. */
const PLACES: Readonly<Record<string, string>> = {
  auto: 'center',
  face: 'center',
  center: 'center',
  left: 'west',
  right: 'east',
  top: 'north',
  bottom: 'south',
};

/** The actions that bring the picture to size. Throws ProcessError. */
export function sizeActions(options: ReadonlyMap<string, string>): string[] {
  const dpr = numberIn(options, 'dpr', 0.1, 3) ?? 1;
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
    case 'squeeze':
      return [`resize,m_${isBox ? 'fixed' : 'lfit'},${box},limit_0`];
    case 'pad':
      return [`resize,m_pad,${box},limit_0,color_${backgroundOf(options)}`];
    case 'cover':
    case 'crop':
      return isBox ? covered(fit, box, options) : [`resize,m_lfit,${box},limit_${fit === 'crop' ? 1 : 0}`];
    default:
      throw invalid('fit', fit);
  }
}

/** Scaled to cover the box, and what is too much cut off. `crop` never enlarges. */
function covered(fit: string, box: string, options: ReadonlyMap<string, string>): string[] {
  const gravity = options.get('gravity') ?? 'center';
  const place = /^0?\.5x0?\.5$/.test(gravity) ? 'center' : lookUp(PLACES, gravity);
  if (place === undefined) throw invalid('gravity', gravity);
  const limit = fit === 'crop' ? 1 : 0;
  return [`resize,m_mfit,${box},limit_${limit}`, `crop,${box},g_${place}`];
}

/** White unless another is asked for. Throws for a colour that is not written as CSS writes it. */
export function backgroundOf(options: ReadonlyMap<string, string>): string {
  const text = options.get('background') ?? 'white';
  const [, ...channels] = /^rgba?\(\s*(\d+)[\s;,]+(\d+)[\s;,]+(\d+)/.exec(text) ?? [];
  if (channels.length === 0) return colourOf(text, 'background');
  return channels
    .map((channel) => Math.min(255, Number(channel)).toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}
