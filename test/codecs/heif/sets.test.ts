/**
 * Sequence parameter sets written bit by bit (ITU-T H.265, section 7.3.2.2): what they may say beside what a still needs
 * changes nothing, and what cannot be decoded is refused.
 */
import { describe, expect, it } from 'vitest';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { decodeHevc } from '../../../src/codecs/heif/hevc/decode.ts';
import type { HevcExports } from '../../../src/codecs/heif/hevc/kernel.ts';
import { KEEP_BYTES, keepInstance } from '../../../src/codecs/instance.ts';
import { STREAMS } from './streams.ts';
import { unitsOf } from './units.ts';

const LIMIT = 1 << 29;
const module = await (await loadModules()).hevc!();
const kept = keepInstance<HevcExports>(module, [], KEEP_BYTES);

/** A picture of 8 bits in 4:2:0, whose set stands second. */
const [VIDEO, SEQUENCE, PICTURE, SLICE] = unitsOf(Object.values(STREAMS)[0]!) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

const bits = (value: number, count: number) => value.toString(2).padStart(count, '0');
/** Exp-Golomb's codes, without and with sign. */
const ue = (value: number) => '0'.repeat(31 - Math.clz32(value + 1)) + (value + 1).toString(2);
const se = (value: number) => ue(value > 0 ? 2 * value - 1 : -2 * value);

const TIMES = bits(1000, 32) + bits(25_000, 32);
/** No aspect, overscan, signal or place of chroma; three flags; no window; a clock; no restrictions. */
const VUI = `000000001${TIMES}000`;

/** What x265 wrote, part by part. */
const PARTS = {
  layers: '00000001',
  profile: bits(0x0370, 16) + bits(0, 24) + bits(0x90, 8) + bits(0, 40) + bits(30, 8),
  sublayers: '',
  id: ue(0),
  chroma: ue(1),
  width: ue(88),
  height: ue(72),
  window: '0',
  depths: ue(0) + ue(0),
  order: ue(4),
  pictures: `1${ue(2)}${ue(0)}${ue(1)}`,
  blocks: ue(0) + ue(3) + ue(0) + ue(3) + ue(0) + ue(0),
  lists: '0',
  tools: '01',
  pcm: '0',
  sets: ue(0),
  longTerm: '0',
  flags: '11',
  vui: `1${VUI}`,
  extensions: '0',
};
type Parts = Partial<typeof PARTS>;

/** The unit of a set, with the bytes that keep start codes from appearing (section 7.4.1). */
function sequenceOf(parts: Parts, cut = Infinity): Uint8Array {
  const said = Object.values({ ...PARTS, ...parts }).join('');
  const ended = said.length > cut ? said.slice(0, cut) : `${said}1`;
  const payload = ended.padEnd(Math.ceil(ended.length / 8) * 8, '0').match(/.{8}/g)!;
  const unit = [0x42, 0x01];
  for (const byte of payload.map((octet) => Number.parseInt(octet, 2))) {
    if (byte <= 3 && unit.at(-1) === 0 && unit.at(-2) === 0) unit.push(3);
    unit.push(byte);
  }
  return Uint8Array.from(unit);
}

/** Luma of what is shown with a set, row by row, and all else that is told; undefined for no picture. */
function shown(sequence: Uint8Array) {
  const picture = decodeHevc(kept, [VIDEO, sequence, PICTURE, SLICE], LIMIT);
  if (!picture) return undefined;
  const { width, height, cicp } = picture;
  const planes = [0, 1, 2].map((channel) => {
    const { samples, stride } = picture.plane(channel);
    const [columns, rows] = channel > 0 ? [width / 2, height / 2] : [width, height];
    return Array.from({ length: rows }, (_, y) => [...samples.subarray(y * stride, y * stride + columns)]);
  });
  return { cicp, planes };
}
const usual = shown(SEQUENCE)!;

it('a set is what x265 wrote where nothing is changed', () => {
  expect(Buffer.from(sequenceOf({}))).toEqual(Buffer.from(SEQUENCE));
});

const SUBLAYER = `${'10'.repeat(44)}${'01'.repeat(4)}`;
const THREE_LAYERS: Parts = {
  layers: '00000101',
  sublayers: `1101${'0'.repeat(12)}${SUBLAYER}${'1'.repeat(8)}`,
};
const TRIPLE = ue(3) + ue(1) + ue(2);
/** Two pictures before, one after. */
const OWN_SET = ue(2) + ue(1) + [ue(0), ue(5), ue(2)].map((apart, i) => `${apart}${i & 1}`).join('');
/** Of four numbers, one is used, one is kept, one is dropped, and one is used: three pictures. */
const TOLD_SET = `1${se(-2)}${ue(1)}1010001`;
const vuiOf = ({
  aspect = '0',
  overscan = '0',
  signal = '0',
  place = '0',
  window = '0',
  clock = '0',
  rest = '0',
}) => `1${aspect}${overscan}${signal}${place}101${window}${clock}${rest}`;
/** Of what NAL units and slices carry, two rates each and in parts; see section E.2.3. */
const PARTED = bits(0x5_5555, 19);
const RATES = bits(0x55, 8);
const DELAYS = bits(0x5555, 15);
const numbers = (count: number) => Array.from({ length: count }, (_, i) => ue(i % 5)).join('');

