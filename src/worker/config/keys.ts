/** The secret `ACCESS_KEYS`: who may sign requests, and for what. */
import type { AccessKey, Permission } from '../../oss/ports.ts';
import { entries, fields, hidden, instant, list, optional, text, word } from './setting.ts';
import type { Setting } from './setting.ts';

const PERMISSIONS: readonly Permission[] = ['read', 'write', 'styles'];
const FIELDS = ['secret', 'permissions', 'buckets', 'token', 'expires'] as const;

/** Reads the keys by their id. Throws ConfigError, which never repeats a value. */
export function readKeys(setting: Setting): ReadonlyMap<string, AccessKey> {
  const keys = entries(hidden(setting)).map(([id, inner]) => readKey(id, inner));
  return new Map(keys.map((key) => [key.id, key]));
}

function readKey(id: string, setting: Setting): AccessKey {
  const given = fields(setting, FIELDS);
  return {
    id,
    secret: text(given.secret),
    token: optional(given.token, text, undefined),
    expires: optional(given.expires, instant, undefined),
    permissions: optional(given.permissions, list(word(...PERMISSIONS)), PERMISSIONS),
    buckets: optional(given.buckets, list(text), undefined),
  };
}
