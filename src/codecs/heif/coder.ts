/** What decodes the coded pictures of a file: one coding, and the memory it takes. */
import type { Size } from '../../core/image/picture.ts';
import type { Rates } from '../cost.ts';
import type { Sampling } from './configuration.ts';
import type { Coded } from './picture.ts';
import type { Samples } from './target.ts';

/** A decoder of coded pictures. */
export interface Coder {
  /** The type of the items it decodes. */
  readonly type: string;
  readonly rates: Rates;
  /**
   * The most bytes held while coded pictures of a size are decoded, `held` of them until they are freed, the others one
   * after the other. Each is coded in `coded` bytes at most.
   */
  bytes(size: Size, sampling: Sampling, held: readonly Size[], coded: number): number;
  /** Loads what decodes; to be awaited before the first `open`. */
  ready(): Promise<void>;
  /**
   * Decodes a coded picture within `limit` bytes; undefined when its data shows none. `alone` when no other is opened
   * until it is freed.
   */
  open(coded: Coded, limit: number, alone: boolean): Samples | undefined;
  /** To be called once a picture is done: gives up memory that is more than is kept. */
  dropLarge(): void;
}
