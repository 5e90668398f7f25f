/** What callers write at run time besides objects: styles and a bucket's settings. */

/** A named chain. */
export interface Style {
  readonly name: string;
  readonly content: string;
  readonly category: string;
  readonly created: Date;
  readonly modified: Date;
}

export interface StyleStore {
  get(bucket: string, name: string): Promise<Style | undefined>;
  /** In order of creation. */
  list(bucket: string): Promise<readonly Style[]>;
  put(bucket: string, style: Style): Promise<void>;
  delete(bucket: string, name: string): Promise<void>;
}

/** Settings that callers change at run time, by sub-resource name; each is a flat record of texts. */
export const SETTINGS_NAMES = [
  'processConfiguration',
  'img',
  'acl',
  'cors',
  'referer',
  'lifecycle',
  'website',
  'tagging',
  'encryption',
] as const;
export type SettingsName = (typeof SETTINGS_NAMES)[number];

export interface SettingsStore {
  /**
   * With `current` no memory counts: what is kept now, or a rejection where nobody can tell. For what cannot be taken back;
   * everything else goes on with what was known last.
   */
  get(
    bucket: string,
    name: SettingsName,
    options?: { readonly current?: boolean | undefined },
  ): Promise<Readonly<Record<string, string>> | undefined>;
  put(bucket: string, name: SettingsName, values: Readonly<Record<string, string>>): Promise<void>;
  delete(bucket: string, name: SettingsName): Promise<void>;
}
