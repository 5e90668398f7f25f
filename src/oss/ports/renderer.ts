/** Pictures made of objects. */
import type { Bucket } from './buckets.ts';
import type { ObjectHead } from './objects.ts';

/** A picture to be made. */
export interface RenderJob {
  readonly bucket: Bucket;
  readonly original: ObjectHead;
  /** Canonical text, as `check` gave it. */
  readonly chain: string;
  /** The request's `Accept` header where the format is negotiated; undefined where it is not. */
  readonly accept: string | undefined;
  /**
   * Whether watermarks may draw objects that anonymous callers cannot read: the chain was signed for, or is a style
   * that the operator wrote. Otherwise a mark must be readable by everyone, and not protected.
   */
  readonly trusted: boolean;
  /** What its watermarks draw, where that was looked up before. */
  readonly drawn?: Drawn | undefined;
}

/** What a chain's watermarks draw of the bucket. */
export interface Drawn {
  /** Names the very bytes, in one word. */
  readonly version: string;
  /** When the newest of it was written; undefined when nothing of the bucket is drawn. */
  readonly modified: Date | undefined;
}

/** A picture or report that was made. */
export interface Derivative {
  readonly body: ReadableStream<Uint8Array> | Uint8Array;
  /** Length of the body in bytes. */
  readonly size: number;
  readonly contentType: string;
  /** Further response headers, such as `Vary` and `Server-Timing`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What it was made of, where that was replaced after the job was begun. */
  readonly of?: { readonly original: ObjectHead; readonly drawn: Drawn } | undefined;
}

/** A chain, every value checked. */
export interface CheckedChain {
  /** The text that equal chains share. */
  readonly text: string;
  /** Whether the original is to be shown where the picture cannot be made. */
  readonly ignoresErrors: boolean;
  /** Who names the result's format: the chain, nobody, or, for `auto`, the caller's `Accept`. */
  readonly namedBy: 'chain' | 'nobody' | 'accept';
}

/** All methods throw ProcessError for whatever the caller did wrong. */
export interface Renderer {
  /** A chain that was translated from another language may hold operations that only those have. */
  check(chain: string, options?: { readonly isTranslated?: boolean }): CheckedChain;
  drawn(job: Pick<RenderJob, 'bucket' | 'chain' | 'trusted'>): Promise<Drawn>;
  render(job: RenderJob): Promise<Derivative>;
}
