/** Turns a chain's text into steps, every value checked, and gives equal chains one canonical text. */
import { invalid, ProcessError } from '../../spec/error.ts';
import type { Operation } from '../../spec/operation.ts';
import type { OutputWish, Told } from '../../spec/output.ts';
import { NO_WISH } from '../../spec/output.ts';
import type { Param } from '../../spec/params.ts';
import { oneOf, say, type Sentence } from '../../spec/sentence.ts';
import type { PixelStep, ReportStep, Step } from '../../spec/step.ts';
import { type Action, type Argument, readActions } from './language.ts';

/** A parsed chain: what to do, in which order, and how the encoder is told. */
export interface Chain {
  readonly pixels: readonly PixelStep[];
  readonly wish: OutputWish;
  /** Whether Exif orientation is applied to the decoded source; true unless `auto-orient,0` is given. */
  readonly upright: boolean;
  /** The report a chain of `info` or `average-hue` answers with. */
  readonly report: ReportStep | undefined;
  /** Whether the original is shown where the chain fails; no part of the text, for it changes no pixel. */
  readonly ignoresErrors: boolean;
  /** Who names the result's format: the chain, nobody, or, for `auto`, the caller's `Accept`. */
  readonly namedBy: 'chain' | 'nobody' | 'accept';
  /** Canonical text: defaults dropped, arguments in declared order, encoder settings last. */
  readonly text: string;
}

type Values = Record<string, unknown>;

/** The canonical word of a chain that asks for nothing but defaults: the picture is encoded again all the same. */
const NOTHING = 'auto-orient,1';

/** Parses `image/…|image/…`. Throws ProcessError for the first thing that is not acceptable. */
export function parseChain(text: string, operations: readonly Operation[]): Chain {
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  const steps = readActions(text).map((action) => bindAction(action, byName));
  return toChain(steps, operations);
}

type ByName = ReadonlyMap<string, Operation>;

function bindAction(action: Action, byName: ByName): Step {
  const operation = byName.get(action.name);
  if (!operation) {
    throw new ProcessError('InvalidArgument', `The action: ${action.name} is invalid.`, {
      ec: '0040-00000213',
      parameter: action.name,
      expected: oneOf([...byName.keys()]),
    });
  }
  try {
    const values = operation.bareOnly ? readBare(operation, action.args) : readKeyed(operation, action.args);
    const step = operation.bind(values, canonicalAction(operation, values));
    if (step.kind === 'pixels') checkMarks(step, byName);
    return step;
  } catch (error) {
    throw explained(error, operation, action.args);
  }
}

/** Refuses a mark that is prepared by actions that may not (operations reference, section 4.15.3). */
function checkMarks({ drawn }: PixelStep, byName: ByName): void {
  for (const action of drawn?.pictures.flatMap(({ chain }) => chain?.split(/[/|]/) ?? []) ?? []) {
    const name = action.split(',', 1)[0] ?? '';
    const operation = byName.get(name);
    // The family's word and empty actions stand for nothing.
    if (action !== '' && action !== 'image' && !operation?.preparesMarks)
      throw invalid('image', action, operation?.inMarkEc);
  }
}

/** What went wrong, with what stands where something is missing, and what the parameter at fault accepts. */
function explained(error: unknown, operation: Operation, args: readonly Argument[]): unknown {
  if (!(error instanceof ProcessError)) return error;
  const { name, params, bare, bareOnly } = operation;
  const stray = args.filter(({ key = '' }) => !Object.hasOwn(params, key)).map(({ text }) => text);
  const { code, message, detail } =
    error.detail.value === '' && stray.length > 0
      ? invalid(error.detail.parameter ?? name, stray.join(','), error.detail.ec)
      : error;
  const key = bareOnly ? bare : detail.parameter;
  const known = key !== undefined && Object.hasOwn(params, key) ? params[key]?.type.expects : undefined;
  const expected = known ?? (detail.parameter === name ? spellingOf(operation) : undefined);
  return new ProcessError(code, message, { ...detail, operation: name, expected });
}

/** How the parameters of an operation are written. */
function spellingOf({ params }: Operation): Sentence | undefined {
  const keys = Object.keys(params);
  if (keys.length === 0) return undefined;
  const all = keys.join(', ');
  return say(`parameters written as ${keys[0]}_VALUE: ${all}`, `参数写作 ${keys[0]}_值：${all}`);
}

