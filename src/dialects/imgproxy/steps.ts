/** What options ask for, in the order that imgproxy works in, whatever order they are written in. */
import { invalid } from '../../core/spec/error.ts';
import { sharpenAction } from '../dialect.ts';
import { colourOf } from '../slashes/colours.ts';
import { isOn, isSet, numberOf, type Options } from './options.ts';
import { aroundActions, cropActions, sizeActions } from './size.ts';

/** The actions of options; `format` is what stands behind the source. Throws ProcessError. */
export function actionsOf(options: Options, format: string | undefined): string[] {
  const written = options.get('format')?.[0] ?? format;
  const quality = qualityOf(options, written);
  const background = backgroundOf(options);
  return [
    ...(isOn(options, 'auto_rotate', true) ? [] : ['auto-orient,0']),
    // Sides are those of the turned picture.
    ...turnActions(numberOf(options, 'rotate', 0)),
    ...flipActions(options.get('flip')),
    ...cropActions(options),
    ...sizeActions(options),
    ...effects(options),
    ...aroundActions(options, background),
    ...(background === undefined ? [] : [`background,${background}`]),
    ...(written === undefined ? [] : [`format,${written === 'jpeg' ? 'jpg' : written}`]),
    ...(quality === 0 ? [] : [`quality,Q_${quality}`]),
  ];
}

/** `quality`, or that of the format in `format_quality:webp:80:avif:60` where a format is named. */
function qualityOf(options: Options, format: string | undefined): number {
  const asked = numberOf(options, 'quality', 0);
  const at = (options.get('format_quality') ?? []).findIndex(
    (word, index) => index % 2 === 0 && word === format,
  );
  return asked !== 0 || at < 0 ? asked : numberOf(options, 'format_quality', 0, at + 1);
}

/** `bg:255:0:0` or `bg:ff0000`; undefined where there is none, as for `bg:`. */
function backgroundOf(options: Options): string | undefined {
  const [first = '', ...rest] = options.get('background') ?? [];
  if (first === '') return undefined;
  const hex = [first, ...rest].map((channel) => Number(channel).toString(16).padStart(2, '0')).join('');
  return colourOf(rest.length === 2 ? hex : `#${first}`, 'background');
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
