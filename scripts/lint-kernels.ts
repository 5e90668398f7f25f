/** Lints the kernels of `wasm/`: AssemblyScript, which the linter reads once it looks like TypeScript. */
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asTypeScript } from './lib/assemblyscript.ts';
import { runCommand } from './lib/command.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OXLINT = join(ROOT, 'node_modules/.bin/oxlint');
/**
 * Of the rules of the rest those that are wrong here: variables of a module change in functions that a loop calls, numbers may
 * have 64 bits.
 */
const ALLOWED = ['no-unmodified-loop-condition', 'no-loss-of-precision'];

/** What is wrong with the kernels under `root`, by their own names; empty when nothing is. */
export function lintKernels(root: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kernels-'));
  try {
    for (const path of globSync('wasm/{*/assembly,shared}/**/*.ts', { cwd: root })) {
      const copy = join(folder, path);
      mkdirSync(dirname(copy), { recursive: true });
      writeFileSync(copy, asTypeScript(readFileSync(join(root, path), 'utf8')));
    }
    const rules = ALLOWED.flatMap((rule) => ['--allow', rule]);
    const format = ['--format', 'unix'];
    const options = [
      '--config',
      join(ROOT, '.oxlintrc.json'),
      '--no-ignore',
      '--deny-warnings',
      ...format,
      ...rules,
    ];
    const { status, stdout, stderr } = spawnSync(OXLINT, [...options, 'wasm'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return status === 0 ? '' : `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const usage = `usage: npm run lint
  lints the kernels after everything else`;
  await runCommand({ usage }, () => {
    const found = lintKernels(ROOT);
    console.log(found || 'Nothing is wrong with the kernels.');
    return Number(found !== '');
  });
}
