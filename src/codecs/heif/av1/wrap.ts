/** A coded picture of AV1 as a file of its own: all that libavif is given of the caller's file. */
import { type Box, readUint } from '../boxes.ts';
import { configurationOf } from '../configuration.ts';
import { joined } from '../../../core/image/bytes.ts';
import type { Coded } from '../picture.ts';
import { uint, uints, writeBox, writeFullBox } from '../write-boxes.ts';
import { writeFileHead } from '../write-file.ts';

/** Properties that change what is decoded; crops and turns are ours. */
const PASSED = ['ispe', 'av1C', 'a1op', 'lsel', 'a1lx'];
/** Those that a reader must know. */
const ESSENTIAL = ['av1C', 'a1op', 'lsel'];

/** The file; undefined when the picture's data is not all there. */
export function wrapAv1(coded: Coded): Uint8Array<ArrayBuffer> | undefined {
  const data = coded.bytes();
  const configuration = configurationOf(coded);
  if (!data || !configuration) return undefined;
  const { bits, grey } = configuration;
  const passed = coded.properties.filter((property) => PASSED.includes(property.name) || isNclx(property));
  const properties = [
    ...passed.map(({ name, data: contents }) => writeBox(name, contents)),
    writeFullBox('pixi', 0, 0, uint(grey ? 1 : 3, 1), uints(grey ? [bits] : [bits, bits, bits], 1)),
  ];
  const indices = [
    ...passed.map(({ name }, i) => (ESSENTIAL.includes(name) ? -i - 1 : i + 1)),
    properties.length,
  ];
  const head = writeFileHead({
    brands: ['avif', 'mif1', 'miaf'],
    items: [{ type: 'av01', properties: indices, bytes: data.length }],
    properties,
    references: [],
  });
  return joined([head, data]);
}

function isNclx({ name, data }: Box): boolean {
  return name === 'colr' && readUint(data, 0, 4) === 0x6e63_6c78;
}
