/** The codecs of pictures that lie in strips and tiles, and what a file says of them: JPEG and WebP. */
import type { Source } from '../../core/spec/source.ts';
import type { Decoder } from '../codec.ts';
import type { Kept } from '../instance.ts';
import type { JpegDecodeExports, Model } from '../jpeg/decode-kernel.ts';
import { jpegDecoder } from '../jpeg/decoder.ts';
import { type JpegDetails, readHeader as readJpegHeader } from '../jpeg/header.ts';
import { webpDecoder } from '../webp/decoder.ts';
import { readHeader as readWebpHeader, type WebpDetails } from '../webp/header.ts';
import type { TiffLayout } from './layout.ts';
import { PHOTOMETRIC } from './tags.ts';

/** What the file around a picture knows better than the picture. */
export interface EnclosingFile {
  readonly layout: TiffLayout;
  /** True when YCbCr is converted behind the decoder, by the numbers of the file. */
  readonly converts: boolean;
  readonly icc: Uint8Array | undefined;
}

/** A codec whose pictures lie in others. */
export interface Embedded {
  readonly decoder: Decoder;
  /** The header of a strip's or tile's picture; undefined where its data ends before it. */
  readHeader(bytes: Uint8Array, around: EnclosingFile): Source | undefined;
  /** What pictures inside a file may be, as far as it matters for planning. */
  expected(layout: TiffLayout): readonly Pick<Source, 'alpha' | 'details'>[];
}

/** Those that TIFF knows. */
export interface EmbeddedCodecs {
  readonly jpeg: Embedded;
  readonly webp: Embedded;
}

/** Both, over the kernels that are kept for TIFF. */
export function embeddedCodecs(jpeg: Kept<JpegDecodeExports>, webp: WebAssembly.Module): EmbeddedCodecs {
  return {
    jpeg: { decoder: jpegDecoder(jpeg), readHeader: readJpegInside, expected: (layout) => [jpegsIn(layout)] },
    webp: {
      decoder: webpDecoder(webp, 'decode tiff'),
      readHeader: (bytes) => read(readWebpHeader, bytes),
      expected: () => WEBPS,
    },
  };
}

/** What a JPEG's three or four components mean is told by the TIFF around it. */
const MODELS: Readonly<Record<number, Model>> = {
  [PHOTOMETRIC.whiteIsZero]: 'grey',
  [PHOTOMETRIC.blackIsZero]: 'grey',
  [PHOTOMETRIC.rgb]: 'rgb',
  [PHOTOMETRIC.inks]: 'cmyk',
  [PHOTOMETRIC.ycc]: 'ycc',
};

/** The model of a layout's JPEGs; undefined where they say it themselves. Planes are grey, each for itself. */
function modelOf({ photometric, apart }: TiffLayout): Model | undefined {
  return apart ? 'grey' : MODELS[photometric];
}

function readJpegInside(
  bytes: Uint8Array,
  { layout, converts, icc }: EnclosingFile,
): Source<JpegDetails> | undefined {
  const source = read(readJpegHeader, bytes);
  const model = converts ? 'rgb' : modelOf(layout);
  // A stream of another number of components than the TIFF promises goes by what it says of itself.
  if (!source || !model || source.details!.components.length !== componentsOf(layout)) return source;
  return {
    ...source,
    colour: model === 'cmyk' ? 'cmyk' : source.colour,
    icc,
    details: { ...source.details!, model, plainInks: true },
  };
}

function read<D>(
  readHeader: (head: Uint8Array, size: number) => Source<D> | 'more',
  bytes: Uint8Array,
): Source<D> | undefined {
  const source = readHeader(bytes, bytes.length);
  return source === 'more' ? undefined : source;
}

function componentsOf({ apart, colours }: TiffLayout): number {
  return apart ? 1 : colours;
}

/** All are taken to be as the first one is; where that cannot be read, the directory is believed. */
function jpegsIn(layout: TiffLayout): { alpha: false; details: JpegDetails } {
  return { alpha: false, details: layout.inside ?? believed(layout) };
}

function believed(layout: TiffLayout): JpegDetails {
  const components = Array.from({ length: componentsOf(layout) }, (_, i) =>
    i === 0 ? layout.sampling : SIDE_BY_SIDE,
  );
  return { components, stored: false, arithmetic: false, model: modelOf(layout) ?? 'rgb' };
}

const SIDE_BY_SIDE = { h: 1, v: 1 };

/** Nothing around a WebP says whether it is lossless, and each may be as it likes. */
const WEBPS: readonly { alpha: boolean; details: WebpDetails }[] = [true, false].map((lossless) => ({
  alpha: true,
  details: { lossless, animated: false },
}));
