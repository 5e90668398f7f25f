/**
 * Writes JSON as the vendor lays it out, since clients have been seen to search the text: a space after each colon,
 * a line of its own, four blanks in, for each entry of an object that holds objects, and none for its last brace.
 */
export function writeJson(value: unknown): string {
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${writeJson(inner)}`);
  if (!Object.values(value).some(isObject)) return `{${entries.join(', ')}}`;
  return `{\n    ${entries.join(',\n    ')}}`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
