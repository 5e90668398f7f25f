/**
 * What each `JPEG_ENCODER` costs and saves: the same pixels through our kernel, tuned too, and through mozjpeg.
 *
 *     node bench/encoders.ts
 */
import { loadModules } from '../scripts/lib/modules.ts';
import type { Encoder } from '../src/codecs/codec.ts';
import { keepInstance } from '../src/codecs/instance.ts';
import type { JpegEncodeExports } from '../src/codecs/jpeg/encode-kernel.ts';
import { jpegEncoder } from '../src/codecs/jpeg/encoder.ts';
import { mozjpegEncoder } from '../src/codecs/jpeg/mozjpeg.ts';
import type { Output } from '../src/core/spec/output.ts';
import { median } from './measure.ts';
import { loadPicture, type PictureName } from './pictures.ts';
import { megabytes, number } from './rows.ts';
import { score, shown } from './shown.ts';
import { fileOf, pixelsOf, type StillPixels } from './still.ts';

const RUNS = 5;
const QUALITY = 80;

interface EncoderCase {
  readonly picture: PictureName;
  readonly width: number;
  readonly interlace: boolean;
}

const CASES: readonly EncoderCase[] = [
  { picture: 'jpeg-2mp', width: 1632, interlace: false },
  { picture: 'corpus:photos/2569067123_aca715a2ee_o.jpg', width: 800, interlace: false },
  { picture: 'corpus:photos/2569067123_aca715a2ee_o.jpg', width: 800, interlace: true },
  { picture: 'corpus:exif/Landscape_1.jpg', width: 1800, interlace: false },
];

/** The file an encoder writes, and the median milliseconds it takes. */
async function timed(
  encoder: Encoder,
  pixels: StillPixels,
  output: Output,
): Promise<{ file: Buffer; time: number }> {
  const times: number[] = [];
  let file: Buffer = Buffer.alloc(0);
  for (let run = 0; run <= RUNS; run++) {
    const start = performance.now();
    file = await fileOf(encoder, pixels, output);
    if (run > 0) times.push(performance.now() - start);
  }
  return { file, time: median(times) };
}

export const ENCODERS_HEAD = `| picture, quality ${QUALITY} | encoder | ms | bytes | score | planned, MB |
| --- | --- | --- | --- | --- | --- |`;

/** Lines of the table, one for each picture at hand and encoder. */
export async function encoderLines(): Promise<string[]> {
  const { jpeg, mozjpeg } = await loadModules();
  const kernel = keepInstance<JpegEncodeExports>(jpeg);
  const encoders = {
    fast: jpegEncoder(kernel),
    tuned: jpegEncoder(kernel, { tuned: true }),
    small: mozjpegEncoder(mozjpeg),
  };
  const lines: string[] = [];
  for (const one of CASES) {
    const source = await loadPicture(one.picture);
    if (!source) continue;
    const pixels = await pixelsOf(source, one.width);
    const output: Output = { format: 'jpg', quality: QUALITY, interlace: one.interlace };
    for (const [name, encoder] of Object.entries(encoders)) {
      const { file, time } = await timed(encoder, pixels, output);
      const likeness = score({ data: pixels.rgb, info: pixels }, await shown(file));
      const label = `${pixels.width} × ${pixels.height}${one.interlace ? ', progressive' : ''}`;
      const planned = megabytes(encoder.peakBytes(pixels, output, true));
      lines.push(
        `| ${label} | ${name} | ${number(time, 1)} | ${file.length} | ${number(likeness, 1)} | ${planned} |`,
      );
    }
  }
  return lines;
}

if (import.meta.main) process.stdout.write(`${ENCODERS_HEAD}\n${(await encoderLines()).join('\n')}\n`);
