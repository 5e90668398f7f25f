/** `imageMogr2/…`: steps in the order they are written. */
import { invalid, ProcessError } from '../../core/spec/error.ts';
import { decoded, lookUp } from '../dialect.ts';
import { colourOf } from './colours.ts';
import { outputAction } from './output.ts';
import { aroundAction, cropAction, cutAction, sliceAction } from './areas.ts';
import { filledAction, padAction, thumbnailAction } from './thumbnail.ts';
import { readPairs } from './words.ts';

const ALONE = new Set(['auto-orient', 'strip', 'indexcrop']);
/** Words that say something about another. */
const ASIDE = new Set(['gravity', 'pad', 'color', 'background', 'bordercolor', 'center']);
/** Words of a slice. */
const SLICE = new Set(['width', 'height', 'index']);
/** What is written around the pixels, which is not written here. */
const UNWRITTEN = new Set(['density']);
const NOT_OFFERED = new Set(['colors', 'rcrop', 'frame', 'cgif', 'egif']);
/** Colours that are none. */
const CLEAR = new Set(['transparent', 'none']);
/** What is sharpened the least. */
const FAINTEST = 50;
/** The largest radius and deviation of a blur. */
const MAX_BLUR = 50;
type Given = ReadonlyMap<string, string>;

/** By word: its action. */
const STEPS: Readonly<Record<string, (value: string, given: Given) => string>> = {
  thumbnail: (value, given) => (given.get('pad') === '1' ? padded(value, given) : thumbnailAction(value)),
  crop: (value, given) => cropAction(value, given),
  cut: (value, given) => cutAction(value, given),
  indexcrop: (_value, given) => sliceAction(given),
  // Faces are not looked for: the middle is kept.
  scrop: (value) => filledAction(value),
  rotate: (value, given) => rotateAction(value, backgroundOf(given)),
  extent: (value, given) => aroundAction(value, backgroundOf(given) ?? 'FFFFFF'),
  border: (value, given) => borderAction(value, colourIn(given, 'bordercolor') ?? 'FFFFFF'),
  flip: (value) => flipAction(value),
  iradius: (value) => `circle,r_${value}`,
  rradius: (value) => `rounded-corners,r_${value}`,
  bright: (value) => `bright,${value}`,
  contrast: (value) => `contrast,${value}`,
  sharpen: (value) => sharpenAction(value),
  blur: (value) => blurAction(value),
  grayscale: (value) => `colorspace,${value === '1' ? 'gray' : 'rgb'}`,
  'auto-orient': () => 'auto-orient,1',
};

/** The actions of what stands behind `imageMogr2`. Throws ProcessError. */
export function imageMogr2(words: readonly string[]): string[] {
  const pairs = readPairs(words, ALONE);
  const given = new Map(pairs);
  const actions = pairs.flatMap(([word, value]) => {
    if (ASIDE.has(word) || UNWRITTEN.has(word)) return [];
    if (SLICE.has(word) && given.has('indexcrop')) return [];
    if (NOT_OFFERED.has(word)) throw new ProcessError('NotImplemented', `${word} is not offered.`);
    const step = lookUp(STEPS, word);
    const written = step === undefined ? outputAction(word, value) : [step(value, given)];
    if (written === undefined) throw invalid('imageMogr2', word);
    return written;
  });
  const colour = backgroundOf(given);
  const laid = colour === undefined ? actions : [...actions, `background,${colour}`];
  return given.has('auto-orient') ? laid : ['auto-orient,0', ...laid];
}

/** Padding is grey unless told otherwise. */
function padded(value: string, given: Given): string {
  return padAction(value, colourIn(given, 'color') ?? '3D3D3D');
}

/** A colour in base64; undefined where none is given, or one that is clear. */
function colourIn(given: Given, word: string): string | undefined {
  const text = given.get(word);
  const colour = text === undefined ? 'none' : decoded(text, word);
  return CLEAR.has(colour.toLowerCase()) ? undefined : colourOf(colour, word);
}

function backgroundOf(given: Given): string | undefined {
  return colourIn(given, 'background');
}

function rotateAction(degrees: string, background: string | undefined): string {
  return background === undefined ? `rotate,${degrees}` : `lean,d_${degrees},color_${background}`;
}

/** `10x20`: strips on both sides, above and below. */
function borderAction(value: string, colour: string): string {
  const [, across, down] = /^(\d+)x(\d+)$/.exec(value) ?? [];
  if (across === undefined) throw invalid('border', value);
  return `border,t_${down},r_${across},b_${down},l_${across},color_${colour}`;
}

function flipAction(value: string): string {
  if (value !== 'horizontal' && value !== 'vertical') throw invalid('flip', value);
  return `flip,${value[0]}`;
}

/** Qiniu's `1` switches it on; the faintest that Tencent has, from 10 on, are the faintest here. */
function sharpenAction(value: string): string {
  const amount = Number(value);
  return `sharpen,${value === '1' ? 100 : amount >= 10 && amount < FAINTEST ? FAINTEST : value}`;
}

/** `8x5`: radius and deviation. */
function blurAction(value: string): string {
  const [, radius, deviation] = /^(\d+)x(\d+)$/.exec(value) ?? [];
  if (radius === undefined) throw invalid('blur', value);
  return `blur,r_${Math.min(MAX_BLUR, Math.max(1, Number(radius)))},s_${Math.min(MAX_BLUR, Number(deviation))}`;
}
