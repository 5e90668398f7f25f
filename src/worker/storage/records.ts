/** How styles and settings lie in KV: as JSON under keys of their own. JSON knows no dates. */
import type { SettingsName, Style } from '../../oss/ports.ts';

/** A style with its dates as ISO 8601 texts. */
export type StyleRecord = Omit<Style, 'created' | 'modified'> & {
  readonly created: string;
  readonly modified: string;
};

/** Where a style is kept; an empty name gives what all of a bucket's styles begin with. */
export function styleKey(bucket: string, name: string): string {
  return `style:${bucket}:${name}`;
}

/** A style as it is written. */
export function toRecord(style: Style): StyleRecord {
  return { ...style, created: style.created.toISOString(), modified: style.modified.toISOString() };
}

/** The inverse of `toRecord`. */
export function toStyle(record: StyleRecord): Style {
  return { ...record, created: new Date(record.created), modified: new Date(record.modified) };
}

/** Where a setting is kept. */
export function settingKey(bucket: string, name: SettingsName): string {
  return `setting:${bucket}:${name}`;
}
