/** Decodes the first picture of a TIFF, in bands of whole rows; what a damaged file lacks is zeros. */
import type { Band, Rect } from '../../core/image/picture.ts';
import { bandBytes, rowsPerBand } from '../../core/image/picture.ts';
import { damaged } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';
import type { Decoder } from '../codec.ts';
import { decodeCost, type Rates } from '../cost.ts';
import { guarded, keepInstance } from '../instance.ts';
import { openTiff } from '../metadata/tiff.ts';
import { painter } from './colour.ts';
import { openDirectory } from './directory.ts';
import { embeddedBands, embeddedPlan } from './embedded.ts';
import type { EmbeddedCodecs } from './embedded-codecs.ts';
import { KERNEL_BYTES, type TiffExports } from './kernel.ts';
import { checkLayout, isEmbedded, type TiffLayout } from './layout.ts';
import { isRgb, kernelPainter } from './rgb.ts';
import { rowsBytes, sampleRows } from './rows.ts';
import { COMPRESSION } from './tags.ts';
import { windowedBytes } from './windowed.ts';
import { segmentBytes } from './segment-bytes.ts';
import type { OpenTiff } from './segments.ts';

/** The directory's map, palettes and tables. */
const SMALL_BYTES = 65_536;
/** An instance that reached farther back is not kept. */
const KEPT_BYTES = 1 << 20;
/** Reference nanoseconds. */
const RATES: Rates = { byte: 7, source: 4, made: 3 };
const LZMA_RATES: Rates = { ...RATES, byte: 105 };
const ZSTD_RATES: Rates = { ...RATES, byte: 20 };

/** The decoder over one kept instance of our kernel, and the codecs of what may lie inside. */
export function tiffDecoder(module: WebAssembly.Module, codecs: EmbeddedCodecs): Decoder<TiffLayout> {
  const kept = keepInstance<TiffExports>(module, ['decode tiff'], KEPT_BYTES);
  return {
    plan(source, wish) {
      const { cut } = wish;
      const layout = source.details!;
      checkLayout(layout);
      const size = { width: cut.width, height: cut.height };
      const work = isEmbedded(layout)
        ? embeddedPlan(layout, source, cut, codecs)
        : { bytes: plainBytes(layout, source, cut), cost: decodeCost(ratesOf(layout), source, wish, size) };
      const route = layout.tiled ? 'tiles' : 'strips';
      const peakBytes = SMALL_BYTES + work.bytes + bandBytes(cut.width);
      return { ...size, did: 'cut', peakBytes, cost: work.cost, route };
    },
    decode: (bytes, source, { cut }) => ({
      width: cut.width,
      height: cut.height,
      opaque: !source.alpha,
      bands: () => guarded(kept, (kernel) => bandsOf(bytes, source, cut, kernel, codecs)),
    }),
  };
}

function ratesOf({ compression }: TiffLayout): Rates {
  if (compression === COMPRESSION.zstd) return ZSTD_RATES;
  return compression === COMPRESSION.lzma ? LZMA_RATES : RATES;
}

function plainBytes(layout: TiffLayout, source: Source<TiffLayout>, cut: Rect): number {
  return KERNEL_BYTES + windowedBytes(layout) + rowsBytes(layout, cut) + reversedBytes(layout, source);
}

/** A strip whose bits stand in the other order is copied. */
function reversedBytes({ reversedBits }: TiffLayout, { bytes }: Source<TiffLayout>): number {
  return reversedBits ? bytes : 0;
}

async function* bandsOf(
  bytes: Uint8Array,
  source: Source<TiffLayout>,
  cut: Rect,
  kernel: TiffExports,
  codecs: EmbeddedCodecs,
): AsyncGenerator<Band> {
  const layout = source.details!;
  const found = openTiff(bytes);
  const directory = found && openDirectory(found, bytes);
  if (!directory) throw damaged('its directory lies outside');
  const file: OpenTiff = { bytes, directory, layout, kernel, rowsRead: 0 };
  if (segmentBytes(file, 0).length === 0) throw damaged('it ends before its pixels');
  const bands = isEmbedded(layout) ? embeddedBands(file, source, cut, codecs) : paintedBands(file, cut);
  for await (const band of bands) {
    if (file.rowsRead === 0 && band.length > 0) throw damaged('none of its pixels can be read');
    yield band;
  }
}

function* paintedBands(file: OpenTiff, cut: Rect): Generator<Band> {
  const { layout, kernel } = file;
  const paint = isRgb(layout) ? kernelPainter(kernel, layout) : painter(layout, file.directory);
  const rows = Math.min(cut.height, rowsPerBand(cut.width));
  // Painters write every byte of a row, so what the last band left does not show.
  const band = new Uint8ClampedArray(rows * cut.width * 4);
  let filled = 0;
  for (const { samples, from } of sampleRows(file, cut)) {
    paint(samples, from, cut.width, band, filled);
    filled += cut.width * 4;
    if (filled < band.length) continue;
    yield band;
    filled = 0;
  }
  if (filled > 0) yield band.subarray(0, filled);
}
