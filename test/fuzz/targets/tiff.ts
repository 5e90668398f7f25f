/** TIFF: whatever the bytes are, the picture is shown as far as it goes or refused, soon, and in the planned memory. */
import { constants, zstdCompressSync } from 'node:zlib';
import sharp from 'sharp';
import type { Source } from '../../../src/core/spec/source.ts';
import { keep } from '../../../src/core/image/geometry.ts';
import { codec, decoder, type Field, basic, writeTiff } from '../../codecs/tiff/files.ts';
import { oldForms, oldTiles } from '../../codecs/tiff/old-jpegs.ts';
import { words, XZ_FILES } from '../../codecs/tiff/xz-files.ts';
import { pixels } from '../../codecs/raster/pictures.ts';
import { showOrRefuse } from '../show-or-refuse.ts';

export const name = 'tiff';
export const corpus = /\.tiff?$/;

const SIZE = { width: 37, height: 29 };
const MOST_PIXELS = 1 << 20;
/** Pictures inside are decoded by instances that other codecs may keep as well. */
const INSIDE_BYTES = 32 << 20;

function zstd(data: Uint8Array, level: number): Uint8Array {
  return zstdCompressSync(data, { params: { [constants.ZSTD_c_compressionLevel]: level } });
}

/** What libvips writes, and fax lines, planes, odd depths and the old JPEG that it does not. */
export async function seeds(): Promise<Uint8Array[]> {
  const image = sharp(pixels(SIZE, 5, true), { raw: { ...SIZE, channels: 4 } }).removeAlpha();
  const written = (['none', 'lzw', 'deflate', 'packbits', 'jpeg', 'webp'] as const).flatMap((compression) =>
    [false, true].map((tile) =>
      image.clone().tiff({ compression, tile, tileWidth: 16, tileHeight: 16, predictor: 'none' }).toBuffer(),
    ),
  );
  const noise = pixels({ width: 64, height: 64 }, 3, false);
  const made = (fields: object, more: Field[]) =>
    writeTiff({
      fields: [...basic(SIZE, { rows: 8, ...fields }), ...more],
      segments: [0, 1, 2, 3].map(() => noise),
    });
  return [
    ...(await Promise.all(written)).map((buffer) => new Uint8Array(buffer)),
    ...[2, 3, 4].map((compression) =>
      made({ compression, photometric: 0, samples: 1, bits: 1 }, [[292, 4, 1]]),
    ),
    made({ photometric: 6 }, [[530, 3, 2, 2]]),
    made({ photometric: 2, samples: 4, bits: 16 }, [
      [338, 3, 1],
      [284, 3, 2],
    ]),
    made({ photometric: 1, samples: 1, bits: 32 }, [
      [339, 3, 3],
      [317, 3, 3],
    ]),
    made({ photometric: 8 }, []),
    ...(await oldForms()).map(({ file }) => file),
    (await oldTiles()).file,
    ...[
      ...XZ_FILES.slice(0, 2).map(({ xz, data }) => ({ compression: 34_925, packed: xz, data })),
      ...[1, 19].map((level) => ({
        compression: 50_000,
        packed: zstd(words(1500), level),
        data: words(1500),
      })),
      { compression: 50_000, packed: zstd(noise, 1), data: noise.subarray(0, 16_380) },
    ].map(({ compression, packed, data }) => {
      const size = { width: 30, height: data.length / 30 };
      return writeTiff({
        fields: basic(size, { compression, photometric: 1, samples: 1 }),
        segments: [packed],
      });
    }),
  ];
}

export const run = showOrRefuse({ codec, mostPixels: MOST_PIXELS, decode, allowance: INSIDE_BYTES });

async function decode(bytes: Uint8Array, source: Source, plan: (bytes: number) => void): Promise<void> {
  const wish = keep(source);
  const { width, height, peakBytes } = decoder.plan(source, wish);
  plan(peakBytes);
  let flowed = 0;
  for await (const band of decoder.decode(bytes, source, wish).bands()) flowed += band.length;
  if (flowed !== width * height * 4) throw new Error(`${flowed} bytes flowed of ${width} × ${height} pixels`);
}
