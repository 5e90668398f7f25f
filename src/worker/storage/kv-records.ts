/**
 * Small JSON records in KV. KV is eventually consistent: a write is seen elsewhere after up to a minute. The isolate
 * that wrote sees it at once, in listings as well, and remembers what it read for a few seconds. When KV fails, what was
 * known last holds on; an isolate that knows nothing yet asks the spare copy.
 */
import { inTime, untilTaken } from './patience.ts';
import { createRecent } from './recent.ts';

/** Records of one kind, by KV key. */
export interface KvRecords<R> {
  get(key: string): Promise<R | undefined>;
  /** As KV says now. Throws what KV threw. */
  current(key: string): Promise<R | undefined>;
  /** All records whose key begins with `prefix`. */
  list(prefix: string): Promise<R[]>;
  put(key: string, record: R): Promise<void>;
  delete(key: string): Promise<void>;
}

/** A copy of every record outside KV, written with it and read when KV fails. */
export interface Spare {
  /** The record's JSON; undefined when there is none. */
  read(key: string): Promise<string | undefined>;
  write(key: string, json: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/** What records are kept with. */
export interface KvRecordsOptions {
  readonly spare?: Spare | undefined;
  /** Whether a record that the spare copy has not counts as absent when KV fails; otherwise nobody knows. */
  readonly mayBeAbsent?: boolean | undefined;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}

const REMEMBERED = 1000;
/** Seconds that a value read is used again. */
const READ_SECONDS = 10;
/** Seconds that a write of ours outweighs what KV says: its own delay. More than those of what was read before. */
const WRITE_SECONDS = 60;
/** Seconds that a value read still counts when KV fails: a day. */
const LAST_SECONDS = 86_400;
/** Milliseconds that KV has for an answer: originals wait for it. */
const KV_DEADLINE = 3000;

/** Records of one kind over a namespace. Throws what KV threw when it fails and nobody else knows. */
export function createKvRecords<R>(
  kv: KVNamespace,
  { spare, mayBeAbsent = false, now }: KvRecordsOptions = {},
): KvRecords<R> {
  const read = createRecent<R | undefined>(REMEMBERED, now);
  const last = createRecent<R | undefined>(REMEMBERED, now);
  const written = createRecent<R | undefined>(REMEMBERED, now);

  async function get(key: string): Promise<R | undefined> {
    const known = written.get(key) ?? read.get(key);
    if (known) return known.value;
    const record = await fresh(key);
    read.set(key, record, READ_SECONDS);
    return record;
  }

  async function current(key: string): Promise<R | undefined> {
    const record = (await inTime(kv.get<R>(key, 'json'), KV_DEADLINE)) ?? undefined;
    last.set(key, record, LAST_SECONDS);
    return record;
  }

  async function fresh(key: string): Promise<R | undefined> {
    try {
      return await current(key);
    } catch (error) {
      console.warn('KV failed, the last known record counts:', error);
      return lastKnown(key, error);
    }
  }

  async function lastKnown(key: string, failure: unknown): Promise<R | undefined> {
    const known = last.get(key);
    if (known) return known.value;
    const json = await spare?.read(key);
    if (json !== undefined) return JSON.parse(json) as R;
    if (mayBeAbsent) return undefined;
    throw failure;
  }

  function remember(key: string, record: R | undefined): void {
    written.set(key, record, WRITE_SECONDS);
    last.set(key, record, LAST_SECONDS);
  }

  return {
    get,
    current,
    async list(prefix) {
      const { keys } = await inTime(kv.list({ prefix }));
      const ours = written.entries().filter(([key]) => key.startsWith(prefix));
      const names = new Set([...keys.map(({ name }) => name), ...ours.map(([key]) => key)]);
      const records = await Promise.all([...names].map(get));
      return records.filter((record) => record !== undefined);
    },
    async put(key, record) {
      const json = JSON.stringify(record);
      await untilTaken(() => inTime(kv.put(key, json)));
      await spare?.write(key, json);
      remember(key, record);
    },
    async delete(key) {
      await untilTaken(() => inTime(kv.delete(key)));
      await spare?.remove(key);
      remember(key, undefined);
    },
  };
}
