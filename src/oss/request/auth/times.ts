/** When a signature is good (wire reference 3.2 and 3.3). */
import { OssError } from '../../protocol/error/oss-error.ts';
import { readCompactDate, readHttpDate, toIsoDate } from '../../protocol/http/dates.ts';
import type { Claim, ClaimV1, ClaimV2, ClaimV4 } from './claim.ts';

/** How far the caller's clock may be off, in milliseconds. */
export const MAX_SKEW = 900_000;
/** Longest life of a V4 signature in seconds: a week. */
export const MAX_LIFE = 604_800;

/** Throws `RequestTimeTooSkewed` or `AccessDenied` unless the claim's times hold `now`. */
export function checkTime(claim: Claim, now: number): void {
  if (claim.carrier === 'header') checkSkew(readDate(claim.date), now, Math.abs);
  else if (claim.version === 4) checkUrlV4(claim, now);
  else checkExpiry(readExpires(claim), now);
}

function checkUrlV4({ date, expires }: ClaimV4, now: number): void {
  const signed = readDate(date);
  const life = /^\d{1,6}$/.test(expires) ? Number(expires) : 0;
  if (life < 1 || life > MAX_LIFE) {
    throw new OssError('AccessDenied', { message: `x-oss-expires must be from 1 to ${MAX_LIFE} seconds.` });
  }
  checkSkew(signed, now, (ahead) => ahead);
  checkExpiry(signed + life * 1000, now);
}

function readDate(text: string): number {
  const time = readTime(text);
  if (time !== undefined) return time;
  throw new OssError('AccessDenied', {
    message: 'OSS authentication requires a valid Date.',
    ec: '0002-00000503',
  });
}

/** `20250301` of either form of a date; undefined for anything else. */
export function dayOf(text: string): string | undefined {
  const time = readTime(text);
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 10).replaceAll('-', '');
}

function readTime(text: string): number | undefined {
  return readHttpDate(text) ?? readCompactDate(text);
}

/** The end of a V1 or V2 URL in milliseconds. */
function readExpires({ date }: ClaimV1 | ClaimV2): number {
  if (/^\d{1,12}$/.test(date)) return Number(date) * 1000;
  const ec = date === '' ? '0002-00000067' : '0002-00000068';
  throw new OssError('AccessDenied', { message: 'Expires must be seconds since 1970.', ec });
}

/** `measure` says which differences count: a URL may be old, a header may not. */
function checkSkew(time: number, now: number, measure: (ahead: number) => number): void {
  if (measure(time - now) <= MAX_SKEW) return;
  throw new OssError('RequestTimeTooSkewed', {
    ec: '0002-00000504',
    elements: {
      MaxAllowedSkewMilliseconds: `${MAX_SKEW}`,
      RequestTime: toIsoDate(new Date(time)),
      ServerTime: toIsoDate(new Date(now)),
    },
  });
}

function checkExpiry(end: number, now: number): void {
  if (now <= end) return;
  throw new OssError('AccessDenied', {
    message: 'Request has expired.',
    ec: '0002-00000069',
    elements: { Expires: toIsoDate(new Date(end)), ServerTime: toIsoDate(new Date(now)) },
  });
}
