/** What is cut out, how it is brought to size, and what is laid around it. */
import { invalid } from '../../core/spec/error.ts';
import { keepsOf, wordOf } from './gravity.ts';
import { factorOf, isOn, numberOf, type Options } from './options.ts';

/** `crop:W:H:GRAVITY`; below 1 it is a share of the side, 0 all of it; `gravity` counts where none is given. */
export function cropActions(options: Options): string[] {
  const [w = '', h = '', ...place] = options.get('crop') ?? [];
  const [wide, high] = [lengthOf(w), lengthOf(h)];
  if (wide === '0' && high === '0') return [];
  const gravity = place.length === 0 ? (options.get('gravity') ?? []) : place;
  return [['cut', `w_${wide}`, `h_${high}`, ...keepsOf(gravity, 1)].join(',')];
}

function lengthOf(text: string): string {
  if (text === '') return '0';
  if (!/^(\d{1,9}(\.\d+)?|\.\d+)$/.test(text)) throw invalid('crop', text);
  const amount = Number(text);
  return amount > 0 && amount < 1 ? `${Math.max(1, Math.round(amount * 1000))}t` : `${Math.round(amount)}`;
}

/** How many times as wide and as high a picture is asked for: `zoom`, one factor or one for each side, and `dpr`. */
function factorsOf(options: Options): { readonly across: number; readonly down: number } {
  const zoom = factorOf(options, 'zoom');
  const dpr = dprOf(options);
  return { across: zoom * dpr, down: factorOf(options, 'zoom', zoom, 1) * dpr };
}

/** The sides that are asked for, in pixels; 0 is free. */
function boxOf(options: Options): { readonly w: number; readonly h: number } {
  const { across, down } = factorsOf(options);
  const side = (name: string, factor: number) => Math.round(numberOf(options, name, 0) * factor);
  return { w: side('width', across), h: side('height', down) };
}

/** Throws ProcessError. */
export function sizeActions(options: Options): string[] {
  const { w, h } = boxOf(options);
  const sides = { w, h };
  const box = boxText(sides);
  const scaled = box === '' ? factorActions(options) : scaleActions(options, sides, box);
  const type = typeOf(options);
  const isCut =
    (w !== 0 && h !== 0 && CUTS.has(type)) || options.has('min-width') || options.has('min-height');
  const keeps = keepsOf(options.get('gravity') ?? [], dprOf(options));
  const cut = ['cut', box, ...keeps, ...(type === 'fill-down' ? ['m_down'] : [])].join(',');
  return [...scaled, ...leastActions(options), ...(isCut && box !== '' ? [cut] : [])];
}

/** Resizing types that leave the whole picture, and those that cut off what projects from the box. */
const LEAVES: ReadonlySet<string> = new Set(['fit', 'force']);
const CUTS: ReadonlySet<string> = new Set(['fill', 'fill-down', 'auto']);

function typeOf(options: Options): string {
  const type = options.get('resizing_type')?.[0] ?? 'fit';
  if (!LEAVES.has(type) && !CUTS.has(type)) throw invalid('resizing_type', type);
  return type;
}

function boxText({ w, h }: { readonly w: number; readonly h: number }): string {
  return [w && `w_${w}`, h && `h_${h}`].filter((side) => side !== 0).join(',');
}

function scaleActions(options: Options, { w, h }: { w: number; h: number }, box: string): string[] {
  const limit = `limit_${isOn(options, 'enlarge') ? 0 : 1}`;
  switch (typeOf(options)) {
    case 'force':
      return [`reach,${box},${limit}`];
    case 'fill':
    case 'fill-down':
      return [`resize,m_mfit,${box},${limit}`];
    case 'auto':
      return [w !== 0 && h !== 0 ? `reach,m_alike,${box},${limit}` : `resize,${box},${limit}`];
    default:
      return [`resize,m_lfit,${box},${limit}`];
  }
}

/** `min-width` and `min-height`: pictures that came out smaller grow in proportion. */
function leastActions(options: Options): string[] {
  const least = { w: 'min-width', h: 'min-height' };
  return Object.entries(least).flatMap(([side, name]) => {
    const pixels = Math.round(numberOf(options, name, 0) * dprOf(options));
    return pixels === 0 ? [] : [`scale,${side}_${pixels}`];
  });
}

function dprOf(options: Options): number {
  return factorOf(options, 'dpr');
}

/** Without sides, `zoom` and `dpr` scale what is there; it grows only where that is asked for. */
function factorActions(options: Options): string[] {
  const { across, down } = factorsOf(options);
  const most = isOn(options, 'enlarge') ? Infinity : 1;
  const [x, y] = [across, down].map((factor) => Math.max(1, Math.round(Math.min(most, factor) * 100)));
  return x === 100 && y === 100 ? [] : [`scale,x_${x},y_${y}`];
}

/** `extend:1:GRAVITY`, `extend_aspect_ratio:1:GRAVITY` and `padding:T:R:B:L`, in the colour or clear. */
export function aroundActions(options: Options, colour: string | undefined): string[] {
  const { w, h } = boxOf(options);
  const painted = colour === undefined ? [] : [`color_${colour}`];
  const extended = (name: string, words: readonly string[]) => {
    const [, place = 'ce'] = options.get(name) ?? [];
    return isOn(options, name) && w + h > 0
      ? [['extend', `w_${w}`, `h_${h}`, ...words, `g_${wordOf(place)}`, ...painted].join(',')]
      : [];
  };
  const strips = stripsOf(options);
  return [
    ...extended('extend', []),
    ...extended('extend_aspect_ratio', ['m_ratio']),
    ...(strips.length === 0 ? [] : [['border', ...strips, ...painted].join(',')]),
  ];
}

/** As CSS writes them: what is not given is as the side across from it, or as the top. */
function stripsOf(options: Options): string[] {
  if (!options.has('padding')) return [];
  const part = (at: number, otherwise: number) => numberOf(options, 'padding', otherwise, at);
  const top = part(0, 0);
  const right = part(1, top);
  const strips = { t: top, r: right, b: part(2, top), l: part(3, right) };
  return Object.entries(strips).map(([side, pixels]) => `${side}_${Math.round(pixels * dprOf(options))}`);
}
