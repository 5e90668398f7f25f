/**
 * Rate-distortion curves: bytes that encoders take for pictures that look equally like their original, over qualities
 * from low to high.
 */
import sharp, { type Sharp } from 'sharp';
import { loadModules } from '../scripts/lib/modules.ts';
import type { Encoder } from '../src/codecs/codec.ts';
import { keepInstance } from '../src/codecs/instance.ts';
import type { JpegEncodeExports } from '../src/codecs/jpeg/encode-kernel.ts';
import { jpegEncoder } from '../src/codecs/jpeg/encoder.ts';
import { webpEncoder } from '../src/codecs/webp/encoder.ts';
import type { Format } from '../src/core/spec/source.ts';
import { byteRatio, type CurvePoint } from './byte-ratio.ts';
import { fileOf, pixelsOf, type StillPixels } from './still.ts';
import { loadPicture, type PictureName } from './pictures.ts';
import { number } from './rows.ts';
import { type Pixels, score, shown } from './shown.ts';

const QUALITIES = [30, 45, 60, 75, 85, 90, 95];

/** A picture to encode, scaled to a width first, so that it has detail and no blocks of its own. */
interface Motif {
  readonly name: string;
  readonly picture: PictureName;
  readonly width: number;
}

const MOTIFS: readonly Motif[] = [
  { name: 'park', picture: 'corpus:exif/Landscape_1.jpg', width: 640 },
  { name: 'park, portrait', picture: 'corpus:exif/Portrait_3.jpg', width: 480 },
  { name: 'children', picture: 'corpus:photos/2569067123_aca715a2ee_o.jpg', width: 640 },
  { name: 'phone photograph', picture: 'corpus:photos/gain-map.jpg', width: 640 },
  { name: 'CMYK photograph', picture: 'corpus:formats/Channel_digital_image_CMYK_color.jpg', width: 512 },
  { name: 'monk', picture: 'corpus:formats/gamma_dalai_lama_gray.jpg', width: 192 },
  { name: 'sample', picture: 'corpus:photos/example.jpg', width: 320 },
  { name: 'tree', picture: 'corpus:formats/4.webp', width: 512 },
  { name: 'paper', picture: 'corpus:photos/alpha-premultiply-1024x768-paper.png', width: 512 },
  { name: 'scene', picture: 'jpeg-12mp', width: 640 },
  { name: 'interface', picture: 'png-interface', width: 800 },
  { name: 'line art', picture: 'png-line-art', width: 640 },
];

/** The file of a picture at a quality of 1 to 100. */
type Encode = (pixels: StillPixels, quality: number) => Promise<Buffer>;

interface Curve {
  readonly encoder: string;
  readonly encode: Encode;
}

/** What others write, and the curve of ours that it stands beside. */
function curvesOf(
  ours: Readonly<Record<'jpg' | 'tuned' | 'webp', Encoder>>,
): Record<'JPEG' | 'WebP', Curve[]> {
  const own =
    (name: 'jpg' | 'tuned' | 'webp'): Encode =>
    (pixels, quality) => {
      const format: Format = name === 'webp' ? 'webp' : 'jpg';
      return fileOf(ours[name], pixels, { format, quality, interlace: false });
    };
  const theirs =
    (store: (image: Sharp, quality: number) => Sharp): Encode =>
    ({ rgb, width, height }, quality) =>
      store(sharp(rgb, { raw: { width, height, channels: 3 } }), quality).toBuffer();
  return {
    JPEG: [
      { encoder: 'ours', encode: own('jpg') },
      { encoder: 'ours, tuned', encode: own('tuned') },
      { encoder: 'libjpeg-turbo', encode: theirs((image, quality) => image.jpeg({ quality })) },
      { encoder: 'mozjpeg', encode: theirs((image, quality) => image.jpeg({ quality, mozjpeg: true })) },
    ],
    WebP: [
      { encoder: 'ours', encode: own('webp') },
      { encoder: 'libwebp', encode: theirs((image, quality) => image.webp({ quality })) },
    ],
  };
}

type Points = readonly CurvePoint[];

async function pointsOf(encode: Encode, pixels: StillPixels): Promise<CurvePoint[]> {
  const original: Pixels = { data: pixels.rgb, info: pixels };
  const points: CurvePoint[] = [];
  for (const quality of QUALITIES) {
    const file = await encode(pixels, quality);
    points.push([score(original, await shown(file)), Math.log(file.length)]);
  }
  return points;
}

export const CURVES_HEAD = `## Bytes at equal likeness

Bytes of our encoders as a part of others' for results of the same SSIMULACRA 2 score, mean over the scores that qualities
${QUALITIES[0]} to ${QUALITIES.at(-1)} reach. libjpeg-turbo, mozjpeg and libwebp (method 4) as sharp has them, 4:2:0.

| picture | size | JPEG ÷ libjpeg-turbo | JPEG ÷ mozjpeg | tuned JPEG ÷ our JPEG | tuned JPEG ÷ mozjpeg | WebP ÷ libwebp | WebP ÷ our JPEG |
| --- | --- | --- | --- | --- | --- | --- | --- |
`;

/** Lines of the table, one for each picture at hand, and their means. */
export async function curveLines(): Promise<string[]> {
  const { jpeg, ...modules } = await loadModules();
  const kernel = keepInstance<JpegEncodeExports>(jpeg);
  const curves = curvesOf({
    jpg: jpegEncoder(kernel),
    tuned: jpegEncoder(kernel, { tuned: true }),
    webp: webpEncoder(modules, 'fast'),
  });
  const lines: string[] = [];
  const all: number[][] = [];
  for (const { name, picture, width } of MOTIFS) {
    const file = await loadPicture(picture);
    if (!file) continue;
    const pixels = await pixelsOf(file, width);
    const points = async (format: 'JPEG' | 'WebP') => {
      const found: Points[] = [];
      for (const { encode } of curves[format]) found.push(await pointsOf(encode, pixels));
      return found;
    };
    const [own, tuned, turbo, moz] = (await points('JPEG')) as [Points, Points, Points, Points];
    const [ownWebp, libwebp] = (await points('WebP')) as [Points, Points];
    const ratios = [
      byteRatio(own, turbo),
      byteRatio(own, moz),
      byteRatio(tuned, own),
      byteRatio(tuned, moz),
      byteRatio(ownWebp, libwebp),
      byteRatio(ownWebp, own),
    ];
    all.push(ratios);
    lines.push(line(name, `${pixels.width} × ${pixels.height}`, ratios));
  }
  const means = all[0]!.map((_, column) =>
    Math.exp(all.reduce((sum, row) => sum + Math.log(row[column]!), 0) / all.length),
  );
  return [...lines, line('mean', '', means)];
}

function line(name: string, size: string, ratios: readonly number[]): string {
  return `| ${[name, size, ...ratios.map((value) => number(value, 3))].join(' | ')} |`;
}
