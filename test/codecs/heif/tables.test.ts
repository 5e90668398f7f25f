/** The tables of a file in all the forms that the standard has for them: numbers of two and of four bytes, and lengths of many. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readItems } from '../../../src/codecs/heif/items.ts';
import { box } from './files.ts';

const TYPES = ['hvc1', 'av01', 'grid', 'Exif'];
const SENSES = ['dimg', 'auxl', 'cdsc'];

/** How the boxes are written. */
interface Forms {
  /** Whether item numbers have four bytes: in `pitm`, `iinf` (its count), `infe`, `iloc`, `ipma` and `iref`. */
  readonly wide: Readonly<Record<'pitm' | 'iinf' | 'infe' | 'iloc' | 'ipma' | 'iref', boolean>>;
  /** Whether a narrow `iloc` is the first version, which has no methods. */
  readonly firstLocations: boolean;
  /** Whether property numbers have fifteen bits. */
  readonly wideIndices: boolean;
  /** Bytes of each number in `iloc`; what has none is 0. */
  readonly sizes: Readonly<Record<'offset' | 'length' | 'base' | 'index', number>>;
  /** Whether boxes say their length in 64 bits. */
  readonly long: boolean;
}

interface Stretch {
  readonly index: number;
  readonly offset: number;
  readonly length: number;
}

interface Entry {
  readonly id: number;
  readonly type: string;
  readonly properties: readonly number[];
  readonly method: number;
  readonly base: number;
  readonly extents: readonly Stretch[];
}

interface Tables {
  readonly entries: readonly Entry[];
  readonly references: readonly (readonly [sense: string, to: readonly number[]])[];
}

const hex = (value: number, bytes: number) =>
  bytes === 0 ? '' : value.toString(16).padStart(bytes * 2, '0');

/** As many properties as there are numbers of seven bits, and some more. */
const PROPERTIES = Array.from({ length: 140 }, (_, i) => box('prop', hex(i, 2)));

/** The contents of a `meta` box. */
function metaOf({ entries, references }: Tables, forms: Forms): Uint8Array {
  const { wide, sizes } = forms;
  const bytesOf = (name: keyof Forms['wide']) => (wide[name] ? 4 : 2);
  const boxOf = (name: string, ...contents: (string | Uint8Array)[]) => {
    const short = box(name, ...contents);
    if (!forms.long) return short;
    return Buffer.concat([
      Buffer.from(`00000001${Buffer.from(name, 'latin1').toString('hex')}${hex(short.length + 8, 8)}`, 'hex'),
      short.subarray(8),
    ]);
  };
  const versioned = (name: keyof Forms['wide'], from = 0) => `${hex(from + Number(wide[name]), 1)}000000`;
  const infos = entries.map(({ id, type }) =>
    boxOf('infe', versioned('infe', 2), hex(id, bytesOf('infe')), '0000', Buffer.from(`${type}\0`)),
  );
  const version = wide.iloc ? 2 : forms.firstLocations ? 0 : 1;
  const places = entries.map(({ id, method, base, extents }) =>
    [
      hex(id, bytesOf('iloc')),
      version === 0 ? '' : hex(method, 2),
      '0000',
      hex(base, sizes.base),
      hex(extents.length, 2),
      ...extents.map(
        ({ index, offset, length }) =>
          (version === 0 ? '' : hex(index, sizes.index)) +
          hex(offset, sizes.offset) +
          hex(length, sizes.length),
      ),
    ].join(''),
  );
  const indexBytes = forms.wideIndices ? 2 : 1;
  const owned = entries.map(({ id, properties }) =>
    [
      hex(id, bytesOf('ipma')),
      hex(properties.length, 1),
      // Every second one must be known, which its highest bit says.
      ...properties.map((number, i) => hex(number + (i % 2) * 2 ** (indexBytes * 8 - 1), indexBytes)),
    ].join(''),
  );
  const uses = references.map(([sense, to]) =>
    boxOf(
      sense,
      hex(entries[0]!.id, bytesOf('iref')),
      hex(to.length, 2),
      to.map((id) => hex(id, bytesOf('iref'))).join(''),
    ),
  );
  return Buffer.concat([
    Buffer.alloc(4),
    boxOf('pitm', versioned('pitm'), hex(entries[0]!.id, bytesOf('pitm'))),
    boxOf('iinf', versioned('iinf'), hex(entries.length, bytesOf('iinf')), ...infos),
    boxOf(
      'iloc',
      `${hex(version, 1)}000000`,
      hex(sizes.offset * 16 + sizes.length, 1),
      hex(sizes.base * 16 + (version === 0 ? 0 : sizes.index), 1),
      hex(entries.length, bytesOf('iloc')),
      ...places,
    ),
    boxOf(
      'iprp',
      boxOf('ipco', ...PROPERTIES),
      boxOf(
        'ipma',
        versioned('ipma').slice(0, 6),
        hex(Number(forms.wideIndices), 1),
        hex(owned.length, 4),
        ...owned,
      ),
    ),
    boxOf('iref', versioned('iref'), ...uses),
  ]);
}

