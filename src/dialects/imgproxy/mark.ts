/** `watermark:OPACITY:POSITION:X:Y:SCALE`: a picture of the bucket, drawn over all that was made before. */
import { writeBase64Text } from '../../core/spec/base64.ts';
import { invalid, ProcessError } from '../../core/spec/error.ts';
import { decoded, type ImgproxySettings, keyOfAddress } from '../dialect.ts';
import { wordOf } from './gravity.ts';
import { factorOf, numberOf, type Options } from './options.ts';

/** The position that is everywhere. */
const REPEATED = 're';
/** Thousandths of the picture that a mark has at most. */
const MOST_SHARE = 10_000;
/** Words of its places; what stands out is not looked for. */
const NO_PLACE = new Set(['sm', 'fp', 'ch']);

/** The action that draws the mark. Throws ProcessError, also where the bucket has none. */
export function markActions(options: Options, settings: ImgproxySettings): string[] {
  const opacity = numberOf(options, 'watermark', 0);
  if (opacity > 1) throw invalid('watermark', `${opacity}`);
  if (opacity === 0) return [];
  const [, position = '', x = '', y = ''] = options.get('watermark') ?? [];
  if (NO_PLACE.has(position)) throw invalid('watermark', position);
  const dpr = factorOf(options, 'dpr');
  return [
    [
      'stamp',
      `image_${writeBase64Text(pictureOf(options, settings) + preparation(options))}`,
      `t_${Math.round(opacity * (settings.opacity ?? 100))}`,
      ...(position === REPEATED ? ['fill_1'] : [`g_${wordOf(position === '' ? 'ce' : position)}`]),
      ...offset('x', x, dpr),
      ...offset('y', y, dpr),
    ].join(','),
  ];
}

function pictureOf(options: Options, { mark }: ImgproxySettings): string {
  const [address] = options.get('watermark_url') ?? [];
  if (address !== undefined) return keyOfAddress(decoded(address, 'watermark_url'));
  if (mark !== undefined) return mark;
  throw new ProcessError('NotImplemented', 'This bucket has no watermark.');
}

/** How the mark is made ready: to a share of the picture, or to a size; and turned. */
function preparation(options: Options): string {
  const share = Math.round(numberOf(options, 'watermark', 0, 4) * 1000);
  if (share > MOST_SHARE) throw invalid('watermark', `${share / 1000}`);
  const degrees = Math.round(numberOf(options, 'watermark_rotate', 0)) % 360;
  const actions = [
    ...(share > 0 ? [`share,s_box,t_${share}`] : sizeAction(options)),
    ...(degrees > 0 ? [`rotate,${degrees}`] : []),
  ];
  return actions.length === 0 ? '' : `?x-oss-process=image/${actions.join('/')}`;
}

function sizeAction(options: Options): string[] {
  const sides = { w: 0, h: 1 };
  const given = Object.entries(sides).flatMap(([side, at]) => {
    const pixels = Math.round(numberOf(options, 'watermark_size', 0, at));
    return pixels === 0 ? [] : [`${side}_${pixels}`];
  });
  return given.length === 0 ? [] : [['resize', ...given, 'limit_0'].join(',')];
}

/** Pixels from 1 on, times `dpr`, and a share of the side below. */
function offset(key: string, text: string, dpr: number): string[] {
  if (text === '') return [];
  if (!/^-?(\d{1,6}(\.\d+)?|\.\d+)$/.test(text)) throw invalid('watermark', text);
  const amount = Number(text);
  if (amount === 0) return [];
  return [
    Math.abs(amount) < 1 ? `${key}_${Math.round(amount * 1000)}t` : `${key}_${Math.round(amount * dpr)}`,
  ];
}
