/** Bytes that are written one piece after the other into memory that grows. */
export class ByteSink {
  length = 0;
  #memory: Uint8Array;

  /** `capacity` is a guess of how many bytes will come. */
  constructor(capacity: number) {
    this.#memory = new Uint8Array(Math.max(1024, capacity));
  }

  push(bytes: readonly number[]): void {
    const end = this.length + bytes.length;
    if (end > this.#memory.length) {
      const larger = new Uint8Array(Math.max(end, this.#memory.length * 2));
      larger.set(this.#memory);
      this.#memory = larger;
    }
    this.#memory.set(bytes, this.length);
    this.length = end;
  }

  /** What was written, in memory of its own size. */
  bytes(): Uint8Array {
    return this.#memory.slice(0, this.length);
  }
}
