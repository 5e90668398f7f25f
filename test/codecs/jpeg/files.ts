/**
 * Writes JPEG files that sharp cannot: any sampling factors, restart intervals, one scan a component, RGB, DNL. The
 * transform is the definition (T.81 A.3.3) in floating point, and codes all have the same length.
 */

/** What a file is made of. */
export interface JpegRecipe {
  readonly width: number;
  readonly height: number;
  /** Sampling factors of each component, and its name when 1, 2, 3 will not do. */
  readonly components: readonly { readonly h: number; readonly v: number; readonly id?: number }[];
  /** MCUs in a restart interval. */
  readonly restart?: number;
  /** One scan for each component. */
  readonly apart?: boolean;
  /** The height is left to a DNL segment after the (first) scan. */
  readonly lateHeight?: boolean;
  /** Segments to put after the first marker. */
  readonly segments?: readonly Uint8Array[];
  /** Value of component `c` at a pixel, 0 to 255. */
  sample(x: number, y: number, c: number): number;
}

const STEP = 4;
const DC_LENGTH = 5;
const AC_LENGTH = 9;

/** A picture with slopes and a few edges, different in each component. */
export function scenery(x: number, y: number, c: number): number {
  const wave = 60 * Math.sin(x / (7 + c * 9)) + 50 * Math.cos(y / (11 + c * 6));
  const edge = (x >> 5) + (y >> 5) + c === 2 ? 40 : 0;
  return Math.max(0, Math.min(255, 120 + wave + edge));
}

export function writeJpeg(recipe: JpegRecipe): Uint8Array {
  const { components, restart = 0, apart = false, lateHeight = false, segments = [] } = recipe;
  const all = components.map((_, i) => i);
  const scans = apart ? all.map((i) => [i]) : [all];
  const parts: number[][] = [[0xff, 0xd8], ...segments.map((segment) => [...segment])];
  parts.push(segment(0xdb, [0, ...Array.from({ length: 64 }, () => STEP)]), frameHeader(recipe, lateHeight));
  parts.push(
    segment(0xc4, [0, ...counts(DC_LENGTH, 12), ...upTo(12), 0x10, ...counts(AC_LENGTH, 250), ...upTo(250)]),
  );
  if (restart > 0) parts.push(segment(0xdd, short(restart)));
  for (const [at, members] of scans.entries()) {
    parts.push(scanHeader(recipe, members), scanData(recipe, members));
    if (lateHeight && at === 0) parts.push(segment(0xdc, short(recipe.height)));
  }
  return Uint8Array.from([...parts.flat(), 0xff, 0xd9]);
}

/** A marker segment. */
export function segment(code: number, content: readonly number[]): number[] {
  return [0xff, code, ...short(content.length + 2), ...content];
}

const short = (value: number) => [value >> 8, value & 255];
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const counts = (length: number, codes: number) =>
  Array.from({ length: 16 }, (_, i) => (i === length - 1 ? codes : 0));

function frameHeader({ width, height, components }: JpegRecipe, lateHeight: boolean): number[] {
  const list = components.flatMap(({ h, v, id }, i) => [id ?? i + 1, (h << 4) | v, 0]);
  return segment(0xc0, [8, ...short(lateHeight ? 0 : height), ...short(width), components.length, ...list]);
}

function scanHeader({ components }: JpegRecipe, members: readonly number[]): number[] {
  const list = members.flatMap((i) => [components[i]?.id ?? i + 1, 0]);
  return segment(0xda, [members.length, ...list, 0, 63, 0]);
}

