/**
 * How alike AVIF and JPEG of the same quality look to their original: `q_80` is to mean the same in both.
 *
 *     node bench/avif-likeness.ts
 */
import { loadModules } from '../scripts/lib/modules.ts';
import type { Encoder } from '../src/codecs/codec.ts';
import { avifEncoder } from '../src/codecs/heif/encoder.ts';
import { keepInstance } from '../src/codecs/instance.ts';
import type { JpegEncodeExports } from '../src/codecs/jpeg/encode-kernel.ts';
import { jpegEncoder } from '../src/codecs/jpeg/encoder.ts';
import { loadPicture, type PictureName } from './pictures.ts';
import { number } from './rows.ts';
import { score, shown } from './shown.ts';
import { fileOf, pixelsOf, type StillPixels } from './still.ts';

const QUALITIES = [30, 40, 50, 60, 70, 75, 80, 85, 90, 95];
const PHOTOGRAPHS: readonly (readonly [picture: PictureName, width: number])[] = [
  ['corpus:exif/Landscape_1.jpg', 512],
  ['corpus:photos/2569067123_aca715a2ee_o.jpg', 512],
  ['corpus:photos/gain-map.jpg', 512],
  ['corpus:formats/Channel_digital_image_CMYK_color.jpg', 512],
  ['corpus:photos/example.jpg', 320],
  ['corpus:formats/4.webp', 400],
];

/** Likeness and size of a picture's file at a quality. */
interface Point {
  readonly score: number;
  readonly bytes: number;
}

async function pointOf(
  encoder: Encoder,
  format: 'jpg' | 'avif',
  pixels: StillPixels,
  quality: number,
): Promise<Point> {
  const file = await fileOf(encoder, pixels, { format, quality, interlace: false });
  return { score: score({ data: pixels.rgb, info: pixels }, await shown(file)), bytes: file.length };
}

export const AVIF_LIKENESS_HEAD = `## AVIF and JPEG of the same quality

SSIMULACRA 2 against the original, mean over ${PHOTOGRAPHS.length} photographs; bytes of AVIF as a part of JPEG's.

| quality | JPEG | AVIF | AVIF − JPEG | bytes, AVIF ÷ JPEG |
| --- | --- | --- | --- | --- |
`;

/** Lines of the table, one for each quality. */
export async function avifLikenessLines(): Promise<string[]> {
  const { jpeg, avifEncode } = await loadModules();
  const jpg = jpegEncoder(keepInstance<JpegEncodeExports>(jpeg));
  const avif = avifEncoder(avifEncode);
  const lines: string[] = [];
  for (const quality of QUALITIES) {
    const points: [jpg: Point, avif: Point][] = [];
    for (const [picture, width] of PHOTOGRAPHS) {
      const file = await loadPicture(picture);
      if (!file) continue;
      const pixels = await pixelsOf(file, width);
      points.push([await pointOf(jpg, 'jpg', pixels, quality), await pointOf(avif, 'avif', pixels, quality)]);
    }
    lines.push(line(quality, points));
  }
  return lines;
}

function line(quality: number, points: readonly (readonly [jpg: Point, avif: Point])[]): string {
  const mean = (value: (pair: readonly [Point, Point]) => number) =>
    points.reduce((sum, pair) => sum + value(pair), 0) / points.length;
  const jpg = mean(([one]) => one.score);
  const avif = mean(([, other]) => other.score);
  const bytes = mean(([one, other]) => other.bytes / one.bytes);
  const figures = [jpg, avif, avif - jpg].map((value) => number(value, 1));
  return `| ${[quality, ...figures, number(bytes, 2)].join(' | ')} |`;
}

if (import.meta.main) {
  process.stdout.write(`${AVIF_LIKENESS_HEAD}${(await avifLikenessLines()).join('\n')}\n`);
}
