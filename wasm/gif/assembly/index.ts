/** The GIF kernel. An instance decodes or encodes, one picture at a time. */
export { setArea } from './encode/area';
export { countColours } from './encode/bins';
export { findDrawn, findWiped, foundAddress, hardenAlpha } from './encode/bounds';
export { codeBytes, codesTaken, endCodes, putIndices } from './encode/compress';
export {
  codesAddress,
  emptyPalette,
  errorIn,
  fitPalette,
  frameAddress,
  indexColours,
  indexPixels,
  indicesAddress,
  startCompress,
  startEncode,
} from './encode/encoder';
export { joinPalette, shortenPalette } from './encode/exact';
export { paletteAddress, paletteCount } from './encode/palette';
export {
  expand,
  indicesReady,
  indicesTaken,
  inputAdded,
  inputAddress,
  inputRoom,
  readyCount,
  startDecode,
  startFrame,
} from './decode/expand';
export { coloursAddress, paint } from './decode/paint';
export { copy, hold, wipe } from './decode/store';