function scanData(recipe: JpegRecipe, members: readonly number[]): number[] {
  const { width, height, components, restart = 0 } = recipe;
  const most = { h: Math.max(...components.map(({ h }) => h)), v: Math.max(...components.map(({ v }) => v)) };
  const only = members.length === 1 ? components[members[0] ?? 0] : undefined;
  const alone = only && (components.length === 1 ? { h: 1, v: 1 } : only);
  const scale = components.length === 1 ? { h: 1, v: 1 } : most;
  const across = alone
    ? Math.ceil(Math.ceil((width * alone.h) / scale.h) / 8)
    : Math.ceil(width / (8 * most.h));
  const down = alone
    ? Math.ceil(Math.ceil((height * alone.v) / scale.v) / 8)
    : Math.ceil(height / (8 * most.v));
  const bits = bitWriter();
  const before = components.map(() => 0);
  for (let mcu = 0; mcu < across * down; mcu++) {
    if (restart > 0 && mcu > 0 && mcu % restart === 0) {
      bits.restart((mcu / restart - 1) & 7);
      before.fill(0);
    }
    for (const c of members) {
      const { h, v } = alone ? { h: 1, v: 1 } : (components[c] ?? most);
      const density = alone ?? components[c] ?? most;
      for (let b = 0; b < h * v; b++) {
        const column = (mcu % across) * h + (b % h);
        const row = Math.floor(mcu / across) * v + Math.floor(b / h);
        const block = forward(recipe, c, column * 8, row * 8, scale.h / density.h, scale.v / density.v);
        before[c] = putBlock(bits, block, before[c] ?? 0);
      }
    }
  }
  return bits.end();
}

/** Quantised coefficients of a block of component `c`, in natural order. */
function forward(recipe: JpegRecipe, c: number, x0: number, y0: number, dx: number, dy: number): number[] {
  const samples = upTo(64).map((i) => {
    const x = Math.min(recipe.width - 1, (x0 + (i & 7) + 0.5) * dx - 0.5);
    const y = Math.min(recipe.height - 1, (y0 + (i >> 3) + 0.5) * dy - 0.5);
    return recipe.sample(x, y, c) - 128;
  });
  const rows = upTo(8).flatMap((y) => transform(samples.slice(y * 8, y * 8 + 8)));
  const out = Array.from<number>({ length: 64 });
  for (let x = 0; x < 8; x++) {
    const column = transform(upTo(8).map((y) => rows[y * 8 + x] ?? 0));
    for (let y = 0; y < 8; y++) out[y * 8 + x] = Math.round((column[y] ?? 0) / STEP);
  }
  return out;
}

function transform(values: readonly number[]): number[] {
  return upTo(8).map((u) => {
    const sum = values.reduce(
      (total, value, x) => total + value * Math.cos(((2 * x + 1) * u * Math.PI) / 16),
      0,
    );
    return (sum * (u === 0 ? Math.SQRT1_2 : 1)) / 2;
  });
}

/** Natural positions in zigzag order: diagonals, turning at the edges. */
const ZIGZAG = upTo(64).toSorted((a, b) => order(a) - order(b));
function order(natural: number): number {
  const x = natural & 7;
  const y = natural >> 3;
  return (x + y) * 8 + ((x + y) % 2 === 0 ? x : y);
}

/** Writes a block; its DC coefficient. */
function putBlock(bits: ReturnType<typeof bitWriter>, block: readonly number[], before: number): number {
  const dc = block[0] ?? 0;
  const size = sizeOf(dc - before);
  bits.put(size, DC_LENGTH);
  bits.put(extra(dc - before, size), size);
  let run = 0;
  for (const position of ZIGZAG.slice(1)) {
    const value = block[position] ?? 0;
    if (value === 0) run++;
    else {
      for (; run > 15; run -= 16) bits.put(0xf0, AC_LENGTH);
      bits.put((run << 4) | sizeOf(value), AC_LENGTH);
      bits.put(extra(value, sizeOf(value)), sizeOf(value));
      run = 0;
    }
  }
  if (run > 0) bits.put(0, AC_LENGTH);
  return dc;
}

const sizeOf = (value: number) => 32 - Math.clz32(Math.abs(value));
const extra = (value: number, size: number) => (value < 0 ? value + (1 << size) - 1 : value);

function bitWriter() {
  const bytes: number[] = [];
  let held = 0;
  let count = 0;
  function put(value: number, size: number): void {
    for (let bit = size - 1; bit >= 0; bit--) {
      held = (held << 1) | ((value >> bit) & 1);
      if (++count < 8) continue;
      bytes.push(held);
      if (held === 0xff) bytes.push(0);
      held = 0;
      count = 0;
    }
  }
  function align(): void {
    if (count > 0) put((1 << (8 - count)) - 1, 8 - count);
  }
  return {
    put,
    restart(number: number): void {
      align();
      bytes.push(0xff, 0xd0 + number);
    },
    end(): number[] {
      align();
      return bytes;
    },
  };
}
