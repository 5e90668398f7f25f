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
      return [`quality,Q_${qualityOf(word, value)}`];
    case 'rq':
    case 'rquality':
      return [`quality,q_${qualityOf(word, value)}`];
    default:
      return undefined;
  }
}

/** `85!` asks for no less than 85, which is what is written anyway. */
function qualityOf(word: string, value: string): string {
  const [, number] = /^(\d{1,3})!?$/.exec(value) ?? [];
  if (number === undefined) throw invalid(word, value);
  return number;
}
