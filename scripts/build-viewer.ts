/** Bundles the viewer into `public/viewer`, from where the Worker serves it: `npm run build:viewer`. */
import { createRequire } from 'node:module';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe } from '../src/core/ops/describe.ts';
import { OPERATIONS } from '../src/core/ops/index.ts';
import { readBase64Text } from '../src/core/spec/base64.ts';
import { subsetOf } from './fonts/subset.ts';
import { runCommand } from './lib/command.ts';

const SOURCE = fileURLToPath(new URL('../src/viewer/', import.meta.url));
const TARGET = fileURLToPath(new URL('../public/viewer/', import.meta.url));
const PICTURES = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const FONTS = fileURLToPath(new URL('../public/fonts/', import.meta.url));
/** What both editions say: the name of the Chinese one, arrows. */
const SHARED = '↑→↓中文';
const COPIED = ['index.html', 'icon.svg'];
const KERNELS = fileURLToPath(new URL('../wasm/build/', import.meta.url));
const packages = createRequire(import.meta.url);
/** The codecs of others that the engine in the page runs on, by the names of `WasmModules`. */
const PACKAGED = {
  avifDecode: '@jsquash/avif/codec/dec/avif_dec.wasm',
  avifEncode: '@jsquash/avif/codec/enc/avif_enc.wasm',
};

/** The kernel that waits for a picture that needs it. */
const LATER = 'hevc';

/** Bytes that a reader loads before the first picture, compressed, at most. */
export const MAX_LOADED = 60_000;

/**
 * The WebAssembly of the engine in the page. Gives the names of what is loaded with the first picture that is dropped; the
 * others wait for one that needs them.
 */
function copyModules(): string[] {
  mkdirSync(`${TARGET}wasm`, { recursive: true });
  const files = readdirSync(KERNELS).filter((file) => file.endsWith('.wasm'));
  for (const file of files) copyFileSync(KERNELS + file, `${TARGET}wasm/${file}`);
  for (const [name, file] of Object.entries(PACKAGED)) {
    copyFileSync(packages.resolve(file), `${TARGET}wasm/${name}.wasm`);
  }
  const kernels = files.map((file) => file.replace('.wasm', ''));
  return kernels.filter((name) => name !== LATER);
}

/** What the texts of an example say. */
function textsOf(example: string): string[] {
  return [...example.matchAll(/\btext_([\w-]+)/g)].map(([, text]) => readBase64Text(text!) ?? '');
}

/** Fonts of what the page itself and its examples say in Chinese, for systems that have none. */
async function writeLetters(script: string): Promise<void> {
  const shown = describe(OPERATIONS).flatMap(({ examples }) => examples.flatMap(textsOf));
  const said = (script + shown.join('')).replaceAll(/[\0-\u024f]/g, '');
  writeFileSync(`${TARGET}letters.ttf`, await subsetOf(FONTS, 'noto-sans-sc', said));
  writeFileSync(`${TARGET}signs.ttf`, await subsetOf(FONTS, 'noto-sans-sc', SHARED));
}

/** Builds the page's files and answers what they weigh compressed, in bytes. */
export async function buildViewer(): Promise<number> {
  mkdirSync(TARGET, { recursive: true });
  await build({
    entryPoints: [`${SOURCE}main.tsx`, `${SOURCE}engine/engine.ts`, `${SOURCE}viewer.css`],
    entryNames: '[name]',
    outdir: TARGET,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    external: ['*.ttf'],
    define: {
      PICTURE_FILES: JSON.stringify(readdirSync(PICTURES)),
      ENGINE_MODULES: JSON.stringify(copyModules()),
    },
    logLevel: 'warning',
  });
  await writeLetters(readFileSync(`${TARGET}main.js`, 'utf8'));
  cpSync(PICTURES, `${TARGET}pictures`, { recursive: true });
  for (const name of COPIED) copyFileSync(SOURCE + name, TARGET + name);
  const loaded = ['main.js', 'viewer.css', 'signs.ttf', ...COPIED].map(
    (name) => gzipSync(readFileSync(TARGET + name)).length,
  );
  return loaded.reduce((sum, length) => sum + length, 0);
}

const USAGE = `usage: npm run build:viewer
  bundles the viewer into public/viewer, and says what a reader loads before the first picture`;

if (import.meta.main) {
  await runCommand({ usage: USAGE }, async () => {
    const bytes = await buildViewer();
    console.log(`viewer: ${bytes} bytes compressed`);
    if (bytes > MAX_LOADED) throw new Error(`The viewer may weigh ${MAX_LOADED} bytes.`);
  });
}
