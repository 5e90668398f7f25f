/** The TIFF kernel: expands strips of LZW, Deflate, LZMA and Zstandard piece by piece, one strip at a time, and paints rows of RGB. */
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
