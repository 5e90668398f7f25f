/** Reads a stream of bytes up to delimiters, wherever its chunks are cut. Holds one chunk, or what was asked for. */
import { joined } from '../../../core/image/bytes.ts';
import { OssError } from '../../protocol/error/oss-error.ts';

/** Not a form, or one that ends too early. */
export function malformedForm(): OssError {
  return new OssError('MalformedPOSTRequest');
}

/** One reader at a time; every method goes on where the one before stopped. */
export class ByteReader {
  readonly #source: ReadableStreamDefaultReader<Uint8Array>;
  #held: Uint8Array;

  /** `before` is read first, as if the stream began with it. */
  constructor(stream: ReadableStream<Uint8Array>, before: Uint8Array) {
    this.#source = stream.getReader();
    this.#held = before;
  }

  /** Exactly `count` bytes. Throws `MalformedPOSTRequest` when there are fewer. */
  async take(count: number): Promise<Uint8Array> {
    while (this.#held.length < count) if (!(await this.#more())) throw malformedForm();
    return this.#cut(count, 0);
  }

  /** The bytes before the delimiter, which is passed over. Throws `MalformedPOSTRequest` beyond `limit` bytes. */
  async takeUntil(delimiter: Uint8Array, limit: number): Promise<Uint8Array> {
    let from = 0;
    for (;;) {
      const at = find(this.#held, delimiter, from);
      if (at > limit) throw malformedForm();
      if (at >= 0) return this.#cut(at, delimiter.length);
      from = Math.max(0, this.#held.length - delimiter.length + 1);
      if (from > limit || !(await this.#more())) throw malformedForm();
    }
  }

  /** As `takeUntil`, in pieces and without a limit. */
  async *streamUntil(delimiter: Uint8Array): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const at = find(this.#held, delimiter, 0);
      const safe = at >= 0 ? at : overlap(this.#held, delimiter);
      const piece = this.#cut(safe, at >= 0 ? delimiter.length : 0);
      if (piece.length > 0) yield piece;
      if (at >= 0) return;
      if (!(await this.#more())) throw malformedForm();
    }
  }

  /** Reads on without keeping anything, so that the sender can finish. */
  async drain(): Promise<void> {
    while (!(await this.#source.read()).done);
  }

  /** Gives up the stream. */
  async cancel(): Promise<void> {
    await this.#source.cancel();
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.read();
    if (done) return false;
    this.#held = this.#held.length === 0 ? value : joined([this.#held, value]);
    return true;
  }

  #cut(length: number, skipped: number): Uint8Array {
    const piece = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length + skipped);
    return piece;
  }
}

/** Where the delimiter begins at or after `from`; -1 when it is nowhere. */
function find(bytes: Uint8Array, delimiter: Uint8Array, from: number): number {
  const first = delimiter[0] as number;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (at + delimiter.length > bytes.length) return -1;
    if (isAt(bytes, at, delimiter)) return at;
  }
  return -1;
}

/** Where the longest end of `bytes` begins that the delimiter may begin with; their length when there is none. */
function overlap(bytes: Uint8Array, delimiter: Uint8Array): number {
  let at = Math.max(0, bytes.length - delimiter.length + 1);
  while (at < bytes.length && !isAt(bytes, at, delimiter.subarray(0, bytes.length - at))) at++;
  return at;
}

function isAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let index = 0; index < wanted.length; index++) if (bytes[at + index] !== wanted[index]) return false;
  return true;
}
