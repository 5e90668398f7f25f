/** CIE L*a*b* of 8 bits a sample, white of D50, to sRGB (TIFF 6.0, section 23). */
import { encodedToSrgb, type Encoding } from '../metadata/icc/srgb.ts';
import type { Convert } from './ycc.ts';

/** Lab as profiles encode it: lightness, and a* and b* from -128. */
const ENCODING: Encoding = { space: 'Lab ', legacyLab: false, black: [0, 0, 0] };

/** `signed`: a* and b* are signed; else they count from -128, as in profiles. */
export function labToRgb(signed: boolean): Convert {
  const flip = signed ? 0x80 : 0;
  return (l, a, b, band, to) => {
    const [red, green, blue] = encodedToSrgb([l / 255, (a ^ flip) / 255, (b ^ flip) / 255], ENCODING);
    band[to] = red * 255;
    band[to + 1] = green * 255;
    band[to + 2] = blue * 255;
  };
}
