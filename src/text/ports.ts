/** What drawing text needs from the outside. */

/** A font file that is read by range: a collection of many megabytes is never held whole. */
export interface FontSource {
  /** Names this very version of the file: equal identities mean equal bytes. */
  readonly id: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Bytes `offset` to `offset + length - 1`, always asked inside the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Finds a font of the bucket's own by name; undefined when there is none. */
export type BucketFonts = (name: string) => Promise<FontSource | undefined>;

/** Promises so many bytes of memory, waiting until they are free; the returned function gives them back. */
export type Hold = (bytes: number) => Promise<() => void>;

/** What the host supplies once. */
export interface TextHost {
  /** A built font file by its path below `fonts/`; undefined when it was not built. */
  asset(path: string): Promise<Uint8Array | undefined>;
  /** Undoes brotli (RFC 7932), which no Web API does: WOFF2 needs it. Throws when the bytes are broken or too many. */
  brotli(bytes: Uint8Array, maxLength: number): Uint8Array | Promise<Uint8Array>;
}
