/** Memory for bodies: what is read whole, or collected before a store takes it. */

/** Promises memory to requests. */
export interface Memory {
  /**
   * Waits until so many bytes are free; the returned function gives them back, and again does nothing. Those of a request
   * that died come back by themselves. Throws `ServiceUnavailable` when there are too many who wait, or for too long.
   */
  hold(bytes: number): Promise<() => void>;
}
