/**
 * What a decoding will hold, known from the header: the same arithmetic as the kernel's own lay-out
 * (`wasm/jpeg/assembly/decode/result.ts`, `axis.ts`, `store.ts`), in which everything that grows with the picture is counted.
 */
import type { Size } from '../../core/image/picture.ts';
import { rowsPerBand } from '../../core/image/picture.ts';
import type { JpegDetails, Sampling } from './header.ts';
import { hasLight, type KernelWish } from './kernel-wish.ts';

/** Input, bit window, Huffman tables, quantisation, static data, tables of light, block headers and the last page. */
const FIXED_BYTES = 480_000;
const MEBIBYTE = 1024 * 1024;
/**
 * Bytes that the coefficients of a file in several scans may take, in strips of rows of MCUs. Smaller strips stay in the
 * processor's caches, larger ones interrupt the scans less often.
 */
export const STRIP_BYTES = 4 * MEBIBYTE;
/** What the scans of a picture in strips remember from one to the next (`wasm/jpeg/assembly/decode/cursors.ts`), at most. */
const CURSORS = 360_000;

/**
 * MCUs from one mark of a file in parts to the next, also of one in several scans, and bytes of a mark
 * (`wasm/jpeg/assembly/decode/marks.ts`).
 */
const MARK_STEP = 32;
const STORED_STEP = 64;
const MARK_BYTES = 24;

