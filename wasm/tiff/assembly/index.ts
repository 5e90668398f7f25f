/** The TIFF kernel: expands strips of LZW, Deflate and LZMA piece by piece, one strip at a time, and paints rows of RGB. */
export {
  inputAdded,
  inputAddress,
  inputRoom,
  outputAddress,
  outputBytes,
  outputTaken,
  start,
  step,
} from './stream';
export { paintRgb, rgbInput, rgbOutput, rgbPiece } from './rgb';
