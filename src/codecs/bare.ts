/** What every module that Emscripten compiled asks of its host, where it is run without the glue. */

/** A function of a module: words in, a word out. */
export type Exported = (...words: number[]) => number;

/** Memory grows to what is asked for, and by at least so much; the glue's growth by a fifth is too dear. */
const GROWTH = 1024 * 1024;
const PAGE = 65_536;
/** The handle of `undefined` among Emscripten's values: never counted, so no table of values is needed. */
const UNDEFINED = 1;

/** Everything that the module imports, doing nothing: its types need not be known to anyone. */
export function idleImports(module: WebAssembly.Module): Record<string, () => number> {
  const imports = WebAssembly.Module.imports(module);
  return Object.fromEntries(imports.map(({ name }) => [name, () => UNDEFINED]));
}

/** What Emscripten asks for more memory: 1 when there is some. */
export function growMemory(memory: WebAssembly.Memory, wanted: number, limit: number): number {
  if (wanted > limit) return 0;
  const bytes = memory.buffer.byteLength;
  const missing = Math.max(wanted, Math.min(limit, bytes + GROWTH)) - bytes;
  try {
    memory.grow(Math.ceil(missing / PAGE));
    return 1;
  } catch {
    return 0;
  }
}

/** What Emscripten asks to copy a long stretch. */
export function copyWithin(memory: WebAssembly.Memory, to: number, from: number, length: number): void {
  new Uint8Array(memory.buffer).copyWithin(to >>> 0, from >>> 0, (from >>> 0) + (length >>> 0));
}
