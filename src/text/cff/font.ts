/** A CFF table: its charstrings with the subroutines each may call (Adobe Technical Note 5176). */
import type { Table } from '../bytes/table.ts';
import { BrokenFont } from '../broken.ts';
import type { Path } from '../outline/path.ts';
import { readCharset } from './charset.ts';
import { interpret, type Program } from './charstring.ts';
import { type Dict, OPERATOR, readDict } from './dict.ts';
import { type IndexData, readIndex } from './index-data.ts';
import { STANDARD_ENCODING } from './standard-encoding.ts';

/** The outlines of a CFF table. */
export interface CffFont {
  readonly glyphCount: number;
  /** The outline of a glyph, cubic curves, in font units. */
  outline(glyph: number): Path;
}

const NO_SUBROUTINES: IndexData = {
  count: 0,
  end: 0,
  item: (index) => {
    throw new BrokenFont(`it has no subroutine ${index}`);
  },
};

/** Reads the first font of a CFF table. */
export function readCff(cff: Table): CffFont {
  const names = readIndex(cff, cff.u8(2));
  const dicts = readIndex(cff, names.end);
  const strings = readIndex(cff, dicts.end);
  const globals = readIndex(cff, strings.end);
  const top = readDict(dicts.item(0));
  const charStrings = readIndex(cff, operand(top, OPERATOR.charStrings));
  const locals = localSubroutines(cff, top, charStrings.count);
  const program: Program = {
    globals,
    charString: (glyph) => charStrings.item(glyph),
    locals,
    standardGlyph: (code) => standardGlyph(cff, top, charStrings.count, code),
  };
  return { glyphCount: charStrings.count, outline: (glyph) => interpret(program, glyph) };
}

/** Subroutines by glyph: fonts keyed by CID have a private dictionary for each group of glyphs. */
function localSubroutines(cff: Table, top: Dict, glyphs: number): (glyph: number) => IndexData {
  if (!top.has(OPERATOR.registryOrdering)) {
    const only = privateSubroutines(cff, top);
    return () => only;
  }
  const fonts = readIndex(cff, operand(top, OPERATOR.fontDicts));
  const select = cff.part(operand(top, OPERATOR.fontDictSelect));
  const kept = new Map<number, IndexData>();
  return (glyph) => {
    const group = selectGroup(select, glyph, glyphs);
    const subroutines = kept.get(group) ?? privateSubroutines(cff, readDict(fonts.item(group)));
    kept.set(group, subroutines);
    return subroutines;
  };
}

function privateSubroutines(cff: Table, dict: Dict): IndexData {
  const [size = 0, offset = 0] = dict.get(OPERATOR.privateDict) ?? [];
  if (size <= 0) return NO_SUBROUTINES;
  const [subroutines] = readDict(cff.part(offset, size)).get(OPERATOR.localSubroutines) ?? [];
  return subroutines === undefined ? NO_SUBROUTINES : readIndex(cff, offset + subroutines);
}

/** FDSelect: an array (format 0) or ranges (format 3). */
function selectGroup(select: Table, glyph: number, glyphs: number): number {
  if (select.u8(0) === 0) return select.u8(1 + Math.min(glyph, glyphs - 1));
  const count = select.u16(1);
  for (let low = 0, high = count; low < high;) {
    const middle = (low + high) >> 1;
    const range = 3 + middle * 3;
    if (glyph < select.u16(range)) high = middle;
    else if (glyph >= select.u16(range + 3)) low = middle + 1;
    else return select.u8(range + 2);
  }
  throw new BrokenFont(`glyph ${glyph} belongs to no font dictionary`);
}

/** The glyph of a character code of Adobe's standard encoding: accented letters are built of two. */
function standardGlyph(cff: Table, top: Dict, glyphs: number, code: number): number {
  const name = STANDARD_ENCODING[code] ?? 0;
  return readCharset(cff, top.get(OPERATOR.charset)?.[0] ?? 0, glyphs, name);
}

function operand(dict: Dict, operator: number): number {
  const value = dict.get(operator)?.[0];
  if (value === undefined || value <= 0) throw new BrokenFont(`its CFF table lacks entry ${operator}`);
  return value;
}
