/** Sentences for people, in every language that the pages and the viewer speak. */

/** The languages, by BCP 47 tag. */
export const LANGUAGES = ['en', 'zh'] as const;
/** One of the languages. */
export type Language = (typeof LANGUAGES)[number];

/** The same sentence in every language; words of the URL stand in backticks. */
export type Sentence = Readonly<Record<Language, string>>;

/** A sentence in English and Simplified Chinese. */
export function say(en: string, zh: string): Sentence {
  return { en, zh };
}

/** What completes a sentence where some words are accepted and no others. */
export function oneOf(words: readonly string[]): Sentence {
  return say(`one of ${words.join(', ')}`, `${words.join('、')} 之一`);
}

/** The language of a reader who wants these tags, most wanted first; English for who wants neither. */
export function languageOf(wanted: readonly string[]): Language {
  const known = wanted.map((tag) => tag.split('-', 1)[0]!.toLowerCase());
  return known.find((tag): tag is Language => LANGUAGES.some((language) => language === tag)) ?? 'en';
}
