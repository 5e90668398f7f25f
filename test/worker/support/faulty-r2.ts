/** An R2 bucket that misbehaves: every call of it passes a gate that may wait, fail, or never open. */

/** One call of R2, in the order of their making. */
export interface R2Call {
  readonly index: number;
  /** `put`, `uploadPart`, … */
  readonly name: string;
  readonly key: string;
}

/** What the gate does with a call. `run` makes it. */
export type Gate = (call: R2Call, run: () => Promise<unknown>) => Promise<unknown>;

/** The bucket behind the gate, and what was called. */
export interface FaultyR2 {
  readonly bucket: R2Bucket;
  readonly calls: R2Call[];
}

const CALLS = ['head', 'get', 'put', 'delete', 'list', 'createMultipartUpload'];
const UPLOAD_CALLS = ['uploadPart', 'complete', 'abort'];

/** Puts a bucket behind a gate. */
export function faultyR2(real: R2Bucket, gate: Gate): FaultyR2 {
  const calls: R2Call[] = [];
  const pass = (name: string, key: string, run: () => Promise<unknown>) => {
    const call = { index: calls.length, name, key };
    calls.push(call);
    return gate(call, run);
  };
  const wrap = <T extends object>(
    target: T,
    names: readonly string[],
    keyOf: (args: unknown[]) => string,
  ): T =>
    new Proxy(target, {
      get(_, name: string) {
        const method = (target as Record<string, unknown>)[name];
        if (typeof method !== 'function') return method;
        const bound = (method as (...args: unknown[]) => Promise<unknown>).bind(target);
        if (!names.includes(name)) return bound;
        return async (...args: unknown[]) => {
          const result = await pass(name, keyOf(args), () => bound(...args));
          if (name !== 'createMultipartUpload') return result;
          const upload = result as R2MultipartUpload;
          return wrap(upload, UPLOAD_CALLS, () => upload.key);
        };
      },
    });
  const keyOf = ([first]: unknown[]) => (typeof first === 'string' ? first : JSON.stringify(first));
  return { bucket: wrap(real, CALLS, keyOf), calls };
}

/** A promise that nothing settles. */
export const never = new Promise<never>(() => undefined);
