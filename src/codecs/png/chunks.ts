/** The chunks of a PNG stream (PNG, third edition, section 5). */

/** The eight bytes every PNG begins with. */
export const PNG_SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** IDAT is handed on in pieces of at most this many bytes. */
const PIECE_BYTES = 65_536;
/** The number that chunks of later frames begin with. */
const SEQUENCE_BYTES = 4;

/** One chunk; its data is a view of the file. */
export interface Chunk {
  readonly name: string;
  readonly data: Uint8Array;
  /** Where the chunk begins. */
  readonly at: number;
  /** False when the file ends before the chunk's data does. */
  readonly whole: boolean;
}

/** True for bytes that begin as a PNG does. */
export function isPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((byte, at) => bytes[at] === byte);
}

/**
 * The chunks from `at` on, at first those behind the signature, as far as the bytes go. Check digits are not looked at: a
 * picture is shown as far as it can be read.
 */
export function* readChunks(bytes: Uint8Array, at = PNG_SIGNATURE.length): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let from = at + 8; from <= bytes.length; from = at + 8) {
    const length = view.getUint32(at);
    const data = bytes.subarray(from, from + length);
    yield {
      name: String.fromCharCode(...bytes.subarray(at + 4, from)),
      data,
      at,
      whole: data.length === length,
    };
    at = from + length + 4;
  }
}

/** The compressed pixels in small pieces, whatever the sizes of the IDAT chunks. */
export function* readPixelData(bytes: Uint8Array): Generator<Uint8Array> {
  for (const { name, data } of readChunks(bytes)) {
    if (name === 'IDAT') yield* pieces(data);
  }
}

/** The compressed pixels of the frame whose first chunk of pixels stands at `at`, up to the next frame. */
export function* readFrameData(bytes: Uint8Array, at: number): Generator<Uint8Array> {
  for (const { name, data } of readChunks(bytes, at)) {
    if (name === 'IDAT') yield* pieces(data);
    else if (name === 'fdAT') yield* pieces(data.subarray(SEQUENCE_BYTES));
    else if (name === 'fcTL') return;
  }
}

function* pieces(data: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < data.length; at += PIECE_BYTES) yield data.subarray(at, at + PIECE_BYTES);
}
