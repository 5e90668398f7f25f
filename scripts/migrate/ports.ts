/** What a migration needs of its two ends. */
import type { Readable } from 'node:stream';
import type { ObjectAttributes, Style } from '../../src/oss/ports.ts';

/** An object as a listing tells it. */
export interface Listed {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** As the source spells it; another one means other bytes. */
  readonly etag: string;
}

/** An object to be written. The body is read once, and must be destroyed when it is not. */
export interface Opened {
  readonly key: string;
  readonly size: number;
  readonly attributes: ObjectAttributes;
  /** MD5 of the bytes in Base64, where the source knows it: the target checks it. */
  readonly md5: string | undefined;
  readonly body: Readable;
}

/** Where objects come from. */
export interface Source {
  list(): AsyncIterable<Listed>;
  open(key: string): Promise<Opened>;
  /** In order of creation. */
  styles(): Promise<readonly Style[]>;
}

/** Where they go. Methods reject when anything is not as it should be. */
export interface Target {
  put(object: Opened): Promise<void>;
  putStyles(styles: readonly Style[]): Promise<void>;
}
