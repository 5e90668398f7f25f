/** `watermark/1/…` draws a picture, `watermark/2/…` a text, `watermark/3/…` several of both. */
import { invalid } from '../../core/spec/error.ts';
import { writeBase64Text } from '../../core/spec/base64.ts';
import { decoded, keyOfAddress } from '../dialect.ts';
import { colourOf } from './colours.ts';
import { numberOf, placeOf, readPairs } from './words.ts';

type Given = ReadonlyMap<string, string>;

/** How a vendor measures letters: the size in pixels of one unit, and the size where none is given. */
export interface Letters {
  readonly pixels: number;
  readonly size: number;
}

/** The actions of what stands behind `watermark`. Throws ProcessError. */
export function watermark([mode = '', ...words]: readonly string[], letters: Letters): string[] {
  if (!['1', '2', '3'].includes(mode)) throw invalid('mode', mode);
  const marks = marksIn(readPairs(words));
  if (marks.length === 0) throw invalid('watermark', mode);
  return marks.map((given) => (given.has('image') ? pictureMark(given) : textMark(given, letters)));
}

/** Each mark begins with what it draws. */
function marksIn(pairs: readonly [string, string][]): Given[] {
  const starts = pairs.flatMap(([word], at) => (word === 'image' || word === 'text' ? [at] : []));
  return starts.map((start, index) => new Map(pairs.slice(index === 0 ? 0 : start, starts[index + 1])));
}

function pictureMark(given: Given): string {
  // A mark is an object of the same bucket.
  const key = keyOfAddress(decoded(given.get('image') ?? '', 'image'));
  const share = given.get('ws');
  const chain = share === undefined ? '' : `?x-oss-process=image/resize,P_${Math.round(Number(share) * 100)}`;
  return ['watermark', `image_${writeBase64Text(key + chain)}`, ...shared(given)].join(',');
}

function textMark(given: Given, letters: Letters): string {
  const text = writeBase64Text(decoded(given.get('text') ?? '', 'text'));
  const size = numberOf('fontsize', given.get('fontsize') ?? `${letters.size}`);
  const fill = given.get('fill');
  const turn = given.get('degree');
  return [
    'watermark',
    `text_${text}`,
    `size_${Math.min(1000, Math.max(1, Math.round(size * letters.pixels)))}`,
    `color_${fill === undefined ? '000000' : colourOf(decoded(fill, 'fill'), 'fill')}`,
    ...(turn === undefined ? [] : [`rotate_${numberOf('degree', turn) % 361}`]),
    ...shared(given),
  ].join(',');
}

/** What both kinds have: opacity, place, distances, repetition, shadow. */
function shared(given: Given): string[] {
  const value = (word: string, otherwise: string) => `${numberOf(word, given.get(word) ?? otherwise)}`;
  const isRepeated = given.get('batch') === '1';
  return [
    `t_${value('dissolve', '100')}`,
    `g_${placeOf(given.get('gravity') ?? 'SouthEast')}`,
    `x_${value('dx', '10')}`,
    `y_${value('dy', '10')}`,
    ...(isRepeated ? ['fill_1'] : []),
    ...(given.has('text') && given.has('shadow') ? [`shadow_${value('shadow', '0')}`] : []),
  ];
}
