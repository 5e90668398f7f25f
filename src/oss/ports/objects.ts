/** A store of objects. */

/** Who may do what with one object without a signature; `default` follows the bucket. */
export type ObjectAcl = 'default' | 'private' | 'public-read' | 'public-read-write';

/**
 * The same for a bucket. `authenticated-read` is a word of the Java SDK: it opens nothing without a signature, and with one the
 * key decides, as in a private bucket.
 */
export type BucketAcl = Exclude<ObjectAcl, 'default'> | 'authenticated-read';

/** Headers that are stored with an object and sent back with it, as they were received. */
export interface ContentHeaders {
  readonly contentType?: string | undefined;
  readonly cacheControl?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly contentLanguage?: string | undefined;
  /** Not necessarily a date: OSS keeps whatever text was sent. */
  readonly expires?: string | undefined;
}

/** Everything stored with an object besides its bytes. */
export interface ObjectAttributes {
  readonly headers: ContentHeaders;
  /** `x-oss-meta-*`: names lower-case without the prefix; at most 8 KiB together. */
  readonly meta: Readonly<Record<string, string>>;
  readonly acl?: ObjectAcl | undefined;
  /** How the object came to be; `x-oss-object-type` says it. */
  readonly kind: 'Normal' | 'Multipart' | 'Symlink' | 'Appendable';
  /** Key of the object in the same bucket that this one, which has no bytes, stands for. */
  readonly symlink?: string | undefined;
  /** CRC-64/ECMA of the bytes as an unsigned decimal number, when it was known before they were written. */
  readonly crc64?: string | undefined;
  /** Whether that sum was known only afterwards: then it is noted in the bucket's `sums`. */
  readonly summed?: boolean | undefined;
  /** At most ten names and values, as callers gave them. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** The class that was asked for. Everything is kept alike: it is told, and means nothing for reads. */
  readonly storageClass?: string | undefined;
  /** The encryption that was asked for. Everything is encrypted so: it is told, and means nothing else. */
  readonly encryption?: 'AES256' | undefined;
  /** The ETag that callers see, when it is not the store's: that of an upload in parts ends with their number. */
  readonly etag?: string | undefined;
  /** Name of the upload in parts that made the object, by which its completion is known when it is asked for again. */
  readonly upload?: string | undefined;
  /** Whether an upload in parts was to come in their order: only then its MD5 is told. */
  readonly sequential?: boolean | undefined;
  /** Since when nothing is added to an object that grew. */
  readonly sealed?: Date | undefined;
  /** The store's own note of where the bytes of an object that grows are; callers never have it. */
  readonly growth?: string | undefined;
}

/** The ETag of an object that callers see, unquoted. Equal bytes may have several. */
export function shownEtag({ etag, attributes }: ObjectHead): string {
  return attributes.etag ?? etag;
}

/** An object without its bytes. */
export interface ObjectHead {
  readonly key: string;
  readonly size: number;
  /** Without quotes, in the store's own case. Equal ETags mean equal bytes. */
  readonly etag: string;
  /** MD5 of the bytes in hexadecimal, when the store knows it. */
  readonly md5?: string | undefined;
  readonly modified: Date;
  readonly attributes: ObjectAttributes;
}

/** An object and its bytes, or the asked range of them. Cancel the body when it is not read. */
export interface ObjectBody extends ObjectHead {
  readonly body: ReadableStream<Uint8Array>;
}

/** Bytes `offset` to `offset + length - 1`; always inside the object. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

export interface HeadOptions {
  /**
   * A head that was true within the service's freshness window will do: what is made of an object may lag behind
   * it that long. Writes through this service count at once.
   */
  readonly recent?: boolean | undefined;
}

export interface GetOptions {
  readonly range?: ByteRange | undefined;
  /** Answer only the version with this ETag, so that a range and its head belong together. */
  readonly etag?: string | undefined;
  /** The bytes become an answer, whose caller is told their number: the host must know it of the stream. */
  readonly forCaller?: boolean | undefined;
}

/** Stored bytes that something is made of, one after the other. */
export interface Piece {
  /** Length in bytes. */
  readonly size: number;
  /** Opens them, or a range of them; may be asked for again. Rejects when they are no longer what they were. */
  open(range?: ByteRange): Promise<ReadableStream<Uint8Array>>;
}

/**
 * Bytes to write. A stream says its length when it is known; the length is then exact or the stream fails. What is
 * stored already comes in pieces: the store may open them again when it could not write at once.
 */
