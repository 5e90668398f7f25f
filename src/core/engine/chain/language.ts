/**
 * The grammar of `x-oss-process`: segments joined by `|`, actions by `/`, arguments by `,`, key and value by the
 * first `_`. Pure text; no action is looked up here.
 */
import { invalid, ProcessError } from '../../spec/error.ts';

/** Longest text in bytes that a request may carry (the vendor publishes no number). */
export const MAX_PROCESS_BYTES = 4096;
/** Most actions in it. */
export const MAX_ACTIONS = 50;

/** One argument; `key` is undefined for a bare value. */
export interface Argument {
  readonly key: string | undefined;
  readonly value: string;
  /** The argument as written. */
  readonly text: string;
}

/** One action: `resize,w_100,m_fill`. */
export interface Action {
  readonly name: string;
  readonly args: readonly Argument[];
}

/** What a process text asks for: an image chain or a named style, and perhaps where to save the result. */
export interface Process {
  /** The text of the image segments, `image/resize,w_100/rotate,90|image/blur,r_3,s_2`. */
  readonly chain: string | undefined;
  /** The style's name when the text is `style/NAME`. */
  readonly style: string | undefined;
  /** The arguments of `sys/saveas`, still encoded. */
  readonly saveAs: Readonly<Record<string, string>> | undefined;
}

/** What a process text may begin with at OSS; only the first two and `sys` are of this service. */
const FAMILIES = ['image', 'style', 'sys', 'video', 'audio', 'doc', 'imm', 'csv', 'json'];

/** Splits a process text into its parts. Throws `InvalidArgument` for anything that is not image, style or saveas. */
export function readProcess(text: string): Process {
  checkLength(text);
  const segments = text.split('|');
  const saved = segments.at(-1)?.startsWith('sys/') ? segments.pop() : undefined;
  const saveAs = saved === undefined ? undefined : readSaveAs(saved);
  const [first] = segments;
  if (segments.length === 1 && first?.startsWith('style/')) {
    return { chain: undefined, style: first.slice('style/'.length), saveAs };
  }
  segments.forEach(actionsText);
  return { chain: segments.join('|'), style: undefined, saveAs };
}

/**
 * Splits an image chain into its actions. Empty ones, as in `image//resize,w_100/`, mean nothing as long as one is left.
 * Throws when none is, or when there are too many.
 */
export function readActions(chain: string): Action[] {
  checkLength(chain);
  const texts = chain.split('|').flatMap((segment, at) => actionsText(segment, at).split('/'));
  const actions = texts.filter((text) => text !== '').map(readAction);
  if (actions.length === 0) throw noAction();
  if (actions.length > MAX_ACTIONS) throw invalid('x-oss-process', `${actions.length} actions`);
  return actions;
}

/** The actions of a segment: after a `|` the family may be left out. Throws for another family. */
function actionsText(segment: string, at: number): string {
  if (segment.startsWith('image/')) return segment.slice('image/'.length);
  const family = segment.split('/', 1)[0] ?? '';
  if (at === 0 || FAMILIES.includes(family)) throw unknownFamily(segment);
  return segment;
}

/** Reads `resize,w_100,m_fill`. Throws for one without a name. */
export function readAction(text: string): Action {
  const [name = '', ...rest] = text.split(',');
  if (name === '') throw noAction();
  // A trailing comma is common in generated URLs and means nothing.
  return { name, args: rest.filter((argument) => argument !== '').map(readArgument) };
}

function readArgument(text: string): Argument {
  const split = text.indexOf('_');
  return split < 1
    ? { key: undefined, value: text, text }
    : { key: text.slice(0, split), value: text.slice(split + 1), text };
}

function readSaveAs(segment: string): Record<string, string> {
  const [name, ...args] = segment.split(',');
  if (name !== 'sys/saveas') throw unknownFamily(segment);
  const known = args.map(readArgument).filter(({ key }) => key !== undefined);
  return Object.fromEntries(known.map(({ key, value }) => [key, value]));
}

function noAction(): ProcessError {
  return new ProcessError('InvalidArgument', 'No action is given.', { ec: '0040-00000212' });
}

function unknownFamily(segment: string): ProcessError {
  return invalid('x-oss-process', segment.split('/', 1)[0] ?? '', undefined);
}

function checkLength(text: string): void {
  const { length } = new TextEncoder().encode(text);
  if (length > MAX_PROCESS_BYTES) throw invalid('x-oss-process', `${length} bytes`, '0017-00000288');
}
