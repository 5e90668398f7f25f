/** `width=80,quality=75`. */
import { invalid } from '../../core/spec/error.ts';
import { lookUp } from '../dialect.ts';

const SHORT: Readonly<Record<string, string>> = {
  w: 'width',
  h: 'height',
  q: 'quality',
  f: 'format',
  g: 'gravity',
  'face-zoom': 'zoom',
  'slow-connection-quality': 'scq',
};
const KNOWN = new Set(
  (
    'width height fit gravity dpr trim rotate flip background border blur brightness contrast gamma saturation ' +
    'sharpen quality format anim compression metadata onerror scq zoom upscale ' +
    'trim.width trim.height trim.left trim.top'
  ).split(' '),
);

/** Options by their long names; the later of two wins. Throws for one that is not known. */
export function readOptions(text: string): Map<string, string> {
  return new Map(
    text
      // Colours have commas of their own.
      .split(/,(?![^(]*\))/)
      .filter((option) => option !== '')
      .map((option): [string, string] => {
        const [written = '', ...value] = option.split('=');
        const name = lookUp(SHORT, written) ?? written;
        if (!KNOWN.has(name)) throw invalid(written, value.join('='));
        return [name, value.join('=')];
      }),
  );
}

/** A number in a range; undefined where the option is not given. Throws for anything else. */
export function numberIn(
  options: ReadonlyMap<string, string>,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const text = options.get(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value < min || value > max) throw invalid(name, text);
  return value;
}
