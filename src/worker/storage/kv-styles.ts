/** Styles in KV: one record for each, under `style:BUCKET:NAME`. */
import type { Style, StyleStore } from '../../oss/ports.ts';
import { createKvRecords } from './kv-records.ts';

/** A style as KV keeps it: JSON knows no dates. */
type StyleRecord = Omit<Style, 'created' | 'modified'> & {
  readonly created: string;
  readonly modified: string;
};

export function createKvStyles(kv: KVNamespace, now?: () => number): StyleStore {
  const records = createKvRecords<StyleRecord>(kv, now);
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

/** Where a style is kept; `scripts/dev.ts` seeds the local namespace by it. */
export function styleKey(bucket: string, name: string): string {
  return `style:${bucket}:${name}`;
}

/** A style as it is kept. */
export function toRecord(style: Style): StyleRecord {
  return { ...style, created: style.created.toISOString(), modified: style.modified.toISOString() };
}

function toStyle(record: StyleRecord): Style {
  return { ...record, created: new Date(record.created), modified: new Date(record.modified) };
}