const SAID: readonly (readonly [what: string, parts: Parts])[] = [
  ['sub-layers', { ...THREE_LAYERS, pictures: `1${TRIPLE.repeat(3)}` }],
  ['sub-layers, all alike', { ...THREE_LAYERS, pictures: `0${TRIPLE}` }],
  ['the longest numbers of pictures', { order: ue(12) }],
  ['a set of references', { sets: ue(1) + OWN_SET }],
  ['sets told by others', { sets: ue(3) + `${OWN_SET}${TOLD_SET}${TOLD_SET}` }],
  ['the largest set', { sets: ue(1) + ue(16) + ue(16) + `${ue(0)}1`.repeat(32) }],
  ['as many sets as there may be', { sets: ue(64) + `${ue(0)}${ue(0)}` + `0${ue(0)}${ue(0)}`.repeat(63) }],
  ['pictures of long ago', { longTerm: `1${ue(2)}${bits(0x155, 9)}${bits(0xaa, 9)}` }],
  ['such of long numbers', { order: ue(12), longTerm: `1${ue(32)}${bits(0x1_5555, 17).repeat(32)}` }],
  ['no colours', { vui: '0' }],
  ['an aspect', { vui: vuiOf({ aspect: `1${bits(1, 8)}` }) }],
  ['an aspect of its own', { vui: vuiOf({ aspect: `1${bits(255, 8)}${bits(0x5555_5555, 32)}` }) }],
  ['overscan', { vui: vuiOf({ overscan: '11' }) }],
  ['where chroma lies', { vui: vuiOf({ place: `1${ue(2)}${ue(4)}` }) }],
  ['a window', { vui: vuiOf({ window: `1${numbers(4)}` }) }],
  ['a clock that counts pictures', { vui: vuiOf({ clock: `1${TIMES}1${ue(9)}0` }) }],
  [
    'rates of units',
    { vui: vuiOf({ clock: `1${TIMES}01100${RATES}${DELAYS}1${ue(3)}${ue(1)}${numbers(2)}1${numbers(2)}0` }) },
  ],
  [
    'rates of slices in parts, never fixed',
    {
      vui: vuiOf({
        clock: `1${TIMES}01011${PARTED}${RATES}0101${DELAYS}000${ue(0)}${numbers(4)}1`,
      }),
    },
  ],
  [
    'rates of both, with little delay',
    { vui: vuiOf({ clock: `1${TIMES}01110${RATES}${DELAYS}001${numbers(2)}1${numbers(2)}0` }) },
  ],
  [
    'rates of both for each sub-layer',
    {
      ...THREE_LAYERS,
      pictures: `0${TRIPLE}`,
      vui: vuiOf({
        clock: `1${TIMES}01110${RATES}${DELAYS}${`01${ue(2)}${ue(0)}${numbers(2)}1${numbers(2)}0`.repeat(3)}`,
      }),
    },
  ],
  ['no rates, but how fixed they are', { vui: vuiOf({ clock: `1${TIMES}0100${`1${ue(5)}${ue(0)}`}` }) }],
  ['restrictions', { vui: vuiOf({ rest: `1101${numbers(5)}` }) }],
];

describe('a set that says more', () => {
  it.each(SAID)('%s: shows the same', (_, parts) => {
    expect(shown(sequenceOf(parts))).toEqual(usual);
  });

  // Behind it stands what is refused: it is found only where all before it was read to the bit.
  it.each(SAID)('%s: is read to its last bit', (_, parts) => {
    expect(shown(sequenceOf({ ...parts, extensions: '100010000' }))).toBeUndefined();
  });

  it.each([
    ['the layers of others', '101000000', true],
    ['whatever is to come', '101101111', true],
    ['a coding of screens', '100010000', false],
    ['nothing for more bits', `11${'0'.repeat(7)}${'0'.repeat(9)}`, true],
    ['samples of more bits', `11${'0'.repeat(7)}000010000`, false],
    ['weights of more bits', `11${'0'.repeat(7)}000000100`, false],
  ])('with an extension for %s', (_, extensions, isShown) => {
    expect(shown(sequenceOf({ extensions }))).toEqual(isShown ? usual : undefined);
  });
});

describe('colours', () => {
  it.each([
    ['a range alone', '110110', { primaries: 2, transfer: 2, matrix: 2, fullRange: true }],
    [
      'all of them',
      `11010${'1'}${bits(9, 8)}${bits(16, 8)}${bits(6, 8)}`,
      { primaries: 9, transfer: 16, matrix: 6, fullRange: false },
    ],
  ])('of %s', (_, signal, cicp) => {
    expect(shown(sequenceOf({ vui: vuiOf({ signal }) }))!.cicp).toEqual(cicp);
  });

  it('nothing is said of are unknown', () => {
    expect(usual.cicp).toEqual({ primaries: 2, transfer: 2, matrix: 2, fullRange: false });
  });
});

