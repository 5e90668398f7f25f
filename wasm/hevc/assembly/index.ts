/** The HEVC kernel: decodes one coded picture of its own at a time (ITU-T H.265), of 8 to 12 bits. */
export {
  bitDepth,
  chromaFormat,
  finish,
  fullRange,
  height,
  inputAddress,
  matrix,
  planeAddress,
  planeStride,
  primaries,
  push,
  start,
  transfer,
  width,
} from './decoder';
