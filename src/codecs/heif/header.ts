/** Reads what a HEIF file says of the picture it shows: the `meta` box, or the tables of a sequence without one. */
import { type Turn, turnSize } from '../../core/image/geometry.ts';
import type { Rect, Size } from '../../core/image/picture.ts';
import { damaged } from '../../core/spec/error.ts';
import type { Source } from '../../core/spec/source.ts';
import { readExif, tiffOfExif } from '../metadata/exif.ts';
import { findBox, readUint } from './boxes.ts';
import { type HeifFormat, isSequence } from './brands.ts';
import { readProfile } from './colour.ts';
import { configurationOf, type Sampling } from './configuration.ts';
import { itemBytes } from './item-bytes.ts';
import { referring } from './items.ts';
import { type HeifPicture, type Layer, readPicture } from './picture.ts';

/** OSS sub-codes of broken files. */
const DAMAGED_EC = { heic: '0040-00000020', avif: '0040-00000021' };

/** The sizes that a decoder plans by. */
export interface Tiling extends Size, Pick<Layer, 'columns' | 'tile'> {
  readonly count: number;
  /** Most bytes that one of the coded pictures has. */
  readonly coded: number;
}

/** What the decoder wants to know when it plans; pictures of other codings have none. */
export interface HeifDetails {
  readonly crop: Rect;
  readonly turn: Turn;
  readonly colour: Tiling;
  readonly alpha: Tiling | undefined;
  readonly sampling: Sampling;
}

/** A file that breaks a rule so early that nothing can be shown. */
export function damagedHeif(format: HeifFormat, what: string): Error {
  return damaged(what, DAMAGED_EC[format]);
}

/** Reads the header from the first bytes of a file of `size` bytes; everything is told before the pixels, mostly. */
export function readHeader(head: Uint8Array, size: number, format: HeifFormat): Source<HeifDetails> | 'more' {
  const whole = head.length >= size;
  if (!whole && isSequence(head) && !findBox(head, 'moov')) return 'more';
  const picture = readPicture(head, whole);
  if (picture === 'more') return 'more';
  if (!picture) throw damagedHeif(format, 'it names no primary picture');
  const exif = readExifItem(picture, head);
  if (exif === 'beyond' && !whole) return 'more';
  return describe(picture, format, size, exif === 'beyond' ? undefined : exif);
}

function describe(
  picture: HeifPicture,
  format: HeifFormat,
  bytes: number,
  exif: Uint8Array | undefined,
): Source<HeifDetails> {
  const { crop, turn, colour, alpha, properties, frames, stillBytes } = picture;
  const configuration = configurationOf(colour.tiles[0]!);
  const details: HeifDetails | undefined = configuration && {
    crop,
    turn,
    colour: tilingOf(colour),
    alpha: alpha && tilingOf(alpha),
    sampling: configuration,
  };
  const model = configuration?.grey ? 'grey' : 'rgb';
  return {
    ...turnSize(crop, turn),
    format,
    bytes,
    frames,
    stillBytes: stillBytes && Math.min(stillBytes, bytes),
    // What Exif says of the orientation is for people: HEIF has its own turns (ISO/IEC 23000-22, section 7.3.6).
    orientation: 1,
    density: exif && readExif(exif).density,
    alpha: alpha !== undefined,
    interlaced: false,
    colour: model,
    icc: readProfile(properties, model),
    exif,
    details,
  };
}

function tilingOf({ width, height, columns, tile, tiles }: Layer): Tiling {
  const coded = Math.max(...tiles.map(({ length }) => length));
  return { width, height, columns, tile, count: tiles.length, coded };
}

/** A copy of the TIFF structure of the picture's Exif; its item begins with how many bytes stand before that. */
function readExifItem({ items }: HeifPicture, file: Uint8Array): Uint8Array | 'beyond' | undefined {
  const item = items && referring(items.table, 'cdsc', items.shown).find(({ type }) => type === 'Exif');
  const data = item && itemBytes(items.table, item.id, file);
  if (!data || data === 'beyond') return data;
  return new Uint8Array(tiffOfExif(data.subarray(4 + readUint(data, 0, 4))));
}
