/** Buckets, what the operator configured for them, and those that callers make. */
import type { ImgproxySettings } from '../../dialects/dialect.ts';
import type { DialectName } from '../../dialects/index.ts';
import type { AppendStore, BucketAcl, ObjectStore } from './objects.ts';

/** What may stand between a key and a style name in a path: `photo.jpg!thumb`. */
export type Delimiter = '-' | '_' | '/' | '!';

/** What the operator configured for a bucket. */
export interface BucketSettings {
  readonly name: string;
  readonly acl: BucketAcl;
  readonly delimiters: readonly Delimiter[];
  /** Suffixes, without the dot, whose originals anonymous callers get only through a style; `*` is all. */
  readonly protect: readonly string[];
  /** Origins that browsers may call from; `*` is any. */
  readonly cors: readonly string[];
  /** Sent when neither the object nor `response-cache-control` says something else. */
  readonly cacheControl?: string | undefined;
  /**
   * Whether pictures come in a format that the caller accepts: never (`off`, as when left out), where a chain asks for it,
   * or wherever none names one.
   */
  readonly autoFormat?: 'off' | 'asked' | 'always' | undefined;
  /** Whether its HTML and SVG may run scripts as pages of the host they come from. */
  readonly scripts?: boolean | undefined;
  /** Other vendors' languages that are understood on reads, in the order they are tried. */
  readonly dialects?: readonly DialectName[] | undefined;
  readonly imgproxy?: ImgproxySettings | undefined;
  /** Sets of imgproxy's options, by the names that its addresses may call them. */
  readonly presets?: Readonly<Record<string, string>> | undefined;
  /** Hosts that may be called back after uploads: `app.example.com`, `*.example.com`, with a port where it is unusual. */
  readonly callbacks: readonly string[];
  readonly created: Date;
  /** Of a bucket that a caller made: what was asked for it. It is told, and means nothing for reads. */
  readonly made?: MadeBucket | undefined;
}

/** What a caller says about a bucket to be made. */
export interface MadeBucket {
  readonly acl: BucketAcl | undefined;
  readonly storageClass: string;
  readonly redundancy: string;
}

/** A bucket. */
export interface Bucket {
  readonly settings: BucketSettings;
  readonly objects: ObjectStore;
  readonly appends: AppendStore;
  /** Room for parts of uploads under way: a store of its own that no caller can address. */
  readonly staging: ObjectStore;
  /** Room for the CRC-64 of objects, under their keys. What is noted of an object goes with it when it is deleted. */
  readonly sums: ObjectStore;
}

/** All buckets: those that the operator configured, and those that callers made. */
export interface Buckets {
  /** Names of the configured ones, the default one first. */
  readonly configured: readonly string[];
  /** With `recent`, that there was none a moment ago is enough to know. */
  find(name: string, options?: { readonly recent?: boolean | undefined }): Promise<Bucket | undefined>;
  /** The configured ones first. */
  list(): Promise<readonly Bucket[]>;
  /** Undefined where callers make no buckets. */
  readonly maker?: BucketMaker | undefined;
}

/** Makes buckets for callers. */
export interface BucketMaker {
  /** Undefined when there is one of this name already: of two that are made at once, one is. */
  make(name: string, made: MadeBucket): Promise<Bucket | undefined>;
  /** Of a bucket that was made. What is in it stays where it is, and is in the bucket that is made of its name next. */
  remove(name: string): Promise<void>;
}
