/** `rs:fill:300:400/g:no/q:80`: options with their arguments. */
import { invalid, ProcessError } from '../../core/spec/error.ts';
import { lookUp } from '../dialect.ts';

/** Short names. */
const LONG: Readonly<Record<string, string>> = {
  rs: 'resize',
  s: 'size',
  rt: 'resizing_type',
  w: 'width',
  h: 'height',
  z: 'zoom',
  el: 'enlarge',
  ex: 'extend',
  g: 'gravity',
  c: 'crop',
  ar: 'auto_rotate',
  rot: 'rotate',
  fl: 'flip',
  bg: 'background',
  bl: 'blur',
  sh: 'sharpen',
  q: 'quality',
  f: 'format',
  ext: 'format',
  exp: 'expires',
};
/** Those that have no short name, and those that change no pixel here: metadata and names are not written. */
const OTHERS = new Set(['dpr']);
const WITHOUT_MEANING = new Set([
  'sm',
  'strip_metadata',
  'scp',
  'strip_color_profile',
  'cb',
  'cachebuster',
  'fn',
  'filename',
]);
/** Words of `resize` and `size`, in their order. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  resize: ['resizing_type', 'width', 'height', 'enlarge', 'extend'],
  size: ['width', 'height', 'enlarge', 'extend'],
};

export type Options = ReadonlyMap<string, readonly string[]>;

/** Options by their long names, the later of two winning. Throws for one that is not offered. */
export function readOptions(path: string): Options {
  const texts = path.split('/').filter((part) => /^[a-z_]+:/.test(part));
  return new Map(texts.flatMap(readOption));
}

function readOption(text: string): [string, readonly string[]][] {
  const [name = '', ...args] = text.split(':');
  if (WITHOUT_MEANING.has(name)) return [];
  const long = lookUp(LONG, name) ?? name;
  const parts = lookUp(PARTS, long);
  if (parts !== undefined) return parts.flatMap((part, at) => given(part, args[at]));
  if (!OTHERS.has(long) && !Object.values(LONG).includes(long)) {
    throw new ProcessError('NotImplemented', `The option ${name} is not offered.`);
  }
  return [[long, args]];
}

function given(name: string, value: string | undefined): [string, readonly string[]][] {
  return value === undefined || value === '' ? [] : [[name, [value]]];
}

/** The first argument of an option as a number. Throws for what is none. */
export function numberOf(options: Options, name: string, otherwise: number): number {
  const text = options.get(name)?.[0];
  if (text === undefined || text === '') return otherwise;
  if (!/^\d{1,10}(\.\d+)?$/.test(text)) throw invalid(name, text);
  return Number(text);
}

/** Whether the first argument of an option is set. */
export function isOn(options: Options, name: string, otherwise = false): boolean {
  const text = options.get(name)?.[0];
  return text === undefined ? otherwise : isSet(text);
}

/** `1`, `t` or `true`. */
export function isSet(text: string | undefined): boolean {
  return text === '1' || text === 't' || text === 'true';
}
