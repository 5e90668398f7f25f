/** What happens to pixels and how they are written. */
import { invalid, ProcessError } from '../../core/spec/error.ts';
import { numberIn } from './options.ts';

const QUALITIES: Readonly<Record<string, number>> = {
  high: 90,
  'medium-high': 80,
  'medium-low': 65,
  low: 50,
};
/** Multipliers that this service has no step for; 1 changes nothing. */
const MULTIPLIERS = ['brightness', 'contrast', 'gamma'];

/** Blur, sharpening, mirrors, grey. Throws for what is not offered. */
export function adjustments(options: ReadonlyMap<string, string>): string[] {
  for (const name of MULTIPLIERS) {
    if ((numberIn(options, name, 0, 100) ?? 1) !== 1) throw notHere(name);
  }
  const blur = numberIn(options, 'blur', 1, 250);
  const sharpen = numberIn(options, 'sharpen', 0, 10);
  return [
    ...mirrors(options.get('flip')),
    ...grey(numberIn(options, 'saturation', 0, 100)),
    ...(blur === undefined
      ? []
      : [`blur,r_${Math.min(50, Math.ceil(blur))},s_${Math.min(50, Math.ceil(blur))}`]),
    // A strength of 1 is what pictures get that were made smaller.
    ...(sharpen ? [`sharpen,${Math.min(399, Math.max(50, Math.round(sharpen * 100)))}`] : []),
  ];
}

function mirrors(flip: string | undefined): string[] {
  if (flip === undefined) return [];
  if (!['h', 'v', 'hv', 'vh'].includes(flip)) throw invalid('flip', flip);
  return Array.from(flip, (axis) => `flip,${axis}`);
}

function grey(saturation: number | undefined): string[] {
  if (saturation === undefined || saturation === 1) return [];
  if (saturation === 0) return ['colorspace,gray'];
  throw notHere('saturation');
}

function notHere(name: string): ProcessError {
  return new ProcessError('NotImplemented', `${name} is not offered.`);
}

/** Format, quality, what happens where the picture cannot be made. */
export function outputOptions(options: ReadonlyMap<string, string>): string[] {
  if (options.get('format') === 'json') return ['info'];
  const quality = options.get('quality');
  return [
    ...formatActions(options.get('format') ?? 'auto-source'),
    ...(quality === undefined
      ? []
      : [`quality,Q_${QUALITIES[quality] ?? Math.round(numberIn(options, 'quality', 1, 100)!)}`]),
    ...(options.get('onerror') === 'redirect' ? ['ignore-error,1'] : []),
  ];
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
