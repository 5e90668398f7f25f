/** The PNG kernel. An instance decodes or encodes, one picture at a time. */
export {
  bandAddress, bandHeight, bandOfPasses, decode, inputAdded, inputAddress, inputRoom, rowsRead, startDecode,
} from "./decoder";
export { setKey, setPixels, tableAddress } from "./pixels";
export { inflateProfile, profileAddress, startProfile } from "./profile";
