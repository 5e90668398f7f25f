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
