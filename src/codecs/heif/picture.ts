/** The picture a HEIF file shows: which coded pictures it is made of, and where they stand. */
import type { Rect, Size } from '../../core/image/picture.ts';
import { type Box, FULL_BOX_BYTES, readUint } from './boxes.ts';
import { type GridLayout, readGrid } from './grid.ts';
import { itemBytes, itemLength } from './item-bytes.ts';
import { findMeta, type Item, type ItemTable, propertyOf, readItems, referred, referring } from './items.ts';
import { type FirstFrame, readFirstFrame } from './movie.ts';
import { readShown, type Shown } from './transforms.ts';
import { uints } from './write-boxes.ts';

/** A coded picture: what its codec must know, and its bytes. */
export interface Coded {
  readonly type: string;
  readonly properties: readonly Box[];
  /** How many bytes it has, which may be beyond those of the file. */
  readonly length: number;
  /** Undefined when the file does not have them all. */
  bytes(): Uint8Array | undefined;
}

/** Coded pictures of one size, side by side and row by row; those at the right and the bottom may reach over the edge. */
export interface Layer extends Size {
  readonly columns: number;
  readonly tile: Size;
  readonly tiles: readonly Coded[];
}

/** What is shown. */
export interface HeifPicture extends Shown {
  readonly colour: Layer;
  readonly alpha: Layer | undefined;
  /** True when colours were multiplied by the transparency. */
  readonly premultiplied: boolean;
  /** Those of the whole picture, then those of its first coded one. */
  readonly properties: readonly Box[];
  readonly frames: number;
  /** Bytes of the first frame, where nothing else is shown. */
  readonly stillBytes: number | undefined;
  /** The table of a file with items, and the number of the one that is shown. */
  readonly items: { readonly table: ItemTable; readonly shown: number } | undefined;
}

/** Chains of items that stand for others end here. */
const MAX_DEPTH = 4;
const ALPHA = ['urn:mpeg:mpegB:cicp:systems:auxiliary:alpha', 'urn:mpeg:hevc:2015:auxid:1'];

/**
 * Reads what the file shows, from its first bytes. `'more'` when they end before it is told, undefined when all of it
 * shows no picture.
 */
export function readPicture(file: Uint8Array, whole: boolean): HeifPicture | 'more' | undefined {
  const meta = findMeta(file);
  const table = meta && readItems(meta);
  const item = table?.primary === undefined ? undefined : table.items.get(table.primary);
  if (table && item) return pictureOfItem(table, item, file, whole);
  const frame = readFirstFrame(file);
  if (frame) return pictureOfFrame(frame, file);
  return whole ? undefined : 'more';
}

function pictureOfItem(
  table: ItemTable,
  item: Item,
  file: Uint8Array,
  whole: boolean,
): HeifPicture | 'more' | undefined {
  const { base, properties } = meant(table, item);
  const colour = layerOf(table, base, file, whole);
  if (!colour || colour === 'more') return colour;
  const transparency = referring(table, 'auxl', base.id).find(isAlpha);
  const alpha = transparency
    ? layerOf(table, transparency, file, whole)
    : alphaOfTiles(table, base, colour, file);
  if (alpha === 'more') return 'more';
  const fits = alpha && alpha.width === colour.width && alpha.height === colour.height;
  return {
    ...readShown(colour, properties),
    colour,
    alpha: fits ? alpha : undefined,
    premultiplied: transparency ? referred(table, 'prem', base.id).includes(transparency.id) : false,
    properties: [...properties, ...(colour.tiles[0]?.properties ?? [])],
    frames: sequenceFrames(file),
    stillBytes: undefined,
    items: { table, shown: item.id },
  };
}

/** What an item stands for, and the properties of all on the way. */
function meant(table: ItemTable, item: Item): { readonly base: Item; readonly properties: readonly Box[] } {
  let base = item;
  let properties = item.properties;
  for (let depth = 0; base.type === 'iden' && depth < MAX_DEPTH; depth++) {
    const next = table.items.get(referred(table, 'dimg', base.id)[0] ?? -1);
    if (!next) break;
    base = next;
    properties = [...next.properties, ...properties];
  }
  return { base, properties };
}

