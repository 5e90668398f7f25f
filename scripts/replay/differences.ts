/** What differs between two answers, in words. */
import type { Answered, Seen } from './ask.ts';
import { ALIKE } from './look.ts';

/** What was answered, and what was expected of it. */
export interface Answers {
  /** Undefined where only the new one is asked. */
  readonly old: Answered | undefined;
  readonly new: Answered;
  /** Of both pictures; undefined where there are not two of one size. */
  readonly likeness: number | undefined;
  /** The status in the log, always below 400; undefined where the log does not tell. */
  readonly logged: number | undefined;
  /** Whether an object itself was asked for. */
  readonly isOriginal: boolean;
}

/** None when all is well. Two that fail alike are no proof of anything: see `bothFailed`. */
export function differencesOf(answers: Answers): string[] {
  const { old, new: fresh, logged, isOriginal } = answers;
  if (!old) {
    if (fresh.seen.status !== 200) return fresh.seen.status === logged ? [] : [answerOf(fresh.seen)];
    // An original may have been broken before it was stored, and only the other service could tell.
    return isTorn(fresh) && !isOriginal ? ['cannot be read'] : [];
  }
  if (old.seen.status !== fresh.seen.status) return [`${answerOf(old.seen)} became ${answerOf(fresh.seen)}`];
  if (old.seen.status !== 200) return bothFailed(old.seen, fresh.seen, logged);
  const type = old.seen.type === fresh.seen.type ? [] : [`${old.seen.type} became ${fresh.seen.type}`];
  if (Buffer.compare(old.body, fresh.body) === 0) return type;
  return [...type, ...bodyDifferences(old, fresh, answers.likeness)];
}

/**
 * Both answered with one status that is not 200. That is as it should be only where the log has the same status, or where it
 * tells none and both refuse the request for the same reason; being let in nowhere is no such reason.
 */
function bothFailed(old: Seen, fresh: Seen, logged: number | undefined): string[] {
  if (old.code !== fresh.code) return [`${answerOf(old)} became ${answerOf(fresh)}`];
  const { status } = fresh;
  if (status === logged) return [];
  const refused = status >= 400 && status < 500 && !UNTOLD.includes(status);
  return refused && logged === undefined ? [] : [`both: ${answerOf(fresh)}`];
}

/** Refusals that tell nothing of the request: no right, no time, too many. */
export const UNTOLD: readonly number[] = [401, 403, 408, 429];

/** What chains make; of other types nobody here can tell whether they are whole. */
const MADE = ['jpeg', 'png', 'webp', 'bmp', 'gif', 'tiff', 'avif'].map((format) => `image/${format}`);

/** What is called a picture and cannot be decoded to its end. */
function isTorn({ seen, look }: Answered): boolean {
  return MADE.includes(seen.type) && look === undefined;
}

function bodyDifferences(old: Answered, fresh: Answered, alike: number | undefined): string[] {
  if (isTorn(old) && isTorn(fresh)) return ['both cannot be read, and their bytes differ'];
  if (isTorn(fresh)) return ['cannot be read'];
  if (isTorn(old)) return ['could not be read, and can'];
  if (old.look && fresh.look) return pictureDifferences(old.seen, fresh.seen, alike);
  const reports = [old, fresh].map(({ seen, body }) => reportOf(seen, body));
  if (reports[0] && reports[1]) return memberDifferences(reports[0], reports[1]);
  return [`other bytes: ${old.body.length} became ${fresh.body.length}`];
}

function pictureDifferences(old: Seen, fresh: Seen, alike: number | undefined): string[] {
  const size = (seen: Seen) => `${seen.width} × ${seen.height}`;
  const frames = (seen: Seen) => `${seen.frames} frames`;
  return [
    ...(size(old) === size(fresh) ? [] : [`${size(old)} became ${size(fresh)}`]),
    ...(frames(old) === frames(fresh) ? [] : [`${frames(old)} became ${frames(fresh)}`]),
    ...(alike === undefined || alike >= ALIKE ? [] : [`looks different: similarity ${alike.toFixed(3)}`]),
  ];
}

type Report = Readonly<Record<string, unknown>>;

/** The members of an answer in JSON; undefined for any other. */
function reportOf({ type }: Seen, body: Uint8Array): Report | undefined {
  if (!/^application\/(.+\+)?json$/.test(type)) return undefined;
  try {
    const report = JSON.parse(Buffer.from(body).toString()) as unknown;
    return typeof report === 'object' && report !== null ? { ...report } : undefined;
  } catch {
    return undefined;
  }
}

/** Members by name, in whatever order they are written. */
function memberDifferences(old: Report, fresh: Report): string[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
  const text = (value: unknown) => JSON.stringify(sorted(value)) ?? 'nothing';
  return names
    .filter((name) => text(old[name]) !== text(fresh[name]))
    .map((name) => `${name}: ${text(old[name])} became ${text(fresh[name])}`);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}

/** `404 NoSuchKey`, `no answer (why)`. */
function answerOf({ status, code, error }: Seen): string {
  return status === 0
    ? `no answer (${error})`
    : [status, code].filter((word) => word !== undefined).join(' ');
}
