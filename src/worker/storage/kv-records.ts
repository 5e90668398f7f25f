/**
 * Small JSON records in KV. KV is eventually consistent: a write is seen elsewhere after up to a minute. The isolate
 * that wrote sees it at once, in listings as well, and remembers what it read for a few seconds.
 */
import { createRecent } from './recent.ts';
import { unlessThrottled } from './throttle.ts';

/** Records of one kind, by KV key. */
export interface KvRecords<R> {
  get(key: string): Promise<R | undefined>;
  /** All records whose key begins with `prefix`. */
  list(prefix: string): Promise<R[]>;
  put(key: string, record: R): Promise<void>;
  delete(key: string): Promise<void>;
}

const REMEMBERED = 1000;
/** Seconds that a value read is used again. */
const READ_SECONDS = 10;
/** Seconds that a write of ours outweighs what KV says: its own delay. */
const WRITE_SECONDS = 60;

/** Records of one kind over a namespace; `now` in milliseconds since 1970. Throws `ServiceUnavailable` for writes that come too fast. */
export function createKvRecords<R>(kv: KVNamespace, now?: () => number): KvRecords<R> {
  const read = createRecent<R | undefined>(REMEMBERED, now);
  const written = createRecent<R | undefined>(REMEMBERED, now);

  async function get(key: string): Promise<R | undefined> {
    const known = written.get(key) ?? read.get(key);
    if (known) return known.value;
    const record = (await kv.get<R>(key, 'json')) ?? undefined;
    read.set(key, record, READ_SECONDS);
    return record;
  }

  function remember(key: string, record: R | undefined): void {
    written.set(key, record, WRITE_SECONDS);
    read.delete(key);
  }

  return {
    get,
    async list(prefix) {
      const { keys } = await kv.list({ prefix });
      const ours = written.entries().filter(([key]) => key.startsWith(prefix));
      const names = new Set([...keys.map(({ name }) => name), ...ours.map(([key]) => key)]);
      const records = await Promise.all([...names].map(get));
      return records.filter((record) => record !== undefined);
    },
    async put(key, record) {
      await unlessThrottled(kv.put(key, JSON.stringify(record)));
      remember(key, record);
    },
    async delete(key) {
      await unlessThrottled(kv.delete(key));
      remember(key, undefined);
    },
  };
}
