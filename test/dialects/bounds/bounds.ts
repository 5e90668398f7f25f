/**
 * Options of a language by what they are about: each limit at its value and one past it, what is left out, and what goes
 * together. The canonical chain of each; empty for the original itself, and undefined for what is refused.
 */
export type Bounds = Readonly<
  Record<string, readonly (readonly [options: string, chain: string | undefined])[]>
>;
