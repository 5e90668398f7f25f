/** What options ask for, in the order that imgproxy works in, whatever order they are written in. */
import { invalid, ProcessError } from '../../core/spec/error.ts';
import { lookUp, sharpenAction } from '../dialect.ts';
import { colourOf } from '../slashes/colours.ts';
import { isOn, isSet, numberOf, type Options } from './options.ts';

const PLACES: Readonly<Record<string, string>> = {
  ce: 'center',
  no: 'north',
  so: 'south',
  ea: 'east',
  we: 'west',
  noea: 'ne',
  nowe: 'nw',
  soea: 'se',
  sowe: 'sw',
};

/** The actions of options; `format` is what stands behind the source. Throws ProcessError. */
export function actionsOf(options: Options, format: string | undefined): string[] {
  const quality = numberOf(options, 'quality', 0);
  const written = options.get('format')?.[0] ?? format;
  return [
    ...(isOn(options, 'auto_rotate', true) ? [] : ['auto-orient,0']),
    // Sides are those of the turned picture.
    ...turnActions(numberOf(options, 'rotate', 0)),
    ...flipActions(options.get('flip')),
    ...cropActions(options),
    ...sizeActions(options),
    ...effects(options),
    ...(options.has('background') ? [`background,${backgroundOf(options)}`] : []),
    ...(written === undefined ? [] : [`format,${written === 'jpeg' ? 'jpg' : written}`]),
    ...(quality === 0 ? [] : [`quality,Q_${quality}`]),
  ];
}

/** `crop:W:H:GRAVITY`; 0 is the whole side, `gravity` counts where none is given. Parts of a side, below 1, are not offered. */
function cropActions(options: Options): string[] {
  const [w = '0', h = '0', place] = options.get('crop') ?? [];
  if (!/^\d+$/.test(w) || !/^\d+$/.test(h)) throw invalid('crop', `${w}:${h}`);
  if (w === '0' && h === '0') return [];
  return [`crop,w_${w},h_${h},g_${place === undefined ? gravityOf(options) : placeOf(place)}`];
}

function sizeActions(options: Options): string[] {
  const factor = numberOf(options, 'dpr', 1) * numberOf(options, 'zoom', 1);
  const [w, h] = ['width', 'height'].map((name) => Math.round(numberOf(options, name, 0) * factor));
  const box = [w && `w_${w}`, h && `h_${h}`].filter((side) => side !== 0).join(',');
  if (box === '') return [];
  const limit = `limit_${isOn(options, 'enlarge') ? 0 : 1}`;
  const type = options.get('resizing_type')?.[0] ?? 'fit';
  const extended = isOn(options, 'extend') ? [`extend,${box},color_${backgroundOf(options)}`] : [];
  switch (type) {
    case 'fit':
      return [`resize,m_lfit,${box},${limit}`, ...extended];
    case 'force':
      return [`resize,m_fixed,${box},${limit}`, ...extended];
    case 'fill':
      return [
        `resize,m_mfit,${box},${limit}`,
        ...(w && h ? [`crop,${box},g_${gravityOf(options)}`] : []),
        ...extended,
      ];
    default:
      throw new ProcessError('NotImplemented', `The resizing type ${type} is not offered.`);
  }
}

function gravityOf(options: Options): string {
  const [type = 'ce'] = options.get('gravity') ?? [];
  return placeOf(type);
}

function placeOf(type: string): string {
  const place = lookUp(PLACES, type);
  if (place === undefined) throw invalid('gravity', type);
  return place;
}

/** `bg:255:0:0` or `bg:ff0000`. */
function backgroundOf(options: Options): string {
  const [first = 'ffffff', ...rest] = options.get('background') ?? [];
  const hex = [first, ...rest].map((channel) => Number(channel).toString(16).padStart(2, '0')).join('');
  return colourOf(rest.length === 2 ? hex : first, 'background');
}

function turnActions(degrees: number): string[] {
  if (degrees % 90 !== 0) throw invalid('rotate', `${degrees}`);
  return degrees % 360 === 0 ? [] : [`turn,${degrees % 360}`];
}

/** `flip:HORIZONTAL:VERTICAL`. */
function flipActions(axes: readonly string[] = []): string[] {
  return [...(isSet(axes[0]) ? ['flip,h'] : []), ...(isSet(axes[1]) ? ['flip,v'] : [])];
}

/** Blur and sharpening are given as deviations. */
function effects(options: Options): string[] {
  const [blur, sharpen] = [numberOf(options, 'blur', 0), numberOf(options, 'sharpen', 0)];
  const deviation = Math.min(50, Math.max(1, Math.round(blur)));
  return [
    ...(blur > 0 ? [`blur,r_${Math.min(50, 3 * deviation)},s_${deviation}`] : []),
    ...(sharpen > 0 ? [sharpenAction(sharpen)] : []),
  ];
}
