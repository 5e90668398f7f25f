/**
 * Every declaration as plain data: what the documentation, the viewer's forms, the boundary tests and the URL builder
 * read. Nothing in it can be called, so it can be sent as JSON.
 */
import type { Operation } from '../spec/operation.ts';
import type { Param } from '../spec/params.ts';
import type { Sentence } from '../spec/sentence.ts';
import type { Step } from '../spec/step.ts';
import type { Control } from '../spec/values.ts';

/** One parameter. */
export interface ParamDescription {
  /** The URL's key; `value` for an operation that takes one bare value. */
  readonly key: string;
  /** True when the value may stand without its key. */
  readonly bare: boolean;
  readonly doc: Sentence;
  /** Completes the sentence "w must be …". */
  readonly expects: Sentence;
  readonly control: Control;
  readonly presence: Param<unknown>['presence'];
  /** The default as the URL spells it; undefined when there is none. */
  readonly fallback: string | undefined;
  /** OSS sub-code of an unacceptable value. */
  readonly ec: string | undefined;
}

/** One operation. */
export interface OperationDescription {
  readonly name: string;
  readonly kind: Step['kind'];
  readonly summary: Sentence;
  readonly params: readonly ParamDescription[];
  /** True when values are read without keys only. */
  readonly bareOnly: boolean;
  readonly examples: readonly string[];
  readonly notes: readonly Sentence[];
}

/** Describes declarations, in their order. */
export function describe(operations: readonly Operation[]): OperationDescription[] {
  return operations.map(({ name, kind, summary, params, bare, bareOnly = false, examples, notes = [] }) => ({
    name,
    kind,
    summary,
    params: Object.entries(params).map(([key, param]) => describeParam(key, param, key === bare)),
    bareOnly,
    examples,
    notes,
  }));
}

// The parameters of one operation have different types; each is written by its own.
// oxlint-disable-next-line typescript/no-explicit-any
function describeParam(key: string, param: Param<any>, bare: boolean): ParamDescription {
  const { type, doc, presence, fallback, ec } = param;
  const { expects, control } = type;
  const spelt = presence === 'defaulted' ? type.write(fallback) : undefined;
  return { key, bare, doc, expects, control, presence, fallback: spelt, ec };
}
