/** What every part of the page needs: the language, who asks, and a way to announce what happened. */
import { createContext, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from '../../core/spec/sentence.ts';
import type { Client } from '../service.ts';
import { WORDS, type Word } from '../words.ts';

/** Shared by the whole page. */
export interface Shared {
  readonly language: Language;
  readonly client: Client;
  /** Says something where screen readers hear it. */
  announce(text: string): void;
}

const Context = createContext<Shared | undefined>(undefined);

/** Gives the parts inside what they share. */
export const SharedProvider = Context.Provider;

/** What the page shares. */
export function useShared(): Shared {
  const shared = useContext(Context);
  if (!shared) throw new Error('outside the page');
  return shared;
}

/** The page's words in the reader's language. */
export function useWords(): (word: Word) => string {
  const { language } = useShared();
  return (word) => WORDS[word][language];
}

/** A text whose backticks become code. */
export function Marked({ text }: { readonly text: string }): ComponentChildren {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
