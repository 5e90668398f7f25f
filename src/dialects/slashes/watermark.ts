/** `watermark/1/…` draws a picture, `watermark/2/…` a text, `watermark/3/…` several of both. */
import { invalid, ProcessError } from '../../core/spec/error.ts';
import { writeBase64Text } from '../../core/spec/base64.ts';
import { decoded, keyOfAddress, lookUp } from '../dialect.ts';
import { colourOf } from './colours.ts';
import { numberOf, placeOf, readPairs } from './words.ts';

type Given = ReadonlyMap<string, string>;

/** How a vendor draws marks, and what counts where nothing is said. */
export interface Marking {
  /** Pixels of one unit of `fontsize`. */
  readonly pixels: number;
  /** `fontsize`, in its units. */
  readonly size: number;
  /** Six hexadecimal digits. */
  readonly colour: string;
  /** Percent. */
  readonly opacity: number;
  /** Pixels to the border. */
  readonly distance: number;
  /** Whether `watermark/3` draws several marks; if not, it hides one, which is not offered. */
  readonly drawsSeveral: boolean;
}

/** The actions of what stands behind `watermark`. Throws ProcessError. */
export function watermark([mode = '', ...words]: readonly string[], marking: Marking): string[] {
  if (!['1', '2', '3'].includes(mode)) throw invalid('mode', mode);
  if (mode === '3' && !marking.drawsSeveral)
    throw new ProcessError('NotImplemented', 'Hidden marks are not offered.');
  const pairs = readPairs(words);
  const marks = marksIn(pairs);
  if (marks.length === 0) throw invalid('watermark', mode);
  const format = new Map(pairs).get('format') ?? 'copy';
  return [
    ...marks.map((given) => (given.has('image') ? pictureMark(given, marking) : textMark(given, marking))),
    ...(format === 'copy' ? [] : [`format,${format}`]),
  ];
}

/** Each mark begins with what it draws. */
function marksIn(pairs: readonly [string, string][]): Given[] {
  const starts = pairs.flatMap(([word], at) => (word === 'image' || word === 'text' ? [at] : []));
  return starts.map((start, index) => new Map(pairs.slice(index === 0 ? 0 : start, starts[index + 1])));
}

function pictureMark(given: Given, marking: Marking): string {
  // A mark is an object of the same bucket.
  const key = keyOfAddress(decoded(given.get('image') ?? '', 'image'));
  const actions = [...shareOf(given), ...(isTurned(given) ? [`rotate,${turnOf(given)}`] : [])];
  const chain = actions.length === 0 ? '' : `?x-oss-process=image/${actions.join('/')}`;
  return ['watermark', `image_${writeBase64Text(key + chain)}`, ...shared(given, marking)].join(',');
}

/** What Qiniu's `wst` and Tencent's `scatype` measure of picture and mark. */
const WST: Readonly<Record<string, string>> = { 0: 'short', 1: 'long', 2: 'width', 3: 'height' };
const SCATYPE: Readonly<Record<string, string>> = { 1: 'width', 2: 'height', 3: 'area' };

/** Thousandths of the picture that a mark has at most. */
const MOST_SHARE = 10_000;

/** The action that makes a mark a share of the picture: `ws` of one, or `spcent` of a thousand. */
function shareOf(given: Given): string[] {
  const [ws, spcent] = [given.get('ws'), given.get('spcent')];
  if (ws !== undefined)
    return [shareAction(WST, given.get('wst') ?? '0', 'wst', thousandthsOf('ws', ws, 1000))];
  if (spcent === undefined) return [];
  return [shareAction(SCATYPE, given.get('scatype') ?? '', 'scatype', thousandthsOf('spcent', spcent, 1))];
}

function shareAction(
  measures: Readonly<Record<string, string>>,
  type: string,
  word: string,
  share: number,
): string {
  const measure = lookUp(measures, type);
  if (measure === undefined) throw invalid(word, type);
  return `share,s_${measure},t_${share}`;
}

/** A share in thousandths, `units` for each one it is written as. Throws for one that a mark cannot be. */
function thousandthsOf(word: string, value: string, units: number): number {
  const share = Math.round(Number(value) * units);
  if (!/^(\d+(\.\d+)?|\.\d+)$/.test(value) || share < 1 || share > MOST_SHARE) throw invalid(word, value);
  return share;
}

function textMark(given: Given, { pixels, size, colour, ...marking }: Marking): string {
  const text = writeBase64Text(decoded(given.get('text') ?? '', 'text'));
  const units = numberOf('fontsize', given.get('fontsize') ?? '0') || size;
  const fill = given.get('fill');
  return [
    'watermark',
    `text_${text}`,
    `size_${Math.min(1000, Math.max(1, Math.round(units * pixels)))}`,
    `color_${fill === undefined ? colour : colourOf(decoded(fill, 'fill'), 'fill')}`,
    ...(isTurned(given) ? [`rotate_${turnOf(given)}`] : []),
    ...shared(given, marking),
    ...(given.has('shadow') ? [`shadow_${numberOf('shadow', given.get('shadow') ?? '')}`] : []),
  ].join(',');
}

/** Marks are turned where they are repeated. */
function isTurned(given: Given): boolean {
  return given.get('batch') === '1' && given.has('degree');
}

function turnOf(given: Given): number {
  return numberOf('degree', given.get('degree') ?? '0') % 361;
}

/** What both kinds have: opacity, place, distances, repetition. */
function shared(given: Given, { opacity, distance }: Pick<Marking, 'opacity' | 'distance'>): string[] {
  const value = (word: string, otherwise: number) => numberOf(word, given.get(word) ?? `${otherwise}`);
  return [
    `t_${value('dissolve', opacity)}`,
    `g_${placeOf(given.get('gravity') ?? 'SouthEast')}`,
    `x_${value('dx', distance)}`,
    `y_${value('dy', distance)}`,
    ...(isRepeated(given) ? ['fill_1'] : []),
  ];
}

/** Tencent's `batch` and Qiniu's `tile`. Throws ProcessError for tiles of a size of their own. */
function isRepeated(given: Given): boolean {
  if (given.has('uws') || given.has('uhs'))
    throw new ProcessError('NotImplemented', 'Sizes of tiles are not offered.');
  return given.get('batch') === '1' || given.get('tile') === '1';
}
