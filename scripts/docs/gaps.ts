/** What a declaration lacks before it can be documented. */
import type { OperationDescription } from '../../src/core/ops/describe.ts';
import { LANGUAGES, type Language, say, type Sentence } from '../../src/core/spec/sentence.ts';

/** One sentence for each gap; none for operations that are fit to be documented. */
export function gapsOf(operations: readonly OperationDescription[]): string[] {
  return operations.flatMap(({ name, summary, params, examples, notes }) => [
    ...missing(summary, `${name}: its summary`),
    ...params.flatMap(({ key, doc, expects }) => [
      ...missing(doc, `${name}: what is said of ${key}`),
      ...missing(asSentence(expects), `${name}: what ${key} accepts`),
    ]),
    ...notes.flatMap((note, index) => missing(note, `${name}: note ${index + 1}`)),
    ...(examples.some((example) => example.split('/').some((action) => isOf(name, action)))
      ? []
      : [`${name}: no example uses it`]),
  ]);
}

const ENDS: Readonly<Record<Language, RegExp>> = {
  en: /^[^\s].*\.$/s,
  zh: /^(?=.*\p{Script=Han})[^\s].*。$/su,
};

function missing(text: Sentence, subject: string): string[] {
  return LANGUAGES.filter((language) => !ENDS[language].test(text[language])).map(
    (language) => `${subject} is no sentence (${language})`,
  );
}

/** What completes a sentence, completed. */
function asSentence({ en, zh }: Sentence): Sentence {
  return say(en === '' ? '' : `${en}.`, zh === '' ? '' : `${zh}。`);
}

function isOf(name: string, action: string): boolean {
  return action === name || action.startsWith(`${name},`);
}
