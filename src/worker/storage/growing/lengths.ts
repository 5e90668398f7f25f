/** Bodies of objects that grow are put together here, and callers should hear their length like that of any other. */
import type { ObjectStore } from '../../../oss/ports.ts';
import { ofLength } from '../of-length.ts';

/**
 * The runtime tells callers a length only of streams that it knows it of. It does not pipe one such stream into another, so
 * what is written somewhere else stays as it is.
 */
export function withLengths(store: ObjectStore): ObjectStore {
  return {
    ...store,
    async get(key, options) {
      const object = await store.get(key, options);
      if (object?.attributes.kind !== 'Appendable' || !options?.forCaller) return object;
      return { ...object, body: ofLength(object.body, options?.range?.length ?? object.size) };
    },
  };
}
