/** `rs:fill:300:400/g:no/q:80`: options with their arguments. */
import { invalid, ProcessError } from '../../core/spec/error.ts';
import { lookUp } from '../dialect.ts';

/** Every option that is understood, by each of its names. */
const LONG: Readonly<Record<string, string>> = {
  rs: 'resize',
  s: 'size',
  rt: 'resizing_type',
  w: 'width',
  h: 'height',
  z: 'zoom',
  el: 'enlarge',
  ex: 'extend',
  exar: 'extend_aspect_ratio',
  extend_ar: 'extend_aspect_ratio',
  g: 'gravity',
  c: 'crop',
  pd: 'padding',
  mw: 'min-width',
  mh: 'min-height',
  ar: 'auto_rotate',
  rot: 'rotate',
  fl: 'flip',
  bg: 'background',
  bl: 'blur',
  sh: 'sharpen',
  q: 'quality',
  fq: 'format_quality',
  f: 'format',
  ext: 'format',
  exp: 'expires',
  pr: 'preset',
  dpr: 'dpr',
  raw: 'raw',
  t: 'trim',
  pix: 'pixelate',
  mb: 'max_bytes',
  wm: 'watermark',
  wmu: 'watermark_url',
  wms: 'watermark_size',
  wmr: 'watermark_rotate',
  wm_rot: 'watermark_rotate',
  skp: 'skip_processing',
  da: 'disable_animation',
  fn: 'filename',
  att: 'return_attachment',
};
const KNOWN = new Set(Object.values(LONG));
/** Those that change nothing here: metadata and profiles are not written. */
const WITHOUT_MEANING = new Set(
  (
    'sm strip_metadata kcr keep_copyright scp strip_color_profile ph preserve_hdr eth enforce_thumbnail cb cachebuster ' +
    'dpi'
  ).split(' '),
);
/** Words of `resize` and `size`, in their order; all that is left belongs to the last. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  resize: ['resizing_type', 'width', 'height', 'enlarge', 'extend'],
  size: ['width', 'height', 'enlarge', 'extend'],
};
/** The preset that every picture gets first. */
const DEFAULT_PRESET = 'default';

export type Options = ReadonlyMap<string, readonly string[]>;

/** Sets of options that an operator gave names. */
export type Presets = Readonly<Record<string, string>>;

/** Options by their long names, the later of two winning. Throws for one that is not offered. */
export function readOptions(path: string, presets: Presets = {}): Options {
  const first = lookUp(presets, DEFAULT_PRESET) ?? '';
  return new Map([first, path].flatMap((options) => readAll(options, presets, new Set())));
}

type Given = [string, readonly string[]][];

function readAll(path: string, presets: Presets, within: ReadonlySet<string>): Given {
  const texts = path.split('/').filter((part) => /^[a-z_-]+:/.test(part));
  return texts.flatMap((text) => readOption(text, presets, within));
}

function readOption(text: string, presets: Presets, within: ReadonlySet<string>): Given {
  const [name = '', ...args] = text.split(':');
  if (WITHOUT_MEANING.has(name)) return [];
  const long = lookUp(LONG, name) ?? name;
  if (!KNOWN.has(long)) throw new ProcessError('NotImplemented', `The option ${name} is not offered.`);
  if (long === 'preset') return args.flatMap((preset) => readPreset(preset, presets, within));
  const parts = lookUp(PARTS, long);
  if (parts === undefined) return [[long, args]];
  return parts.flatMap((part, at) =>
    given(part, at === parts.length - 1 ? args.slice(at) : [args[at] ?? '']),
  );
}

/** What a preset stands for; one that names itself again stands for nothing there. */
function readPreset(name: string, presets: Presets, within: ReadonlySet<string>): Given {
  const options = lookUp(presets, name);
  if (options === undefined) throw invalid('preset', name);
  return within.has(name) ? [] : readAll(options, presets, new Set([...within, name]));
}

function given(name: string, values: readonly string[]): Given {
  return (values[0] ?? '') === '' ? [] : [[name, values]];
}

/** An argument of an option as a number. Throws for what is none. */
export function numberOf(options: Options, name: string, otherwise: number, at = 0): number {
  const text = options.get(name)?.[at];
  if (text === undefined || text === '') return otherwise;
  if (!/^(\d{1,10}(\.\d+)?|\.\d+)$/.test(text)) throw invalid(name, text);
  return Number(text);
}

/** The same of a factor, which 0 is none of. */
export function factorOf(options: Options, name: string, otherwise = 1, at = 0): number {
  const factor = numberOf(options, name, otherwise, at);
  if (factor === 0) throw invalid(name, '0');
  return factor;
}

/** Whether the first argument of an option is set. */
export function isOn(options: Options, name: string, otherwise = false): boolean {
  const text = options.get(name)?.[0];
  return text === undefined ? otherwise : isSet(text);
}

/** `1`, `t` or `true`, in capitals too. */
export function isSet(text = ''): boolean {
  return /^(1|[tT]|true|True|TRUE)$/.test(text);
}

/** A format in the words of this service. */
export function formatOf(word: string): string {
  return word === 'jpeg' ? 'jpg' : word;
}
