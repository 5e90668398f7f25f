/** The numbers of TIFF that this codec knows (TIFF 6.0, its technical notes, and the registered extensions). */

export const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  xResolution: 282,
  yResolution: 283,
  planar: 284,
  group3Options: 292,
  resolutionUnit: 296,
  predictor: 317,
  colourMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
  jpegProcess: 512,
  jpegStream: 513,
  jpegStreamBytes: 514,
  jpegRestartInterval: 515,
  jpegQuantTables: 519,
  jpegDcTables: 520,
  jpegAcTables: 521,
  yccCoefficients: 529,
  yccSubsampling: 530,
  yccReference: 532,
  icc: 34_675,
} as const;

export const COMPRESSION = {
  none: 1,
  huffman: 2,
  group3: 3,
  group4: 4,
  lzw: 5,
  oldJpeg: 6,
  jpeg: 7,
  deflate: 8,
  oldDeflate: 32_946,
  packBits: 32_773,
  lzma: 34_925,
  zstd: 50_000,
  webp: 50_001,
} as const;

export const PHOTOMETRIC = {
  whiteIsZero: 0,
  blackIsZero: 1,
  rgb: 2,
  palette: 3,
  mask: 4,
  inks: 5,
  ycc: 6,
  lab: 8,
  iccLab: 9,
} as const;

export const SAMPLE = { unsigned: 1, signed: 2, float: 3, unknown: 4 } as const;
export const PREDICTOR = { none: 1, difference: 2, float: 3 } as const;
export const PLANAR = { together: 1, apart: 2 } as const;
export const EXTRA = { unknown: 0, premultiplied: 1, straight: 2 } as const;
