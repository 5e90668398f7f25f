/**
 * What the OSS face needs from the outside: objects, styles, settings, pictures, keys and the time.
 * Nothing here names a product; the Worker implements it over R2 and KV, the tests over maps.
 */
import type { AppendStore, BucketAcl, ObjectHead, ObjectStore } from './objects-port.ts';

export * from './objects-port.ts';

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
  /** Whether its HTML and SVG may run scripts as pages of the host they come from. */
  readonly scripts?: boolean | undefined;
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
}

/** All buckets: those that the operator configured, and those that callers made. */
export interface Buckets {
  /** Names of the configured ones, the default one first. */
  readonly configured: readonly string[];
  /** With `recent`, that there was none a moment ago is enough to know. */
  find(name: string, options?: { readonly recent?: boolean | undefined }): Promise<Bucket | undefined>;
  /** The configured ones first. */
  names(): Promise<readonly string[]>;
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

/** A named chain. */
export interface Style {
  readonly name: string;
  readonly content: string;
  readonly category: string;
  readonly created: Date;
  readonly modified: Date;
}

export interface StyleStore {
  get(bucket: string, name: string): Promise<Style | undefined>;
  /** In order of creation. */
  list(bucket: string): Promise<readonly Style[]>;
  put(bucket: string, style: Style): Promise<void>;
  delete(bucket: string, name: string): Promise<void>;
}

/** Settings that callers change at run time, by sub-resource name; each is a flat record of texts. */
export const SETTINGS_NAMES = [
  'processConfiguration',
  'img',
  'acl',
  'cors',
  'referer',
  'lifecycle',
  'website',
] as const;
export type SettingsName = (typeof SETTINGS_NAMES)[number];

export interface SettingsStore {
  get(bucket: string, name: SettingsName): Promise<Readonly<Record<string, string>> | undefined>;
  put(bucket: string, name: SettingsName, values: Readonly<Record<string, string>>): Promise<void>;
  delete(bucket: string, name: SettingsName): Promise<void>;
}

/** A picture to be made. */
export interface RenderJob {
  readonly bucket: Bucket;
  readonly original: ObjectHead;
  /** Canonical text, as `check` gave it. */
  readonly chain: string;
  /** The request's `Accept` header, for formats that are negotiated. */
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
}

/** All methods throw ProcessError for whatever the caller did wrong. */
export interface Renderer {
  check(chain: string): CheckedChain;
  drawn(job: Pick<RenderJob, 'bucket' | 'chain' | 'trusted'>): Promise<Drawn>;
  render(job: RenderJob): Promise<Derivative>;
}

/** What a key may do. `styles` covers styles and the console settings. */
export type Permission = 'read' | 'write' | 'styles';

/** One access key; a key with a token is temporary and only valid together with it. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly token?: string | undefined;
  /** The token's end. */
  readonly expires?: Date | undefined;
  readonly permissions: readonly Permission[];
  /** Names of buckets; undefined is all. */
  readonly buckets?: readonly string[] | undefined;
}

export interface AccessKeys {
  find(id: string): AccessKey | undefined;
}

/** Milliseconds since 1970. */
export interface Clock {
  now(): number;
}

/** Told after objects changed, so that what was made of them is dropped. Must not throw. */
export interface Changes {
  changed(bucket: string, keys: readonly string[]): void;
}
