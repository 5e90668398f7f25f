/** What a case of the suite is: a picture, a chain, and what the documented rules say of the answer. */

/** A pixel of the result: place, channels (`null`: any), and how far each may be off. */
export type Probe = readonly [
  x: number,
  y: number,
  red: number | null,
  green: number | null,
  blue: number | null,
  alpha: number | null,
  tolerance: number,
];

/** What the answer must be; what is left out may be anything. */
export interface Expected {
  readonly status: number;
  /** Media type, without parameters. */
  readonly type?: string | undefined;
  /** Of an error's XML. */
  readonly code?: string | undefined;
  readonly ec?: string | undefined;
  readonly message?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly frames?: number | undefined;
  readonly probes?: readonly Probe[] | undefined;
  /** Whether a JPEG appears blurred first and then sharpens. */
  readonly progressive?: boolean | undefined;
  /** Quality that a JPEG's luminance table stands for. */
  readonly quality?: number | undefined;
  /** Members that a JSON answer must have among others. */
  readonly json?: Readonly<Record<string, unknown>> | undefined;
  /** Headers by name in lower case; `null` for one that must not be there, `*` for any value. */
  readonly headers?: Readonly<Record<string, string | null>> | undefined;
  /** A chain whose answer must be the same to the byte; empty for the original itself. */
  readonly same?: string | undefined;
  /** Whether the body must be empty. */
  readonly empty?: boolean | undefined;
}

/** How sure the expectation is. */
export type Evidence =
  /** The vendor's documentation says so. */
  | 'documented'
  /** Seen in the live service's answers, or asserted by an official SDK's tests. */
  | 'recorded'
  /** Follows from a documented rule. */
  | 'derived'
  /** The documentation leaves it open; this is what was chosen here, and why. */
  | 'chosen';

/** One case. */
export interface Case {
  readonly id: string;
  /** A file of `conformance/pictures`, or a name that is none. */
  readonly picture: string;
  /** `{object:NAME}` stands for the base64url of a picture's key, `{object:NAME?CHAIN}` with a chain behind it. */
  readonly chain: string;
  /** Ways to ask that are not a plain GET. */
  readonly ask?: Asking | undefined;
  readonly expect: Expected;
  readonly evidence: Evidence;
  readonly why: string;
}

/** How a case is asked for. */
export interface Asking {
  readonly method?: 'GET' | 'HEAD' | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Repeats the request with the ETag of its first answer as `If-None-Match`. */
  readonly again?: boolean | undefined;
}

/** A case as a rule gives it: its number comes with its place. */
export type Draft = Omit<Case, 'id'>;

/** A file of the suite. */
export interface Section {
  readonly section: string;
  readonly about: string;
  readonly cases: readonly Case[];
}

/** Numbers drafts; numbers are stable as long as nothing is put in between. */
export function numbered(section: string, about: string, drafts: readonly Draft[]): Section {
  const cases = drafts.map((draft, index) => ({
    id: `${section}-${`${index + 1}`.padStart(4, '0')}`,
    ...draft,
  }));
  return { section, about, cases };
}

/** One case a line: differences between two editions read well. */
export function toJson({ section, about, cases }: Section): string {
  const lines = cases.map((one) => JSON.stringify(one));
  return `{"section":${JSON.stringify(section)},\n"about":${JSON.stringify(about)},\n"cases":[\n${lines.join(',\n')}\n]}\n`;
}
