/** Styles in KV, one record for each. */
import type { StyleStore } from '../../oss/ports.ts';
import { createKvRecords, type KvRecordsOptions } from './kv-records.ts';
import { styleKey, type StyleRecord, toRecord, toStyle } from './records.ts';

/** The styles of all buckets. */
export function createKvStyles(kv: KVNamespace, options: KvRecordsOptions = {}): StyleStore {
  const records = createKvRecords<StyleRecord>(kv, options);
  return {
    async get(bucket, name) {
      const record = await records.get(styleKey(bucket, name));
      return record && toStyle(record);
    },
    async list(bucket) {
      const found = await records.list(styleKey(bucket, ''));
      return found.map(toStyle).toSorted((a, b) => a.created.getTime() - b.created.getTime());
    },
    put: (bucket, style) => records.put(styleKey(bucket, style.name), toRecord(style)),
    delete: (bucket, name) => records.delete(styleKey(bucket, name)),
  };
}
