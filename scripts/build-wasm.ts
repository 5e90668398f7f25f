/**
 * Compiles every kernel of `wasm/` from AssemblyScript to `wasm/build/NAME.wasm`. A kernel is a folder with
 * `assembly/index.ts`. Kernels named as arguments, or all; those whose sources are older than their binary are left alone.
 */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Mistake, runCommand } from './lib/command.ts';

const WASM = fileURLToPath(new URL('../wasm/', import.meta.url));
/** Sources that several kernels import. */
const SHARED = join(WASM, 'shared');
/** No garbage collector and no checks: kernels manage their memory themselves and are fuzzed instead. */
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd,bulk-memory', '--use', 'abort='];

/** Newest change below a folder, in milliseconds. */
function newestChange(folder: string): number {
  if (!existsSync(folder)) return 0;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Math.max(0, ...entries.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}

/** True when a binary is newer than its kernel's sources and what kernels share. */
function isFresh(binary: string, name: string): boolean {
  const built = statSync(binary, { throwIfNoEntry: false });
  return (
    built !== undefined &&
    built.mtimeMs > Math.max(newestChange(join(WASM, name, 'assembly')), newestChange(SHARED))
  );
}

/** Names of the kernels: the folders of `wasm/` that hold an `assembly` folder. */
export function kernelNames(): string[] {
  return readdirSync(WASM, { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isDirectory() && statSync(join(WASM, entry.name, 'assembly'), { throwIfNoEntry: false }),
    )
    .map((entry) => entry.name);
}

export async function buildKernel(name: string, binary: string): Promise<void> {
  // Loaded here, for it takes a second and most kernels are there.
  const { main: compile } = await import('assemblyscript/asc');
  const { error, stderr } = await compile([
    join(WASM, name, 'assembly', 'index.ts'),
    ...OPTIONS,
    '--outFile',
    binary,
  ]);
  if (error) throw new Error(`wasm/${name}: ${error.message}\n${stderr.toString()}`);
}

/** Builds the kernels that are missing or stale, of those named or of all. */
async function buildKernels(asked: readonly string[]): Promise<void> {
  const known = kernelNames();
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Mistake(`There is no kernel ${unknown}.`);
  mkdirSync(join(WASM, 'build'), { recursive: true });
  for (const name of asked.length > 0 ? asked : known) {
    const binary = join(WASM, 'build', `${name}.wasm`);
    if (isFresh(binary, name)) continue;
    console.log(`wasm: compiling ${name}`);
    await buildKernel(name, binary);
  }
}

if (import.meta.main) {
  const usage = `usage: npm run build:wasm [-- NAME…]
  compiles the kernels that are missing or stale: ${kernelNames().join(', ')}`;
  await runCommand({ usage, takes: [0, Infinity] }, ({ positionals }) => buildKernels(positionals));
}
