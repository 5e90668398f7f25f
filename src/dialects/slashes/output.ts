/** Words about how the result is written; both processings have them. */
import { invalid } from '../../core/spec/error.ts';

/** The actions of a word; undefined for a word that is not about this. Throws for a value that cannot be. */
export function outputAction(word: string, value: string): string[] | undefined {
  switch (word) {
    case 'strip':
      // Results carry nothing but profile and orientation.
      return [];
    case 'ignore-error':
      return value === '1' ? ['ignore-error,1'] : [];
    case 'format':
      return value === 'src' ? [] : [`format,${value === 'heif' ? 'heic' : value}`];
    case 'interlace':
      return [`interlace,${value}`];
    case 'q':
    case 'quality':
      return [qualityAction(word, value)];
    case 'rq':
    case 'rquality':
      return [`quality,q_${qualityOf(word, value)}`];
    case 'lq':
    case 'lquality':
      return [`level,m_least,v_${qualityOf(word, value)}`];
    case 'size-limit':
      return [`bytes,${bytesOf(word, value)}`];
    default:
      return undefined;
  }
}

/** `85` is capped by the quality of the original, `85!` is not. */
function qualityAction(word: string, value: string): string {
  const isForced = value.endsWith('!');
  const quality = qualityOf(word, isForced ? value.slice(0, -1) : value);
  return isForced ? `level,m_exact,v_${quality}` : `quality,Q_${quality}`;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 * 1024 };
/** More than any result has. */
const MOST_BYTES = 999_999_999;

/** Stands for the size of the original. */
const OWN_SIZE = '$(fsize)';

/** `15k`, `2m`, `20000`, `$(fsize)`, and perhaps a `!`. */
function bytesOf(word: string, value: string): number | 'source' {
  if (value.replace(/!$/, '') === OWN_SIZE) return 'source';
  const [, amount, unit = ''] = /^(\d{1,9})([km]?)!?$/i.exec(value) ?? [];
  if (amount === undefined) throw invalid(word, value);
  return Math.min(MOST_BYTES, Number(amount) * UNITS[unit.toLowerCase()]!);
}

/** Whether a size that is limited is limited by the original's as well: then `!` stands behind it. */
export function limitsToOriginal(words: readonly string[]): boolean {
  return words.some((word, at) => word === 'size-limit' && words[at + 1]?.endsWith('!'));
}

function qualityOf(word: string, value: string): string {
  if (!/^\d{1,3}$/.test(value)) throw invalid(word, value);
  // Theirs begins at 0.
  return `${Math.max(1, Number(value))}`;
}
