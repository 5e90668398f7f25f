/** Delays in the hundredths of a second that a GIF counts in. */

/** Longest delay of a frame. */
const MOST = 0xffff;

/** Adds up delays, and hands them over rounded; what rounding leaves counts for the next one. */
export interface Clock {
  /** Adds milliseconds to the delay at hand. */
  add(milliseconds: number): void;
  /** The delay at hand in hundredths of a second; the next one begins. */
  take(): number;
}

export function createClock(): Clock {
  let due = 0;
  return {
    add(milliseconds) {
      due += milliseconds / 10;
    },
    take() {
      const delay = Math.min(MOST, Math.max(0, Math.round(due)));
      due = delay === MOST ? 0 : due - delay;
      return delay;
    },
  };
}
