/**
 * Parameters of an operation: a value type, a sentence, whether it must be there, and the sub-code OSS
 * answers when the value is not acceptable.
 */
import type { Sentence } from './sentence.ts';
import type { ValueType } from './values.ts';

/** One parameter; `T` is the type of its value, `undefined` included when it may be missing. */
export interface Param<T> {
  readonly type: ValueType<NonNullable<T>>;
  /** One sentence for the documentation. */
  readonly doc: Sentence;
  readonly presence: 'optional' | 'required' | 'defaulted';
  readonly fallback: T | undefined;
  /** OSS sub-code for an unacceptable value, where the vendor names one. */
  readonly ec: string | undefined;
}

// A parameter list holds parameters of different types, which only `any` can express without losing them.
/** Parameters by key. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Params = Readonly<Record<string, Param<any>>>;
/** The checked values of a list of parameters. */
export type ValuesOf<P> = { readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never };

/** May be left out; the operation then sees `undefined`. */
export function optional<T>(type: ValueType<T>, doc: Sentence, ec?: string): Param<T | undefined> {
  return { type: type as ValueType<NonNullable<T>>, doc, presence: 'optional', fallback: undefined, ec };
}

/** May be left out; the operation then sees the default. */
export function defaulted<T>(type: ValueType<T>, fallback: NoInfer<T>, doc: Sentence, ec?: string): Param<T> {
  return { type: type as ValueType<NonNullable<T>>, doc, presence: 'defaulted', fallback, ec };
}

/** Must be there. */
export function required<T>(type: ValueType<T>, doc: Sentence, ec?: string): Param<T> {
  return { type: type as ValueType<NonNullable<T>>, doc, presence: 'required', fallback: undefined, ec };
}