/** Frames of the sequence that stands beside the items, where the file is one. */
function sequenceFrames(file: Uint8Array): number {
  return readFirstFrame(file)?.frames ?? 1;
}

function isAlpha(item: Item): boolean {
  const data = propertyOf(item, 'auxC')?.subarray(FULL_BOX_BYTES);
  if (!data) return false;
  const end = data.indexOf(0);
  return ALPHA.includes(String.fromCharCode(...data.subarray(0, end < 0 ? data.length : Math.min(end, 64))));
}

function layerOf(table: ItemTable, item: Item, file: Uint8Array, whole: boolean): Layer | 'more' | undefined {
  if (item.type !== 'grid') {
    const size = extentsOf(item);
    return size && { ...size, columns: 1, tile: size, tiles: [codedOf(table, item, file)] };
  }
  const data = itemBytes(table, item.id, file);
  if (data === 'beyond') return whole ? undefined : 'more';
  const grid = data && readGrid(data);
  const tiles = referred(table, 'dimg', item.id).map((id) => table.items.get(id));
  const size = tiles[0] && extentsOf(tiles[0]);
  if (!grid || !size || !covers(grid, tiles.length, size) || tiles.some((tile) => !tile)) return undefined;
  return { ...grid, tile: size, tiles: (tiles as Item[]).map((tile) => codedOf(table, tile, file)) };
}

function codedOf(table: ItemTable, { id, type, properties }: Item, file: Uint8Array): Coded {
  return {
    type,
    properties,
    length: itemLength(table, id),
    bytes() {
      const bytes = itemBytes(table, id, file);
      return bytes === 'beyond' ? undefined : bytes;
    },
  };
}

/** The transparency of a grid whose tiles have one each. */
function alphaOfTiles(table: ItemTable, grid: Item, colour: Layer, file: Uint8Array): Layer | undefined {
  const tiles = referred(table, 'dimg', grid.id).flatMap(
    (tile) => referring(table, 'auxl', tile).find(isAlpha) ?? [],
  );
  if (grid.type !== 'grid' || tiles.length !== colour.tiles.length) return undefined;
  return { ...colour, tiles: tiles.map((tile) => codedOf(table, tile, file)) };
}

/** True when the tiles are as many as the grid has, and reach over all of it. */
function covers({ columns, rows, width, height }: GridLayout, count: number, tile: Size): boolean {
  return count === columns * rows && tile.width * columns >= width && tile.height * rows >= height;
}

/** The stored size of an item; undefined when it has none. */
export function extentsOf({ properties }: Pick<Item, 'properties'>): Size | undefined {
  const data = properties.find(({ name }) => name === 'ispe')?.data;
  if (!data || data.length < FULL_BOX_BYTES + 8) return undefined;
  const width = readUint(data, FULL_BOX_BYTES, 4);
  const height = readUint(data, FULL_BOX_BYTES + 4, 4);
  return width > 0 && height > 0 ? { width, height } : undefined;
}

function pictureOfFrame(frame: FirstFrame, file: Uint8Array): HeifPicture | undefined {
  const { type, size, properties, offset, length, frames } = frame;
  if (size.width === 0 || size.height === 0) return undefined;
  const bytes = () => (offset + length <= file.length ? file.subarray(offset, offset + length) : undefined);
  const extents = { name: 'ispe', data: uints([0, size.width, size.height], 4) };
  const coded = { type, properties: [extents, ...properties], length, bytes };
  const colour: Layer = { ...size, columns: 1, tile: size, tiles: [coded] };
  return {
    ...readShown(colour, properties),
    colour,
    alpha: undefined,
    premultiplied: false,
    properties,
    frames,
    stillBytes: length,
    items: undefined,
  };
}

/** Where a coded picture stands in its layer. */
export function placeOf({ columns, tile }: Layer, index: number): Rect {
  const { width, height } = tile;
  return { x: (index % columns) * width, y: Math.floor(index / columns) * height, width, height };
}