it.each([
  [1, 2, 3, 4],
  [0, 43, 0, 35],
  [43, 0, 35, 0],
])('a window within %i, %i, %i and %i pairs of samples', (left, right, top, bottom) => {
  const window = `1${[left, right, top, bottom].map(ue).join('')}`;
  const cut = (plane: number[][], step: number) =>
    plane
      .slice(top * step, plane.length - bottom * step)
      .map((row) => row.slice(left * step, row.length - right * step));
  const planes = usual.planes.map((plane, i) => cut(plane, i > 0 ? 1 : 2));
  expect(shown(sequenceOf({ window }))!.planes).toEqual(planes);
});

describe('a set is refused', () => {
  const blocks = (...values: number[]) => ({ blocks: values.map(ue).join('') });

  it.each<[string, Parts]>([
    ['of a number that there is not', { id: ue(16) }],
    ['of another number than the picture asks for', { id: ue(1) }],
    ['of an unknown form of chroma', { chroma: ue(4) }],
    ['of three planes apart', { chroma: `${ue(3)}1` }],
    ['without columns', { width: ue(0) }],
    ['without rows', { height: ue(0) }],
    ['with too many columns', { width: ue(65_536) }],
    ['with too many rows', { height: ue(65_536) }],
    ['that shows no column', { window: `1${[22, 22, 0, 0].map(ue).join('')}` }],
    ['that shows no row', { window: `1${[0, 0, 18, 18].map(ue).join('')}` }],
    ['of 13 bits of luma', { depths: ue(5) + ue(0) }],
    ['of 13 bits of chroma', { depths: ue(0) + ue(5) }],
    ['of numbers of pictures of 17 bits', { order: ue(13) }],
    ['of columns that are no whole blocks', { width: ue(84) }],
    ['of rows that are no whole blocks', { height: ue(76) }],
    ['of blocks of 128', blocks(0, 4, 0, 3, 0, 0)],
    ['of blocks of 8', blocks(0, 0, 0, 0, 0, 0)],
    ['of transforms of 64', blocks(0, 3, 0, 4, 0, 0)],
    ['of transforms larger than blocks', blocks(0, 1, 0, 3, 0, 0)],
    ['of transforms no smaller than units', blocks(0, 3, 1, 2, 0, 0)],
    ['of transforms divided too often', blocks(0, 3, 0, 3, 0, 5)],
    ['of stored samples of more bits of luma', { pcm: `1${bits(8, 4)}${bits(7, 4)}${ue(0)}${ue(1)}0` }],
    ['of stored samples of more bits of chroma', { pcm: `1${bits(7, 4)}${bits(8, 4)}${ue(0)}${ue(1)}0` }],
    ['of stored blocks of 64', { pcm: `1${bits(7, 4)}${bits(7, 4)}${ue(0)}${ue(3)}0` }],
    ['of too many sets', { sets: ue(65) + `${ue(0)}${ue(0)}` + `0${ue(0)}${ue(0)}`.repeat(64) }],
    ['of too many pictures before', { sets: ue(1) + ue(17) + ue(0) + `${ue(0)}1`.repeat(17) }],
    ['of too many pictures after', { sets: ue(1) + ue(0) + ue(17) + `${ue(0)}1`.repeat(17) }],
    ['of too many pictures of long ago', { longTerm: `1${ue(33)}${bits(1, 9).repeat(33)}` }],
  ])('%s', (_, parts) => {
    expect(shown(sequenceOf(parts))).toBeUndefined();
  });

  it('that ends before all is said', () => {
    const whole = Object.values(PARTS).join('').length;
    expect(shown(sequenceOf({}, whole - 40))).toBeUndefined();
  });
});

describe('units beside those of the picture', () => {
  const unit = (type: number, ...payload: number[]) => Uint8Array.of(type << 1, 1, ...payload);
  const luma = (units: Uint8Array[]) => {
    const picture = decodeHevc(kept, units, LIMIT);
    return picture && [...picture.plane(0).samples.subarray(0, 88)];
  };
  const [first] = usual.planes[0]!;

  it.each<[string, Uint8Array[]]>([
    ['messages and delimiters', [unit(35, 0x50), unit(39, 1, 2, 0x80), VIDEO, SEQUENCE, PICTURE, SLICE]],
    ['empty ones', [VIDEO, SEQUENCE, unit(33), PICTURE, unit(34), SLICE, unit(20)]],
    [
      'sets that come when the picture has begun',
      [VIDEO, SEQUENCE, PICTURE, SLICE, sequenceOf({ id: ue(16) })],
    ],
    ['a second picture', [VIDEO, SEQUENCE, PICTURE, SLICE, SLICE.map((byte, at) => (at > 20 ? 0x55 : byte))]],
    [
      'a set that is told twice',
      [VIDEO, sequenceOf({ width: ue(8), height: ue(8) }), SEQUENCE, PICTURE, SLICE],
    ],
  ])('%s', (_, units) => {
    expect(luma(units)).toEqual(first);
  });
});
