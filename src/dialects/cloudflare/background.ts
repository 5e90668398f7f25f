/** `background`: a colour as CSS writes it. */
import { invalid } from '../../core/spec/error.ts';
import { cssColour } from '../css-colours.ts';

/**
 * Six hexadecimal digits; undefined where no colour is given, or one that is all clear. What is clear in part is taken as
 * opaque. Throws for a colour that is not written as CSS writes it.
 */
export function backgroundOf(options: ReadonlyMap<string, string>): string | undefined {
  const text = options.get('background');
  if (text === undefined) return undefined;
  const colour = cssColour(text);
  if (colour === undefined) throw invalid('background', text);
  return colour.alpha === 0 ? undefined : colour.digits;
}
