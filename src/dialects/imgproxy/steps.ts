/** What options ask for, in the order that imgproxy works in, whatever order they are written in. */
import { invalid } from '../../core/spec/error.ts';
import { type ImgproxySettings, sharpenAction } from '../dialect.ts';
import { colourOf } from '../slashes/colours.ts';
import { markActions } from './mark.ts';
import { formatOf, isOn, isSet, numberOf, type Options } from './options.ts';
import { aroundActions, cropActions, sizeActions } from './size.ts';

/** The actions of options; `written` is the format that is asked for. Throws ProcessError. */
export function actionsOf(
  options: Options,
  written: string | undefined,
  settings: ImgproxySettings = {},
): string[] {
  const quality = qualityOf(options, written);
  const background = backgroundOf(options);
  return [
    ...trimActions(options.get('trim')),
    ...(isOn(options, 'auto_rotate', true) ? [] : ['auto-orient,0']),
    // Sides are those of the turned picture.
    ...turnActions(numberOf(options, 'rotate', 0)),
    ...flipActions(options.get('flip')),
    ...cropActions(options),
    ...sizeActions(options),
    ...effects(options),
    ...aroundActions(options, background),
    ...(background === undefined ? [] : [`background,${background}`]),
    ...markActions(options, settings),
    ...(written === undefined ? [] : [`format,${written}`]),
    ...(quality === 0 ? [] : [`quality,Q_${quality}`]),
    ...numbered(options, 'max_bytes', 'bytes', 1),
    ...(isOn(options, 'disable_animation') ? ['still,1'] : []),
  ];
}

/** An action of one number, where that is at least so much. */
function numbered(options: Options, option: string, action: string, least: number): string[] {
  const value = Math.round(numberOf(options, option, 0));
  return value < least ? [] : [`${action},${value}`];
}

/** `trim:THRESHOLD:COLOR:EQUAL_HOR:EQUAL_VER`: before all else, on the pixels as they are stored. */
function trimActions([threshold = '', colour = '', ...equal]: readonly string[] = []): string[] {
  if (threshold === '') return [];
  const levels = Math.round(Number(threshold));
  if (!/^\d{1,3}(\.\d+)?$/.test(threshold)) throw invalid('trim', threshold);
  return [
    [
      `shave,v_${levels}`,
      ...(colour === '' ? [] : [`color_${colourOf(`#${colour}`, 'trim')}`]),
      ...(isSet(equal[0]) ? ['x_1'] : []),
      ...(isSet(equal[1]) ? ['y_1'] : []),
    ].join(','),
  ];
}

/** `quality`, or that of the format in `format_quality:webp:80:avif:60` where a format is named. */
function qualityOf(options: Options, format: string | undefined): number {
  const asked = numberOf(options, 'quality', 0);
  const at = (options.get('format_quality') ?? []).findIndex(
    (word, index) => index % 2 === 0 && formatOf(word) === format,
  );
  return asked !== 0 || at < 0 ? asked : numberOf(options, 'format_quality', 0, at + 1);
}

/** `bg:255:0:0` or `bg:ff0000`; undefined where there is none, as for `bg:`. */
function backgroundOf(options: Options): string | undefined {
  const words = options.get('background') ?? [''];
  if (words.length === 3) return words.map(channelOf).join('');
  const text = words.join(':');
  return text === '' ? undefined : colourOf(`#${text}`, 'background');
}

/** Two hexadecimal digits. */
function channelOf(text: string): string {
  if (!/^\d{1,3}$/.test(text) || Number(text) > 255) throw invalid('background', text);
  return Number(text).toString(16).padStart(2, '0');
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
    ...numbered(options, 'pixelate', 'pixelate', 2),
  ];
}
