/** The PNG kernel. An instance decodes or encodes, one picture at a time. */
export { handedCount, handedStep, handedX, handedY } from './adam7/line';
export { knownX, knownY } from './adam7/passes';
export {
  bandAddress,
  bandHeight,
  decode,
  inputAdded,
  inputAddress,
  inputRoom,
  reducedRows,
  rowsRead,
  scratchAddress,
  startDecode,
} from './decoder';
export { heldToRgba, setKey, setPixels, tableAddress } from './pixels';
export { inflateProfile, profileAddress, startProfile } from './profile';
export { outputAddress, outputBytes, outputTaken } from './deflate/deflate';
export { paletteAddress, paletteCount } from './encode/colours';
export { crc32 } from './encode/crc';
export {
  encodeBytes,
  encodeHeld,
  encodeIndices,
  encodeRow,
  endEncode,
  hold,
  rowAddress,
  startBytes,
  startEncode,
  startPixels,
} from './encode/encoder';
