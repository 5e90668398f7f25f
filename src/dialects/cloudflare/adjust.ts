/** What happens to pixels and how they are written. */
import { invalid } from '../../core/spec/error.ts';
import { lookUp, sharpenAction } from '../dialect.ts';
import { numberIn } from './options.ts';
import { backgroundOf } from './background.ts';

const QUALITIES: Readonly<Record<string, number>> = {
  high: 90,
  'medium-high': 80,
  'medium-low': 65,
  low: 50,
};
/** Multipliers, and the word of `tone` for each. */
const MULTIPLIERS = { brightness: 'b', contrast: 'c', gamma: 'g', saturation: 's' } as const;
const MOST = 100;
/** Blurs beyond differ too little from it to be told apart at any size that is shown. */
const MAX_BLUR = 50;

/** Blur, sharpening, mirrors, tones, what lies beneath. Throws ProcessError. */
export function adjustments(options: ReadonlyMap<string, string>): string[] {
  const blur = numberIn(options, 'blur', 1, 250);
  const sharpen = numberIn(options, 'sharpen', 0, 10);
  const background = backgroundOf(options);
  const radius = Math.min(MAX_BLUR, Math.ceil(blur ?? 0));
  return [
    ...mirrors(options.get('flip')),
    ...tones(options),
    ...(radius > 0 ? [`blur,r_${radius},s_${radius}`] : []),
    ...(sharpen ? [sharpenAction(sharpen)] : []),
    ...(background === undefined ? [] : [`background,${background}`]),
  ];
}

function tones(options: ReadonlyMap<string, string>): string[] {
  const given = Object.entries(MULTIPLIERS).flatMap(([name, word]) => {
    const value = numberIn(options, name, 0, MOST);
    return value === undefined ? [] : [`${word}_${Math.round(value * 100)}`];
  });
  return given.length === 0 ? [] : [`tone,${given.join(',')}`];
}

function mirrors(flip: string | undefined): string[] {
  if (flip === undefined) return [];
  if (!['h', 'v', 'hv', 'vh'].includes(flip)) throw invalid('flip', flip);
  return Array.from(flip, (axis) => `flip,${axis}`);
}

/** Format, quality, what happens where the picture cannot be made. */
export function outputOptions(options: ReadonlyMap<string, string>): string[] {
  const quality = options.get('quality');
  return [
    ...formatActions(options.get('format') ?? 'auto-source'),
    ...(quality === undefined
      ? []
      : [`quality,Q_${lookUp(QUALITIES, quality) ?? Math.round(numberIn(options, 'quality', 1, 100)!)}`]),
    ...(isStill(options.get('anim')) ? ['still,1'] : []),
    ...(options.get('onerror') === 'redirect' ? ['ignore-error,1'] : []),
  ];
}

function isStill(anim = 'true'): boolean {
  if (anim !== 'true' && anim !== 'false') throw invalid('anim', anim);
  return anim === 'false';
}

function formatActions(format: string): string[] {
  switch (format) {
    case 'auto-source':
      return [];
    case 'jpeg':
      return ['format,jpg', 'interlace,1'];
    case 'baseline-jpeg':
      return ['format,jpg'];
    case 'auto':
    case 'avif':
    case 'webp':
    case 'png':
      return [`format,${format}`];
    default:
      throw invalid('format', format);
  }
}
