/** Settings that callers change at run time, in KV: one record for each sub-resource, `setting:BUCKET:NAME`. */
import type { SettingsName, SettingsStore } from '../../oss/ports.ts';
import { createKvRecords } from './kv-records.ts';

/** The settings of all buckets. */
export function createKvSettings(kv: KVNamespace, now?: () => number): SettingsStore {
  const records = createKvRecords<Readonly<Record<string, string>>>(kv, now);
  return {
    get: (bucket, name) => records.get(settingKey(bucket, name)),
    put: (bucket, name, values) => records.put(settingKey(bucket, name), values),
    delete: (bucket, name) => records.delete(settingKey(bucket, name)),
  };
}

function settingKey(bucket: string, name: SettingsName): string {
  return `setting:${bucket}:${name}`;
}
