/** Pictures whose reading has begun before it is known what becomes of them. */
import type { Band, Picture } from '../core/image/picture.ts';

/** A picture whose reading has begun. */
export interface BegunPicture extends Picture {
  /** Ends the reading, wherever it is. */
  release(): Promise<void>;
}

/** The same picture, of which some bands were read: `held` gives these, and lets each go once it has flowed. */
export function begunPicture(
  { width, height, opaque }: Pick<Picture, 'width' | 'height' | 'opaque'>,
  held: () => Iterable<Band>,
  rest: AsyncIterator<Band>,
): BegunPicture {
  return {
    width,
    height,
    opaque,
    async *bands() {
      yield* held();
      for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
    },
    release: async () => void (await rest.return?.()),
  };
}

/** What is held, one by one and let go. */
export function* lettingGo<T>(held: T[]): Generator<T> {
  for (let item = held.shift(); item !== undefined; item = held.shift()) yield item;
}
