/** `imageMogr2/…`: steps in the order they are written. */
import { invalid, notOffered } from '../../core/spec/error.ts';
import { decoded, lookUp } from '../dialect.ts';
import { colourOf } from './colours.ts';
import { outputAction } from './output.ts';
import { padAction, thumbnailAction } from './thumbnail.ts';
import { placeOf, readPairs } from './words.ts';

const ALONE = new Set(['auto-orient', 'strip']);
/** Words that say something about another. */
const ASIDE = new Set(['gravity', 'pad', 'color', 'background', 'center']);
type Given = ReadonlyMap<string, string>;

/** By word: its action. */
const STEPS: Readonly<Record<string, (value: string, given: Given) => string>> = {
  thumbnail: (value, given) => (given.get('pad') === '1' ? padded(value, given) : thumbnailAction(value)),
  crop: (value, given) => cropAction(value, given),
  cut: (value, given) => cutAction(value, given),
  rotate: (value) => `rotate,${value}`,
  flip: (value) => flipAction(value),
  iradius: (value) => `circle,r_${value}`,
  rradius: (value) => `rounded-corners,r_${value}`,
  bright: (value) => `bright,${value}`,
  contrast: (value) => `contrast,${value}`,
  sharpen: (value) => `sharpen,${value === '1' ? 100 : value}`,
  blur: (value) => blurAction(value),
  grayscale: (value) => `colorspace,${value === '1' ? 'gray' : 'rgb'}`,
  'auto-orient': () => 'auto-orient,1',
};

/** The actions of what stands behind `imageMogr2`. Throws ProcessError. */
export function imageMogr2(words: readonly string[]): string[] {
  const pairs = readPairs(words, ALONE);
  const given = new Map(pairs);
  const actions = pairs.flatMap(([word, value]) => {
    if (ASIDE.has(word)) return [];
    // It looks for faces.
    if (word === 'scrop') throw notOffered(word);
    const step = lookUp(STEPS, word);
    const written = step === undefined ? outputAction(word, value) : [step(value, given)];
    if (written === undefined) throw invalid('imageMogr2', word);
    return written;
  });
  return given.has('auto-orient') ? actions : ['auto-orient,0', ...actions];
}

function padded(value: string, given: Given): string {
  const colour = given.get('color');
  return padAction(value, colour === undefined ? 'FFFFFF' : colourOf(decoded(colour, 'color'), 'color'));
}

/** `300x200`, `300x`, `x200`, or `!300x200a10a20`, whose offsets are from the place it lies at. */
function cropAction(value: string, given: Given): string {
  const [, plainWide, plainHigh, wide, high, x, y] =
    /^(?:(\d*)x(\d*)|!(\d*)x(\d*)a(\d+)a(\d+))$/.exec(value) ?? [];
  const [w, h] = [wide ?? plainWide, high ?? plainHigh];
  if (!w && !h) throw invalid('crop', value);
  const place = given.get('gravity');
  const parts = [w && `w_${w}`, h && `h_${h}`, x && `x_${x}`, y && `y_${y}`];
  return ['crop', ...parts.filter(Boolean), `g_${place === undefined ? 'nw' : placeOf(place)}`].join(',');
}

/** `600x600x100x10`: a box and where it lies. */
function cutAction(value: string, given: Given): string {
  const [, w, h, x, y] = /^(\d+)x(\d+)x(\d+)x(\d+)$/.exec(value) ?? [];
  if (w === undefined) throw invalid('cut', value);
  const place = given.get('gravity');
  return `crop,w_${w},h_${h},x_${x},y_${y},g_${place === undefined ? 'nw' : placeOf(place)}`;
}

function flipAction(value: string): string {
  if (value !== 'horizontal' && value !== 'vertical') throw invalid('flip', value);
  return `flip,${value[0]}`;
}

/** `8x5`: radius and deviation. */
function blurAction(value: string): string {
  const [, radius, deviation] = /^(\d+)x(\d+)$/.exec(value) ?? [];
  if (radius === undefined) throw invalid('blur', value);
  return `blur,r_${Math.min(50, Math.max(1, Number(radius)))},s_${deviation}`;
}
