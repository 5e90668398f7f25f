/** What is noted of objects beside them. */
import type { ObjectStore } from '../../oss/ports.ts';

/** A store whose objects take along what is noted under their keys when they are deleted. */
export function withNotes(store: ObjectStore, notes: ObjectStore): ObjectStore {
  return {
    ...store,
    async delete(keys) {
      await Promise.all([store.delete(keys), notes.delete(keys)]);
    },
  };
}
