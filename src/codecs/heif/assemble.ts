/** The file around encoded tiles. */
import type { Size } from '../../core/image/picture.ts';
import { readName } from './boxes.ts';
import type { TilePlan } from './encode-tiles.ts';
import type { Coded } from './picture.ts';
import { uint, uints, writeBox, writeFullBox } from './write-boxes.ts';
import { type NewFile, type NewItem, writeFileHead } from './write-file.ts';

/** A tile's bitstreams, with the properties they were written with. */
export interface CodedTile {
  readonly colour: Coded;
  readonly alpha: Coded | undefined;
}

const ALPHA = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0';
const BRANDS = ['avif', 'mif1', 'miaf', 'MA1B'];

/** The file's bytes in order: boxes, then the data of grids and tiles. */
export function* assembleAvif(
  size: Size,
  plan: TilePlan,
  tiles: readonly CodedTile[],
  icc: Uint8Array | undefined,
): Generator<Uint8Array> {
  const colour = tiles.map((tile) => tile.colour);
  const alpha = tiles.flatMap((tile) => tile.alpha ?? []);
  const layers = alpha.length > 0 ? [colour, alpha] : [colour];
  const data: Uint8Array[] = [];
  const file: MutableFile = { brands: BRANDS, items: [], properties: [], references: [] };
  // The items that are shown come first: the colours' is the primary one.
  const shown = layers.map((layer, i) => addShown(file, data, size, plan, { layer, icc, isAlpha: i === 1 }));
  if (plan.columns * plan.rows > 1) {
    for (const [i, layer] of layers.entries()) addTiles(file, data, plan, layer, shown[i]!);
  }
  if (shown.length > 1) file.references.push(['auxl', shown[1]!, [shown[0]!]]);
  yield writeFileHead(file);
  yield* data;
}

interface MutableFile extends NewFile {
  readonly items: NewItem[];
  readonly properties: Uint8Array[];
  readonly references: [type: string, from: number, to: readonly number[]][];
}

interface ShownLayer {
  readonly layer: readonly Coded[];
  readonly icc: Uint8Array | undefined;
  readonly isAlpha: boolean;
}

/** Adds a grid, or the one tile there is; gives its number. */
function addShown(
  file: MutableFile,
  data: Uint8Array[],
  size: Size,
  plan: TilePlan,
  { layer, icc, isAlpha }: ShownLayer,
): number {
  const { canvas, columns, rows } = plan;
  const [first] = layer;
  const single = columns * rows === 1;
  const properties = [
    add(file, writeFullBox('ispe', 0, 0, uints([canvas.width, canvas.height], 4))),
    ...passed(file, first!, ['pixi', ...(isAlpha ? [] : ['colr'])]),
    ...(single ? passed(file, first!, ['av1C']).map((index) => -index) : []),
  ];
  if (isAlpha) properties.push(add(file, writeFullBox('auxC', 0, 0, ALPHA)));
  if (icc && !isAlpha) properties.push(add(file, writeBox('colr', 'prof', icc)));
  if (canvas.width !== size.width || canvas.height !== size.height) {
    properties.push(-add(file, writeClap(size, canvas)));
  }
  const content = single
    ? first!.bytes()!
    : new Uint8Array([0, 0, rows - 1, columns - 1, ...uints([canvas.width, canvas.height], 2)]);
  data.push(content);
  return file.items.push({ type: single ? 'av01' : 'grid', properties, bytes: content.length });
}

function addTiles(
  file: MutableFile,
  data: Uint8Array[],
  { tile }: TilePlan,
  layer: readonly Coded[],
  grid: number,
): void {
  const extents = add(file, writeFullBox('ispe', 0, 0, uints([tile.width, tile.height], 4)));
  const own = passed(file, layer[0]!, ['pixi', 'colr', 'av1C']);
  const properties = [extents, ...own.slice(0, -1), -own.at(-1)!];
  const numbers = layer.map((coded) => {
    const bytes = coded.bytes()!;
    data.push(bytes);
    return file.items.push({ type: 'av01', properties, bytes: bytes.length, hidden: true });
  });
  file.references.push(['dimg', grid, numbers]);
}

function add(file: MutableFile, property: Uint8Array): number {
  return file.properties.push(property);
}

/** Adds properties as libavif wrote them, in the order of the names. */
function passed(file: MutableFile, { properties }: Coded, names: readonly string[]): number[] {
  return names.flatMap((name) => {
    const found = properties.find((property) => property.name === name && !isProfile(property));
    return found ? [add(file, writeBox(name, found.data))] : [];
  });
}

function isProfile({ name, data }: { readonly name: string; readonly data: Uint8Array }): boolean {
  return name === 'colr' && readName(data, 0) !== 'nclx';
}

/** The top left part of the canvas: the middle of it is half of what is cut off before the canvas's own. */
function writeClap(size: Size, canvas: Size): Uint8Array {
  const offset = (shown: number, all: number) => uint(2 ** 32 + shown - all, 4).slice(-4);
  const signed = (shown: number, all: number) => (shown === all ? uint(0, 4) : offset(shown, all));
  return writeBox(
    'clap',
    uints([size.width, 1, size.height, 1], 4),
    signed(size.width, canvas.width),
    uint(2, 4),
    signed(size.height, canvas.height),
    uint(2, 4),
  );
}
