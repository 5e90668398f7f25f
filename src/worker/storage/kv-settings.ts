/** Settings that callers change at run time, in KV: one record for each sub-resource, `setting:BUCKET:NAME`. */
import type { SettingsStore } from '../../oss/ports.ts';
import { createKvRecords, type KvRecordsOptions } from './kv-records.ts';
import { settingKey } from './records.ts';

/** The settings of all buckets. What nobody knows while KV fails is as the operator configured it. */
export function createKvSettings(kv: KVNamespace, options: KvRecordsOptions = {}): SettingsStore {
  const records = createKvRecords<Readonly<Record<string, string>>>(kv, { ...options, mayBeAbsent: true });
  return {
    get: (bucket, name, { current = false } = {}) =>
      current ? records.current(settingKey(bucket, name)) : records.get(settingKey(bucket, name)),
    put: (bucket, name, values) => records.put(settingKey(bucket, name), values),
    delete: (bucket, name) => records.delete(settingKey(bucket, name)),
  };
}
