/** What a step of the decoder ends with. The host knows these numbers. */

/** The host is to hand over more of the file. */
export const NEED_INPUT: i32 = 0;
/** The next rows of the result are ready. */
export const ROWS: i32 = 1;
/** All rows were handed out. */
export const DONE: i32 = 2;
/** The host is to go on with the file elsewhere: `decodeSeek` says where. */
export const SEEK: i32 = 3;
/** Used between the parts of the decoder: carry on. */
export const GO_ON: i32 = 4;

/** The frame header cannot be read, or breaks the standard's rules. */
export const BAD_FRAME: i32 = -1;
/** A table or a scan header breaks the rules before anything was decoded. */
export const BAD_HEADER: i32 = -2;
/** No scan, or one without data. */
export const NO_DATA: i32 = -3;
/** Lossless, hierarchical or 12-bit samples. */
export const UNSUPPORTED: i32 = -4;
