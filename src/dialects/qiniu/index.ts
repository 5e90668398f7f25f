/** Qiniu Dora: `imageView2`, `imageMogr2`, `watermark`, `roundPic`, `imageInfo`, `imageAve`, joined by `|`. */
import { invalid } from '../../core/spec/error.ts';
import { type Dialect, factOf, type Report } from '../dialect.ts';
import {
  commonProcessings,
  exifWriter,
  formatIn,
  type Processings,
  translateSegments,
} from '../slashes/processings.ts';
import { forgivesErrors, readPairs } from '../slashes/words.ts';

/** The largest length that is read; longer than any side. */
const LONGEST = 999_999_999;

/** Letters are in twentieths of a point at 96 dots an inch. */
const PROCESSINGS: Processings = {
  ...commonProcessings({
    marking: {
      pixels: 96 / 72 / 20,
      size: 240,
      colour: '000000',
      opacity: 100,
      distance: 10,
      drawsSeveral: true,
    },
    grows: false,
    info: 'traits',
  }),
  roundPic,
};

const REPORTS = {
  imageInfo: infoOf,
  exif: exifWriter((_name, val, type) => ({ val, type })),
};

export const qiniu: Dialect = {
  translate: (asking) => translateSegments(asking, PROCESSINGS, REPORTS),
  forgives: forgivesErrors,
  refuse: ({ status, message, requestId }) => ({
    contentType: 'application/json',
    body: JSON.stringify({ code: status, error: message }),
    headers: { 'X-Reqid': requestId },
  }),
};

/** `roundPic/radius/30`, `radius/!25p`, or both axes by themselves. Results are PNG, which can be clear. */
function roundPic(words: readonly string[]): string[] {
  const given = new Map(readPairs(words));
  const both = given.get('radius');
  const x = radiusOf('radiusx', both ?? given.get('radiusx'));
  const y = radiusOf('radiusy', both ?? given.get('radiusy'));
  return [`corners,x_${x},y_${y}`, 'format,png'];
}

/** Pixels, or percent of the side. */
function radiusOf(word: string, text = ''): string {
  const [, percent, pixels] = /^(?:!(\d+)p|(\d+))$/.exec(text) ?? [];
  if (percent !== undefined) return `${Math.min(500, Number(percent) * 10)}t`;
  if (pixels === undefined) throw invalid(word, text);
  return `${Math.min(LONGEST, Number(pixels))}`;
}

/** Where the first row and the first column of the stored pixels lie, by Exif orientation. */
const ORIENTATIONS = [
  'Top-left',
  'Top-right',
  'Bottom-right',
  'Bottom-left',
  'Left-top',
  'Right-top',
  'Right-bottom',
  'Left-bottom',
];

/** Numbers are numbers. */
function infoOf(facts: Report): unknown {
  const format = formatIn(facts);
  const orientation = ORIENTATIONS[Number(factOf(facts, 'Orientation')) - 1];
  return {
    size: Number(factOf(facts, 'FileSize')),
    format,
    width: Number(factOf(facts, 'ImageWidth')),
    height: Number(factOf(facts, 'ImageHeight')),
    colorModel: colourModelOf(facts),
    ...(orientation !== undefined && { orientation }),
    ...(format === 'gif' && { frameNumber: Number(factOf(facts, 'FrameCount')) }),
  };
}

/** Formats whose colours are stored as one of light and two of hue. */
const BY_LIGHT = new Set(['jpg', 'webp', 'heic', 'avif']);

/** The models by the names that the vendor's language has for them. */
function colourModelOf(facts: Report): string {
  const [colour, format] = [factOf(facts, 'Colour'), factOf(facts, 'Format')];
  const isClear = factOf(facts, 'Alpha') === 'true';
  if (colour === 'palette') return format === 'gif' ? 'palette256' : 'palette';
  if (colour === 'grey') return isClear ? 'nrgba' : 'gray';
  if (colour === 'cmyk') return 'cmyk';
  if (!BY_LIGHT.has(format)) return isClear ? 'nrgba' : 'rgba';
  return isClear ? 'nycbcra' : 'ycbcr';
}