const size = fc.constantFrom(0, 4, 8);
const formsOf = fc.record<Forms>({
  wide: fc.record({
    pitm: fc.boolean(),
    iinf: fc.boolean(),
    infe: fc.boolean(),
    iloc: fc.boolean(),
    ipma: fc.boolean(),
    iref: fc.boolean(),
  }),
  firstLocations: fc.boolean(),
  wideIndices: fc.boolean(),
  sizes: fc.record({ offset: size, length: size, base: size, index: size }),
  long: fc.boolean(),
});

/** Tables that can be written so: numbers of four bytes are larger than two could hold where all have four. */
function tablesFor({ wide, firstLocations, wideIndices, sizes }: Forms): fc.Arbitrary<Tables> {
  const id = fc.integer(
    Object.values(wide).every(Boolean) ? { min: 65_536, max: 2 ** 32 - 1 } : { min: 1, max: 65_535 },
  );
  const inBytes = (bytes: number) =>
    fc.integer({ min: 0, max: bytes === 0 ? 0 : bytes === 4 ? 2 ** 32 - 1 : 2 ** 40 });
  const hasMethods = wide.iloc || !firstLocations;
  const stretch = fc.record<Stretch>({
    index: inBytes(hasMethods ? sizes.index : 0),
    offset: inBytes(sizes.offset),
    length: inBytes(sizes.length),
  });
  const entry = fc.record<Entry>({
    id,
    type: fc.constantFrom(...TYPES),
    properties: fc.array(fc.integer({ min: 1, max: wideIndices ? PROPERTIES.length : 127 }), {
      maxLength: 5,
    }),
    method: hasMethods ? fc.constantFrom(0, 1, 2) : fc.constant(0),
    base: inBytes(sizes.base),
    extents: fc.array(stretch, { maxLength: 3 }),
  });
  return fc.record<Tables>({
    entries: fc.uniqueArray(entry, { minLength: 1, maxLength: 5, selector: (one) => one.id }),
    references: fc.array(fc.tuple(fc.constantFrom(...SENSES), fc.array(id, { maxLength: 4 })), {
      maxLength: 3,
    }),
  });
}

it('say the same in every form that they have', () => {
  const cases = formsOf.chain((forms) => fc.tuple(fc.constant(forms), tablesFor(forms)));
  fc.assert(
    fc.property(cases, ([forms, tables]) => {
      const read = readItems(metaOf(tables, forms));
      const { entries, references } = tables;
      expect(read.primary).toBe(entries[0]!.id);
      expect(
        [...read.items.values()].map(({ id, type, properties }) => [
          id,
          type,
          properties.map(({ data }) => data[0]! * 256 + data[1]! + 1),
        ]),
      ).toEqual(entries.map(({ id, type, properties }) => [id, type, properties]));
      expect([...read.locations]).toEqual(
        entries.map(({ id, method, base, extents }) => [
          id,
          { method, extents: extents.map((one) => ({ ...one, offset: base + one.offset })) },
        ]),
      );
      expect(read.references).toEqual(references.map(([type, to]) => ({ type, from: entries[0]!.id, to })));
    }),
    { numRuns: 300 },
  );
});
