/** Bytes that come in pieces. */

/** The pieces one after the other, in memory of their own. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Bytes of a gathered piece. */
const PIECE = 65_536;

/**
 * Keeps bytes in few pieces: each one costs a turn of whoever reads them, and animations are written a few bytes at a time.
 * Large pieces stay as they are.
 */
export function createGatherer() {
  const pieces: Uint8Array[] = [];
  let [small, bytes]: [Uint8Array[], number] = [[], 0];

  function gather(): void {
    if (bytes > 0) pieces.push(small.length === 1 ? small[0]! : joined(small));
    [small, bytes] = [[], 0];
  }

  return {
    add(piece: Uint8Array): void {
      if (bytes + piece.length > PIECE) gather();
      if (piece.length > 0) small.push(piece);
      bytes += piece.length;
    },
    /** All pieces, none of them empty; after the last one was added. */
    pieces(): Uint8Array[] {
      gather();
      return pieces;
    },
  };
}
