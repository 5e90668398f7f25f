/** What a step of a decoder ends with. The host knows these numbers. */

/** The host is to hand over the bytes that `inputOffset` and `inputLength` name. */
export const NEED_INPUT: i32 = 0;
/** The next rows of the result are ready. */
export const ROWS: i32 = 1;
/** All rows were handed out. */
export const DONE: i32 = 2;
/** Used between the parts of a decoder: carry on. */
export const GO_ON: i32 = 3;
/** The bitstream breaks a rule, or ends before its picture does. */
export const BROKEN: i32 = -1;
