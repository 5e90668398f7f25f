/** What is noted of objects beside them. */
import type { ObjectStore } from '../../oss/ports.ts';

/**
 * A store whose objects take along what is noted under their keys when they are deleted. The notes go first: an object without
 * its note is whole, and a note without its object, which a write at the same time can leave, waits for a sweep.
 */
export function withNotes(store: ObjectStore, notes: ObjectStore): ObjectStore {
  return {
    ...store,
    async delete(keys) {
      await notes.delete(keys);
      await store.delete(keys);
    },
  };
}
