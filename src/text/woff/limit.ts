/**
 * Most bytes of a web font's tables. Web fonts are compressed as a whole and have to be held as a whole; larger fonts
 * belong into the bucket as TrueType or OpenType files, which are read by range.
 */
export const MAX_WEB_FONT = 16 * 1024 * 1024;