export type ObjectSource =
  | Uint8Array
  | { readonly stream: ReadableStream<Uint8Array>; readonly length: number | undefined }
  | { readonly pieces: readonly Piece[] };

export interface PutOptions {
  readonly attributes: ObjectAttributes;
  /** Write only where nothing is: `put` answers undefined otherwise. Must be atomic. */
  readonly ifAbsent?: boolean | undefined;
  /** Write only in the place of the version with this ETag: `put` answers undefined otherwise. Must be atomic. */
  readonly ifMatch?: string | undefined;
  /**
   * When that version was written, for it may have been written again with other attributes: the same bytes have the same
   * ETag. Counts beside `ifMatch` only.
   */
  readonly ifWritten?: Date | undefined;
  /**
   * Expected MD5 in hexadecimal. The store rejects with `DigestMismatch` and writes nothing when the bytes differ.
   * A stream of unknown length checks itself and fails at its end, so the store need not look at its digest.
   */
  readonly md5?: string | undefined;
}

export interface ListOptions {
  readonly prefix?: string | undefined;
  /** Keys with this text after the prefix are folded into one prefix. */
  readonly delimiter?: string | undefined;
  /** Only keys after this one in byte order. */
  readonly startAfter?: string | undefined;
  /** `cursor` of the page before; wins over `startAfter`. */
  readonly cursor?: string | undefined;
  /** 1 to 1000; objects and prefixes count alike. */
  readonly limit: number;
}

/** One page of a listing, in byte order of the keys. */
export interface ObjectPage {
  readonly objects: readonly ObjectHead[];
  readonly prefixes: readonly string[];
  /** Present when there is more. */
  readonly cursor?: string | undefined;
}

/**
 * The objects of one bucket. Reads see earlier writes. A write happens whole or not at all: when its stream fails
 * nothing is stored and the promise rejects. Throws only for trouble inside the store: what may be over soon is
 * `ServiceUnavailable`, and no call is ever without an end.
 */
export interface ObjectStore {
  head(key: string, options?: HeadOptions): Promise<ObjectHead | undefined>;
  /** Undefined when there is no such object, or none with the asked ETag. */
  get(key: string, options?: GetOptions): Promise<ObjectBody | undefined>;
  /** The written object's head; undefined when a condition did not hold. */
  put(key: string, source: ObjectSource, options: PutOptions): Promise<ObjectHead | undefined>;
  /** At most 1000 keys; missing ones are no error. */
  delete(keys: readonly string[]): Promise<void>;
  list(options: ListOptions): Promise<ObjectPage>;
}

/** Bytes to be added to an object. */
export interface AppendSource {
  readonly body:
    Uint8Array | { readonly stream: ReadableStream<Uint8Array>; readonly length: number | undefined };
  /** CRC-64/ECMA of the bytes as an unsigned decimal number; asked for when they have been read. */
  crc64(): string;
  /** Expected MD5 in hexadecimal; `DigestMismatch` otherwise. */
  readonly md5?: string | undefined;
}

export interface AppendOptions {
  /** Where the bytes shall begin: the length of the object, or 0 where nothing is. */
  readonly position: number;
  /** Of the object, when it begins with these bytes. */
  readonly attributes: ObjectAttributes;
}

/** Why nothing is added to an object: it is none that grows, grows no more, or has another length. */
export type NotAppended =
  | { readonly refused: 'kind' | 'sealed' }
  | { readonly refused: 'position'; readonly length: number; readonly crc64: string };

/** The object as it has grown. */
export type Appended = { readonly head: ObjectHead } | NotAppended;

/** Since when nothing is added to an object. */
export type Sealed = { readonly sealed: Date } | { readonly refused: 'missing' } | NotAppended;

/** Objects that grow, of kind `Appendable`. Every other write of an object ends its growing. */
export interface AppendStore {
  /**
   * Adds bytes whole or not at all. Of two that are added at the same position at the same time one is. Throws as
   * `ObjectStore` does, and `EntityTooLarge`.
   */
  append(key: string, source: AppendSource, options: AppendOptions): Promise<Appended>;
  /** Ends an object's growing for good where it has this length. Who seals it again hears when it was sealed first. */
  seal(key: string, position: number): Promise<Sealed>;
}

/** The bytes written have another MD5 than `PutOptions.md5`. */
export class DigestMismatch extends Error {
  override readonly name = 'DigestMismatch';
}
