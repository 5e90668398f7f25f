/** Readers of single settings. Each complains by the setting's own name and by what it expected instead. */

/** The configuration is wrong: the operator's to mend, not the caller's. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** A value and where it stands. */
export interface Setting {
  /** `BUCKETS.photos.acl`. */
  readonly name: string;
  /** Undefined when nothing is set. */
  readonly value: unknown;
  /** True when the value must not appear in logs. */
  readonly secret?: boolean | undefined;
}

/** The same, not to be shown: a secret, or what may hold one where nobody can read it. */
export function hidden(setting: Setting): Setting {
  return { ...setting, secret: true };
}

/** The setting with what was expected of it, as an error to throw. */
export function unacceptable({ name, value, secret }: Setting, expected: string): ConfigError {
  const got =
    value === undefined ? 'is not set' : secret ? 'is something else' : `is ${JSON.stringify(value)}`;
  return new ConfigError(`${name} ${got}: expected ${expected}`);
}

/** What `read` makes of a setting, or `fallback` when it is left out. */
export function optional<T, F>(setting: Setting, read: (setting: Setting) => T, fallback: F): T | F {
  return setting.value === undefined ? fallback : read(setting);
}

/** A text that is not empty. */
export function text(setting: Setting): string {
  if (typeof setting.value !== 'string' || setting.value === '') throw unacceptable(setting, 'a text');
  return setting.value;
}

/** A whole number; variables given on a command line come as text. */
export function integer(min: number, max: number): (setting: Setting) => number {
  return (setting) => {
    const { value } = setting;
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number) || number < min || number > max) {
      throw unacceptable(setting, `a whole number from ${min} to ${max}`);
    }
    return number;
  };
}

/** `true` or `false`, as a value or as a word. */
export function flag(setting: Setting): boolean {
  if (setting.value === true || setting.value === 'true') return true;
  if (setting.value === false || setting.value === 'false') return false;
  throw unacceptable(setting, 'true or false');
}

/** One of some words. */
export function word<const W extends string>(...words: readonly W[]): (setting: Setting) => W {
  return (setting) => {
    const found = words.find((candidate) => candidate === setting.value);
    if (found === undefined) throw unacceptable(setting, `one of ${words.join(', ')}`);
    return found;
  };
}

/** An instant as ISO 8601 writes it. */
export function instant(setting: Setting): Date {
  const date = new Date(text(setting));
  if (Number.isNaN(date.getTime())) throw unacceptable(setting, 'a date such as 2025-03-01T12:00:00Z');
  return date;
}

/** A list, each item read alike. */
export function list<T>(read: (setting: Setting) => T): (setting: Setting) => T[] {
  return (setting) => {
    const value = parsed(setting);
    if (!Array.isArray(value)) throw unacceptable(setting, 'a list');
    return value.map((item: unknown, index) =>
      read({ ...setting, name: `${setting.name}[${index}]`, value: item }),
    );
  };
}

/** The entries of a table, by name. */
export function entries(setting: Setting): [key: string, setting: Setting][] {
  const value = parsed(setting);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unacceptable(setting, 'a table');
  return Object.entries(value).map(([key, inner]) => [
    key,
    { ...setting, name: `${setting.name}.${key}`, value: inner as unknown },
  ]);
}

/** A table of known fields; a misspelt one is refused, one that is left out has the value undefined. */
export function fields<const N extends string>(setting: Setting, names: readonly N[]): Record<N, Setting> {
  const given = new Map(entries(setting));
  for (const [key, inner] of given) {
    if (!names.some((name) => name === key))
      throw unacceptable(hidden(inner), `one of the fields ${names.join(', ')}`);
  }
  const all = names.map((name) => [
    name,
    given.get(name) ?? { ...setting, name: `${setting.name}.${name}`, value: undefined },
  ]);
  return Object.fromEntries(all) as Record<N, Setting>;
}

/** Tables and lists may be written as JSON text: secrets and command lines know nothing else. */
function parsed(setting: Setting): unknown {
  if (typeof setting.value !== 'string') return setting.value;
  try {
    return JSON.parse(setting.value) as unknown;
  } catch {
    throw unacceptable(hidden(setting), 'JSON');
  }
}