/** One direction of a component. */
interface Axis {
  readonly step: number;
  readonly support: number;
  readonly taps: number;
  readonly box: number;
  /** Samples of the plane that are read: first and one past the last. */
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

interface Side {
  readonly cut: number;
  readonly cutLength: number;
  readonly scaled: number;
  readonly window: number;
  readonly windowLength: number;
}

/**
 * Samples across and down that blocks of component `i` have after scaling: 8, 4, 2 or 1. `divisor` is pixels of the
 * result, across and down, for one sample of it.
 */
export function blockSize(details: JpegDetails, wish: KernelWish, i: number, divisor = 1): number {
  const { cut, scale } = wish;
  const margin = hasLight(details, wish, i) ? wish.lightMargin : wish.margin;
  const most = mcuOf(details);
  const { h, v } = details.components[i] ?? most;
  return Math.max(
    smallestSize((cut.width * h) / most.h, scale.width / divisor, margin),
    smallestSize((cut.height * v) / most.v, scale.height / divisor, margin),
  );
}

function smallestSize(full: number, wanted: number, margin: number): number {
  return [1, 2, 4].find((n) => full * n >= wanted * 8 * margin) ?? 8;
}

/**
 * Peak bytes of kernel memory and band while a source is decoded, into whichever planes or pixels: chroma at half the
 * size of luma is made by filters of twice the width.
 */
export function decodeBytes(source: Size, details: JpegDetails, wish: KernelWish): number {
  const { width } = wish.window;
  const held = [1, 2].map((divisor) => {
    const parts = details.components.map((_, i) => layOut(source, details, wish, i, divisor));
    const planes = parts.reduce((sum, part) => sum + planeBytes(parts, part, mcuOf(details)), 0);
    return planes + (details.stored ? storeBytes(source, details, parts) : 0);
  });
  const pixels = width * 16 * 4;
  const band = Math.min(wish.window.height, rowsPerBand(width) + 16) * width * 4;
  return Math.round(FIXED_BYTES + Math.max(...held) + pixels + band + markBytes(source, details, wish));
}

/** Pixels from one mark to the next. */
export function markPixels(details: JpegDetails): number {
  return (details.stored ? STORED_STEP : MARK_STEP) * 8 * mcuOf(details).h;
}

/** Marks of a file in parts, in the kernel and beside it: of one scan of MCUs, or as much as those of a usual progressive file. */
function markBytes({ width, height }: Size, details: JpegDetails, { parts = 1 }: KernelWish): number {
  if (parts === 1 || details.arithmetic) return 0;
  const { v } = mcuOf(details);
  const rows = Math.ceil(height / (8 * v));
  const scans = details.stored ? 4 + 6 * v : 1;
  return 2 * rows * Math.ceil(width / markPixels(details)) * scans * MARK_BYTES;
}

interface Part {
  readonly sampling: Sampling;
  /** True when samples become light, of two bytes, before they are scaled. */
  readonly lit: boolean;
  readonly size: number;
  /** Rows of the result that are made together. */
  readonly rowsAtOnce: number;
  readonly across: Axis;
  readonly down: Axis;
}

function mcuOf({ components }: JpegDetails): Sampling {
  return {
    h: Math.max(...components.map(({ h }) => h)),
    v: Math.max(...components.map(({ v }) => v)),
  };
}

/** `chromaDivisor` is pixels of the result, across and down, for one sample of its chroma. */
function layOut(
  source: Size,
  details: JpegDetails,
  wish: KernelWish,
  i: number,
  chromaDivisor: number,
): Part {
  const { cut, scale, window } = wish;
  const divisor = i > 0 ? chromaDivisor : 1;
  const most = mcuOf(details);
  const sampling = details.components[i] ?? most;
  const wide = sampling.h / most.h;
  const high = sampling.v / most.v;
  const shrunkAlike = details.stored && blockSize(details, wish, 0) === 1;
  const size = shrunkAlike ? 1 : blockSize(details, wish, i, divisor);
  const scaled = size / 8;
  const horizontal = {
    cut: cut.x,
    cutLength: cut.width,
    scaled: scale.width,
    window: window.x,
    windowLength: window.width,
  };
  const vertical = {
    cut: cut.y,
    cutLength: cut.height,
    scaled: scale.height,
    window: window.y,
    windowLength: window.height,
  };
  return {
    sampling,
    lit: hasLight(details, wish, i),
    size,
    rowsAtOnce: 16 / divisor,
    across: axisOf(horizontal, wide * scaled, source.width, divisor, i > 0),
    down: axisOf(vertical, high * scaled, source.height, divisor, i > 0),
  };
}

function axisOf(side: Side, density: number, length: number, divisor: number, chroma: boolean): Axis {
  const ratio = side.cutLength / side.scaled;
  const plainStep = divisor * ratio * density;
  const box = plainStep > 8 ? Math.floor(plainStep / 4) : 1;
  const step = plainStep / box;
  const support = 3 * Math.max(1, step);
  // Boxes are read whole; chroma of 4:2:0 planes is as coarse as two pixels, and its filter as wide.
  const reach = 3 * Math.max(1, plainStep * (chroma ? 2 : 1)) + (box > 1 ? 2 * box : 0);
  const from = (side.cut + side.window * ratio) * density;
  const count = Math.ceil(side.windowLength / divisor);
  const to = from + count * plainStep;
  return {
    step,
    support,
    box,
    taps: Math.floor(2 * support) + 2,
    start: Math.max(0, Math.floor(from - reach)),
    end: Math.min(Math.ceil(length * density), Math.ceil(to + reach)),
    count,
  };
}

/** First and one past the last MCU that the parts read in one direction. */
function mcuRange(parts: readonly Part[], axis: 'across' | 'down', factor: 'h' | 'v'): [number, number] {
  const starts = parts.map((part) => Math.floor(part[axis].start / (part.sampling[factor] * part.size)));
  const ends = parts.map((part) => Math.ceil(part[axis].end / (part.sampling[factor] * part.size)));
  return [Math.min(...starts), Math.max(...ends)];
}

function planeBytes(parts: readonly Part[], part: Part, most: Sampling): number {
  const { sampling, size, rowsAtOnce, across, down, lit } = part;
  const [left, right] = mcuRange(parts, 'across', 'h');
  const columns = (right - left) * sampling.h * size;
  const pixels = (8 * most.v * down.box) / (sampling.v * size);
  const reach = Math.max(
    ...parts.map(
      (other) => ((other.down.support + 1) * 8 * most.v * other.down.box) / (other.sampling.v * other.size),
    ),
  );
  const kept = rowsAtOnce * down.step + down.support + (reach + 8 * most.v) / pixels + 4;
  const band = sampling.v * size;
  const boxed = across.box > 1 || down.box > 1;
  const boxColumns = columns / across.box;
  const rows = (Math.ceil(kept / band) + 1) * band;
  const ring = (columns + 32) * (boxed || lit ? band : rows);
  const light = lit && !boxed ? (columns + 32) * 2 * rows : 0;
  const boxBytes = (boxColumns + 32) * (lit ? 2 : 1);
  const boxes = boxed ? boxBytes * (kept + band / down.box + 2) + boxColumns * 8 : 0;
  const rowTaps = (across.taps + 7) & ~7;
  const weights = (across.count + 4) * (4 + rowTaps * 2);
  const middle = ((boxed ? boxColumns : columns) + 64 + rowTaps) * 2;
  return ring + light + boxes + weights + middle + (across.count + 32) * 16;
}

/** How many strips a file in several scans is put together in. */
export function stripCount(source: Size, details: JpegDetails, wish: KernelWish): number {
  const parts = details.components.map((_, i) => layOut(source, details, wish, i, 1));
  const { top, wanted, rows } = stripRows(source, details, parts);
  const isEntered = (wish.parts ?? 1) > 1 && !details.arithmetic;
  return Math.ceil((isEntered ? wanted - top : wanted) / rows);
}

/** Coefficients of the blocks that are kept, and the history of all, in one strip. */
function storeBytes(source: Size, details: JpegDetails, parts: readonly Part[]): number {
  const { wanted, rows, row } = stripRows(source, details, parts);
  return rows * row + (wanted > rows ? CURSORS : 0);
}

/** Rows of MCUs: the first that is kept, one past the last, how many make a strip, and bytes of one. */
function stripRows({ width }: Size, details: JpegDetails, parts: readonly Part[]) {
  const [left, right] = mcuRange(parts, 'across', 'h');
  const [top, wanted] = mcuRange(parts, 'down', 'v');
  const mcusWide = Math.ceil(width / (8 * mcuOf(details).h));
  const row = parts.reduce((sum, { sampling, size }) => {
    const history = size > 1 ? mcusWide * 8 : 0;
    return sum + sampling.h * sampling.v * ((right - left) * size * size * 2 + history);
  }, 0);
  const rows = Math.max(1, Math.min(wanted, Math.floor(STRIP_BYTES / row)));
  return { top, wanted, rows, row };
}
