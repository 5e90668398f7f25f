/**
 * Decodes HEIC and AVIF: coded pictures one after the other, each painted turned and shrunk into the rows of the result
 * that it belongs to, so that no more than one line of tiles is held.
 */
import type { Band } from '../../core/image/picture.ts';
import { bandBytes, rowsPerBand } from '../../core/image/picture.ts';
import { bandSign } from '../../core/image/sign.ts';
import { unsupportedFormat } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';
import type { Decoder, DecodePlan, DecodeWish } from '../codec.ts';
import { decodeCost } from '../cost.ts';
import type { HeifFormat } from './brands.ts';
import type { Coder } from './coder.ts';
import { damagedHeif, type HeifDetails } from './header.ts';
import { openLayer, type OpenLayer } from './layer.ts';
import { type HeifPicture, readPicture } from './picture.ts';
import { cellFor, lineEnds, type Made, madeSize, storedRows } from './strips.ts';

/** The `meta` box, opened, and small tables. */
const SMALL_BYTES = 128 * 1024;

/** The decoder of a format, over what decodes its coding. */
export function heifDecoder(format: HeifFormat, coder: Coder): Decoder<HeifDetails> {
  return {
    plan: (source, wish) => plan(source, wish, coder),
    decode(bytes, source, wish) {
      const made = madeOf(source, wish);
      const { cell } = made;
      const averaged = cell > 1 ? { cell, width: wish.cut.width, height: wish.cut.height } : undefined;
      const { peakBytes: limit, cost } = plan(source, wish, coder);
      const job = { bytes, source, made, coder, format, limit, cost };
      return { ...madeSize(made), opaque: !source.alpha, averaged, bands: () => bandsOf(job) };
    },
  };
}

function plan(source: Source<HeifDetails>, wish: DecodeWish, coder: Coder): DecodePlan {
  const { colour, alpha, sampling } = detailsOf(source);
  const made = madeOf(source, wish);
  const { cell } = made;
  const size = madeSize(made);
  const held = [colour, ...(alpha ? [alpha] : [])].filter(({ count }) => count === 1);
  const rows = rowsHeld(source, made);
  const coded = Math.min(source.bytes, Math.max(colour.coded, alpha?.coded ?? 0));
  const memory = coder.bytes(colour.tile, sampling, held, coded);
  const route = `${colour.count > 1 ? 'tiles' : 'single'}${cell > 1 ? ` 1/${cell}` : ''}`;
  const peakBytes = SMALL_BYTES + memory + Math.max(rows * size.width * 4, bandBytes(size.width));
  return { ...size, did: 'cut', peakBytes, cost: decodeCost(coder.rates, source, wish, size), route };
}

/** Throws for a picture of another coding than those that are read here. */
function detailsOf({ details }: Source<HeifDetails>): HeifDetails {
  if (!details) throw unsupportedFormat();
  return details!;
}

function madeOf(source: Source<HeifDetails>, { cut, scale, light }: DecodeWish): Made {
  const { crop, turn, colour, alpha } = detailsOf(source);
  const made = { crop, turn, cut };
  // Resampling still has to shrink by 2 or more, or its own kernel would have nothing to be sharp with.
  // In linear light the pixels go on as they are.
  const most = light === undefined ? Math.min(cut.width / scale.width, cut.height / scale.height) / 2 : 1;
  const tiles = [colour, ...(alpha ? [alpha] : [])].filter(({ count }) => count > 1).map(({ tile }) => tile);
  return { ...made, cell: cellFor(made, tiles, most) };
}

/** The ends of the rows that are painted at once: a line of tiles, or a band of a picture that has but one. */
function endsOf(source: Source<HeifDetails>, made: Made): number[] {
  const { colour, alpha } = detailsOf(source);
  const tiled = [colour, alpha].find((layer) => layer && layer.count > 1);
  if (tiled) return lineEnds(made, tiled.tile);
  const { width, height } = madeSize(made);
  const step = rowsPerBand(width);
  return [...Array.from({ length: Math.ceil(height / step) }, (_, i) => i * step), height];
}

function rowsHeld(source: Source<HeifDetails>, made: Made): number {
  const ends = endsOf(source, made);
  return Math.max(...ends.slice(1).map((end, i) => end - ends[i]!));
}

interface Job {
  readonly bytes: Uint8Array;
  readonly source: Source<HeifDetails>;
  readonly made: Made;
  readonly coder: Coder;
  readonly format: HeifFormat;
  readonly limit: number;
  /** Reference milliseconds of the decoding. */
  readonly cost: number;
}

async function* bandsOf(job: Job): AsyncGenerator<Band> {
  const { bytes, coder, format, limit } = job;
  const picture = readPicture(bytes, true);
  if (!picture || picture === 'more') throw damagedHeif(format, 'it names no primary picture');
  await coder.ready();
  const alone = picture.alpha === undefined;
  const layers = [picture.colour, ...(picture.alpha ? [picture.alpha] : [])].map((layer) =>
    openLayer(layer, coder, { limit, alone }),
  );
  try {
    yield* paintedRows(job, picture, layers);
  } finally {
    for (const layer of layers) layer.close();
    coder.dropLarge();
  }
}

async function* paintedRows(
  { source, made, format, cost }: Job,
  { premultiplied }: HeifPicture,
  [colour, alpha]: readonly OpenLayer[],
): AsyncGenerator<Band> {
  const { width } = madeSize(made);
  const band: Band = new Uint8ClampedArray(rowsHeld(source, made) * width * 4);
  const ends = endsOf(source, made);
  const painted = bandSign(cost / paintings(source, ends.length - 1));
  for (const [i, end] of ends.slice(1).entries()) {
    const from = ends[i]!;
    const rows = band.subarray(0, (end - from) * width * 4);
    clear(rows);
    const stored = storedRows(made, from, end);
    for (const _ of colour!.paint(made, stored, rows, 'colour')) yield painted;
    // What cannot be decoded stays black, as long as there is anything to see.
    if (!colour!.shows) throw damagedHeif(format, 'none of its pixels can be read');
    if (alpha) for (const _ of alpha.paint(made, stored, rows, 'alpha')) yield painted;
    if (premultiplied) divide(rows);
    const step = rowsPerBand(width) * width * 4;
    for (let at = 0; at < rows.length; at += step) yield rows.subarray(at, at + step);
  }
}

/** How often a coded picture, or the part of one in some rows, is painted: a layer of one is in all of them. */
function paintings(source: Source<HeifDetails>, lines: number): number {
  const { colour, alpha } = detailsOf(source);
  return [colour, ...(alpha ? [alpha] : [])].reduce((sum, { count }) => sum + Math.max(count, lines), 0);
}

function clear(rows: Band): void {
  new Uint32Array(rows.buffer, rows.byteOffset, rows.length / 4).fill(0xff00_0000);
}

/** Colours that were multiplied by their transparency, as they were before. */
function divide(rows: Band): void {
  for (let at = 0; at < rows.length; at += 4) {
    const alpha = rows[at + 3]!;
    if (alpha === 0 || alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel++) rows[channel]! *= 255 / alpha;
  }
}
