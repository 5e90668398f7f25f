/** What a step of an encoder ends with: rows are wanted; go on; bytes are ready; all was written. */
export const WANT_ROWS: i32 = 0;
export const WORKED: i32 = 1;
export const BYTES: i32 = 2;
export const FINISHED: i32 = 3;