/** The single value of `rotate,90`. A key, a second value or none at all is refused, each with its own sub-code. */
function readBare(operation: Operation, args: readonly Argument[]): Values {
  const name = operation.bare ?? '';
  const [only, second] = operation.furtherArguments === 'ignored' ? firstBare(args) : args;
  if (second) throw invalid(operation.name, args.map(({ text }) => text).join(','), '0040-00000203');
  if (!only) throw invalid(operation.name, '', operation.missing);
  const param = operation.params[name];
  if (only.key !== undefined) throw invalid(only.key, only.key, param?.ec);
  return { [name]: readValue(operation.name, param, only.value) };
}

/** The first bare value, or else whatever came first. */
function firstBare(args: readonly Argument[]): readonly Argument[] {
  return [args.find(({ key }) => key === undefined) ?? args[0]].filter((argument) => argument !== undefined);
}

/** `w_100,h_50`: unknown keys are ignored; of duplicates only the last one is looked at, as the vendor does. */
function readKeyed(operation: Operation, args: readonly Argument[]): Values {
  const { name, params, bare } = operation;
  if (Object.keys(params).length === 0 && args.length > 0) throw invalid(name, args[0]?.text ?? '');
  const told = new Map(args.map((argument) => [argument.key ?? bare ?? '', argument]));
  operation.screen?.(Object.fromEntries([...told].map(([key, { value }]) => [key, value])));
  const values: Values = {};
  for (const [key, param] of Object.entries(params)) values[key] = param.fallback;
  for (const [key, { key: written, value }] of told) {
    if (!Object.hasOwn(params, key)) continue;
    const isBare = written === undefined;
    values[key] = readValue(isBare ? name : key, params[key], value, isBare ? operation.bareEc : undefined);
  }
  for (const [key, param] of Object.entries(params)) {
    if (param.presence === 'required' && values[key] === undefined) {
      throw invalid(key, '', operation.missing ?? param.ec);
    }
  }
  return values;
}

// The value types of one operation differ; each value is read by its own type.
// oxlint-disable-next-line typescript/no-explicit-any
function readValue(name: string, param: Param<any> | undefined, text: string, ec = param?.ec): unknown {
  const value = param?.type.read(text);
  if (value === undefined) throw invalid(name, text, ec);
  return value;
}

/** Defaults are left out, unless nothing else is there: an action without arguments may be refused. */
function canonicalAction({ name, params, bareOnly }: Operation, values: Values): string {
  const all = Object.entries(params)
    .filter(([key]) => values[key] !== undefined)
    .map(([key, param]) => ({ key, text: param.type.write(values[key]), param }));
  const told = all.filter(
    ({ text, param }) => param.fallback === undefined || text !== param.type.write(param.fallback),
  );
  const args = (told.length > 0 ? told : all).map(({ key, text }) => (bareOnly ? text : `${key}_${text}`));
  return [name, ...args].join(',');
}

function toChain(steps: readonly Step[], operations: readonly Operation[]): Chain {
  const report = steps.find((step) => step.kind === 'report');
  const beside = steps.filter(({ kind }) => kind !== 'failure');
  if (report && beside.length > 1) throw invalid(report.operation, beside.map(({ text }) => text).join('/'));
  const pixels = steps.filter((step) => step.kind === 'pixels');
  const late = pixels.find((step, at) => at > 0 && step.look);
  if (late) throw invalid(late.operation, late.text);
  const wish = steps.reduce((told, step) => (step.kind === 'output' ? step.adjust(told) : told), NO_WISH);
  const upright = steps.findLast((step) => step.kind === 'orient')?.upright ?? true;
  const ignoresErrors = steps.findLast((step) => step.kind === 'failure')?.ignored ?? false;
  const words = [
    ...pixels.map(({ text }) => text),
    ...(report ? [report.text] : []),
    ...toldWords({ wish, upright }, operations),
  ];
  const text = `image/${words.join('/') || NOTHING}`;
  return { pixels, wish, upright, report, ignoresErrors, namedBy: namedBy(wish, report), text };
}

function namedBy({ format }: OutputWish, report: ReportStep | undefined): Chain['namedBy'] {
  if (format === 'auto') return 'accept';
  return format === undefined && !report ? 'nobody' : 'chain';
}

/** What applies wherever it stands gets one place, in the order of the operations. */
function toldWords(told: Told, operations: readonly Operation[]): string[] {
  return operations.flatMap((operation) => {
    const written = operation.write?.(told);
    return written === undefined ? [] : [`${operation.name},${written}`];
  });
}
