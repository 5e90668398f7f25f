/** An R2 bucket whose every call has an end: see `patience.ts`. */
import { inTime, inTurn, untilTaken } from './patience.ts';

/** The calls of R2 that a store makes. */
export interface GuardedR2 {
  head(key: string): Promise<R2Object | null>;
  /** Without `body` when a condition did not hold. */
  get(key: string, options: R2GetOptions): Promise<R2ObjectBody | R2Object | null>;
  /** Null when a condition did not hold. `milliseconds` is what the store has for it. */
  put(key: string, body: Bytes, options: R2PutOptions, milliseconds?: number): Promise<R2Object | null>;
  delete(keys: string | string[]): Promise<void>;
  list(options: R2ListOptions): Promise<R2Objects>;
  createMultipartUpload(key: string, options: R2MultipartOptions): Promise<GuardedUpload>;
}

/** What R2 takes as an object or a part. */
export type Bytes = Uint8Array | ReadableStream<Uint8Array>;

/** An upload in R2's own parts. */
export interface GuardedUpload {
  uploadPart(number: number, body: Bytes, milliseconds?: number): Promise<R2UploadedPart>;
  complete(parts: R2UploadedPart[]): Promise<R2Object>;
  abort(): Promise<void>;
}

/** Wraps a binding. Throws `ServiceUnavailable` for what may be over soon. */
export function guardR2(bucket: R2Bucket): GuardedR2 {
  return {
    head: (key) => inTime(bucket.head(key)),
    get: (key, options) => inTime(bucket.get(key, options)),
    put: (key, body, options, milliseconds) => inTurn(bucket.put(key, body, options), milliseconds),
    delete: (keys) => untilTaken(() => inTime(bucket.delete(keys))),
    list: (options) => inTime(bucket.list(options)),
    async createMultipartUpload(key, options) {
      const upload = await untilTaken(() => inTime(bucket.createMultipartUpload(key, options)));
      return guardUpload(upload);
    },
  };
}

function guardUpload(upload: R2MultipartUpload): GuardedUpload {
  return {
    uploadPart: (number, body, milliseconds) => inTurn(upload.uploadPart(number, body), milliseconds),
    complete: (parts) => untilTaken(() => inTurn(upload.complete(parts))),
    abort: () => inTime(upload.abort()),
  };
}
