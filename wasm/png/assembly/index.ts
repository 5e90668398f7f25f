/** The PNG kernel. An instance decodes or encodes, one picture at a time. */
export {
  bandAddress, bandHeight, bandOfPasses, decode, inputAdded, inputAddress, inputRoom, rowsRead, startDecode,
} from "./decoder";
export { setKey, setPixels, tableAddress } from "./pixels";
export { inflateProfile, profileAddress, startProfile } from "./profile";
export { outputAddress, outputBytes, outputTaken } from "./deflate/deflate";
export { paletteAddress, paletteCount } from "./encode/colours";
export { crc32 } from "./encode/crc";
export {
  encodeBytes, encodeHeld, encodeIndices, encodeRow, endEncode, hold, rowAddress, startBytes, startEncode, startPixels,
} from "./encode/encoder";
