/** Colours as these languages write them. */
import { invalid } from '../../core/spec/error.ts';
import { cssColour } from '../css-colours.ts';

/** `#3D3D3D`, `#fff` or a name, as six hexadecimal digits. Throws for anything else. */
export function colourOf(text: string, parameter: string): string {
  const colour = cssColour(text);
  if (colour === undefined || colour.alpha < 1) throw invalid(parameter, text);
  return colour.digits;
}
