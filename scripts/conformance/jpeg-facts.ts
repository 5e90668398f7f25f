/** What a JPEG tells of itself before its pixels. */

/** What a JPEG's markers tell. */
export interface JpegFacts {
  readonly progressive: boolean;
  /** The quality whose luminance table this is; undefined when it is of none. */
  readonly quality: number | undefined;
}

/** The luminance table of ITU-T T.81, annex K.1, in rows. */
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/** Its sum at a quality, by the formula of the Independent JPEG Group: no two qualities from 2 on have the same. */
function sumAt(quality: number): number {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return LUMINANCE.reduce((sum, step) => {
    const value = Math.floor((step * scale + 50) / 100);
    return sum + Math.min(255, Math.max(1, value));
  }, 0);
}

/** Reads the markers up to the scan. */
export function readJpegFacts(body: Uint8Array): JpegFacts {
  let quality: number | undefined;
  let progressive = false;
  for (let at = 2; at + 4 <= body.length && body[at] === 0xff;) {
    const marker = body[at + 1]!;
    const length = (body[at + 2]! << 8) | body[at + 3]!;
    if (marker === 0xda) break;
    if (marker === 0xc2) progressive = true;
    if (marker === 0xdb && body[at + 4] === 0) {
      const sum = body.subarray(at + 5, at + 69).reduce((total, step) => total + step, 0);
      quality = Array.from({ length: 100 }, (_, index) => 100 - index).find((one) => sumAt(one) === sum);
    }
    at += 2 + length;
  }
  return { progressive, quality };
}
