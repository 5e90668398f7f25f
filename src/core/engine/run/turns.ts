/** Lets one holder at a time through, in order of arrival. */
export interface Turns {
  /** Waits for the turn. The returned function ends it; calling it again does nothing. */
  take(): Promise<() => void>;
}

/** Turns that nobody holds yet. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    async take() {
      const before = last;
      let end = (): void => undefined;
      last = new Promise<void>((resolve) => {
        end = resolve;
      });
      await before;
      return end;
    },
  };
}
