/** What lies around a picture that is put on a larger canvas. */
import { type Colour, WHITE } from '../../image/colour.ts';

/** The colour that was asked for; undefined is clear, where an output can be, and white elsewhere. */
export function aroundColour(asked: Colour | undefined, outputAlpha: boolean): Colour | undefined {
  return asked ?? (outputAlpha ? undefined : WHITE);
}
