/** What may be in an object that several append to. */

/** What was appended, and what of it must be there. */
export interface Grown {
  /** The service said that these bytes begin at this position. */
  acknowledged(position: number, bytes: Buffer): void;
  /** No answer told whether they do. */
  uncertain(position: number, bytes: Buffer): void;
  /** What is wrong with a body that was read when nobody appended; undefined for nothing. */
  faultOf(body: Buffer): string | undefined;
}

interface Sent {
  readonly bytes: Buffer;
  readonly known: boolean;
}

/** Nothing has been appended yet. */
export function createGrown(): Grown {
  const sent = new Map<number, Sent[]>();
  const add = (position: number, one: Sent) => {
    const others = sent.get(position) ?? [];
    sent.set(position, one.known ? [one, ...others] : [...others, one]);
  };

  /** What stands at a position: the one that was acknowledged, or one that may be there. */
  function piece(body: Buffer, at: number): number | string {
    const [first, ...others] = sent.get(at) ?? [];
    if (others.some(({ known }) => known)) return `two appends were acknowledged at ${at}`;
    const all = first === undefined ? [] : [first, ...(first.known ? [] : others)];
    const there = all.find(({ bytes }) => bytes.equals(body.subarray(at, at + bytes.length)));
    if (there) return there.bytes.length;
    return first?.known ? `an acknowledged append is lost at ${at}` : `bytes of nobody at ${at}`;
  }

  return {
    acknowledged: (position, bytes) => add(position, { bytes, known: true }),
    uncertain: (position, bytes) => add(position, { bytes, known: false }),
    faultOf(body) {
      let at = 0;
      while (at < body.length) {
        const length = piece(body, at);
        if (typeof length === 'string') return length;
        at += length;
      }
      const lost = [...sent].find(([position, [first]]) => position >= body.length && first?.known);
      return lost && `an acknowledged append is lost at ${lost[0]}, the object ends at ${body.length}`;
    },
  };
}
