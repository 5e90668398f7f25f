/** The three ways this API writes a time. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Sat, 01 Mar 2025 12:00:00 GMT` (RFC 9110 section 5.6.7). */
export function toHttpDate(date: Date): string {
  return date.toUTCString();
}

/** `2025-03-01T12:00:00.000Z`: whole seconds, and yet three fraction digits, without which two SDKs read nothing. */
export function toIsoDate(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, '.000Z');
}

/** Milliseconds of an HTTP date in the preferred form; undefined for anything else. */
export function readHttpDate(text: string): number | undefined {
  const parts = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/.exec(
    text.trim(),
  );
  if (!parts) return undefined;
  const [, day, month = '', year, hour, minute, second] = parts;
  if (!MONTHS.includes(month)) return undefined;
  const numbers = [year, day, hour, minute, second].map(Number) as [number, number, number, number, number];
  return Date.UTC(numbers[0], MONTHS.indexOf(month), numbers[1], numbers[2], numbers[3], numbers[4]);
}

/** Milliseconds of `20250301T120000Z`; undefined for anything else. */
export function readCompactDate(text: string): number | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (!parts) return undefined;
  const time = Date.parse(`${parts.slice(1, 4).join('-')}T${parts.slice(4).join(':')}Z`);
  return Number.isNaN(time) ? undefined : time;
}
