/** What is asked of a target, and what it answers. */
import type { Asking } from './case.ts';

/** One question. */
export interface Question {
  /** The picture's name in the suite. */
  readonly picture: string;
  /** The chain with its placeholders filled; empty for the original itself. */
  readonly chain: string;
  readonly ask?: Asking | undefined;
}

/** An answer, whole. */
export interface Answer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Whoever is asked. */
export interface Target {
  /** What pictures' keys begin with, for the marks that chains name. */
  readonly prefix: string;
  /** Whether it speaks HTTP: whoever does not is not asked about headers. */
  readonly http: boolean;
  ask(question: Question): Promise<Answer>;
}
