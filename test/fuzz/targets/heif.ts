/** HEIC and AVIF: whatever the bytes are, the picture is shown as far as it goes or refused, soon, and in the planned memory. */
import sharp from 'sharp';
import { keep } from '../../../src/core/image/geometry.ts';
import type { Source } from '../../../src/core/spec/source.ts';
import type { Codec } from '../../../src/codecs/codec.ts';
import { codecOf } from '../../codecs/heif/decode.ts';
import { QUADRANTS } from '../../codecs/heif/quadrants.ts';
import { pixels } from '../../codecs/raster/pictures.ts';
import { showOrRefuse } from '../show-or-refuse.ts';

export const name = 'heif';
export const corpus = /\.(heic|heif|avif)$/i;

const SIZE = { width: 37, height: 29 };
const MOST_PIXELS = 1 << 18;
/** Memory of instances that were kept from larger pictures before. */
const KEPT_BYTES = 32 << 20;

/** What libvips writes of AVIF, and a HEIC that x265 wrote. */
export async function seeds(): Promise<Uint8Array[]> {
  const image = sharp(pixels(SIZE, 5, false), { raw: { ...SIZE, channels: 4 } });
  const written = [image.clone().avif(), image.clone().removeAlpha().avif({ chromaSubsampling: '4:2:0' })];
  return [
    QUADRANTS,
    ...(await Promise.all(written.map(async (file) => new Uint8Array(await file.toBuffer())))),
  ];
}

const [heic, avif] = [codecOf('heic'), codecOf('avif')];
const targets = [heic, avif].map((codec) =>
  showOrRefuse({
    codec,
    mostPixels: MOST_PIXELS,
    decode: (bytes, source, plan) => decode(codec, bytes, source, plan),
    allowance: KEPT_BYTES,
  }),
);

export function run(bytes: Uint8Array): Promise<void> {
  return targets[heic.sniff(bytes) ? 0 : 1]!(bytes);
}

async function decode(
  { decoder }: Codec,
  bytes: Uint8Array,
  source: Source,
  plan: (bytes: number) => void,
): Promise<void> {
  const wish = keep(source);
  const { width, height, peakBytes } = decoder!.plan(source, wish);
  plan(peakBytes);
  let flowed = 0;
  for await (const band of decoder!.decode(bytes, source, wish).bands()) flowed += band.length;
  if (flowed !== width * height * 4) throw new Error(`${flowed} bytes flowed of ${width} × ${height} pixels`);
}
