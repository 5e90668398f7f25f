/** Names of uploads: 32 hexadecimal digits, of which the first twelve are the time they began. */
import { toHex } from '../../protocol/text/base64.ts';

/** How long an upload may take in milliseconds: a week. After that its parts are dropped. */
export const MAX_UPLOAD_AGE = 604_800_000;

const TIME_DIGITS = 12;

/** A name that nobody can guess. Names sort by the time of their making. */
export function newUploadId(now: number): string {
  const time = now.toString(16).padStart(TIME_DIGITS, '0');
  return (time + toHex(crypto.getRandomValues(new Uint8Array(10)))).toUpperCase();
}

/** Whether a text can be such a name. */
export function isUploadId(text: string): boolean {
  return /^[0-9A-F]{32}$/.test(text);
}

/** When the upload began, in milliseconds since 1970. */
export function startOf(uploadId: string): number {
  return Number.parseInt(uploadId.slice(0, TIME_DIGITS), 16);
}

/** Whether an upload has run out of time. */
export function isOver(uploadId: string, now: number): boolean {
  return now - startOf(uploadId) > MAX_UPLOAD_AGE;
}
