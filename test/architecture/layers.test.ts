/** Who may import whom. The folders' `tsconfig.json` hold the rest: which host's types are in scope. */
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, type SourceFile, specifiersOf } from './sources.ts';

/** The layers from the ground up; a file imports from its own layer and from those below it. */
const LAYERS: readonly (readonly string[])[] = [
  ['src/core/image'],
  ['src/core/spec'],
  ['src/core/ops'],
  ['src/core/engine/codec.ts', 'src/core/engine/lease.ts'],
  ['src/core/engine/queue.ts'],
  ['src/core/engine/ledger.ts'],
  ['src/core/engine/chain'],
  ['src/core/engine/plan'],
  ['src/core/engine/job.ts'],
  ['src/core/engine/run'],
  ['src/core/engine/engine.ts'],
  ['src/codecs', 'src/text', 'src/dialects/dialect.ts'],
  ['src/dialects'],
  ['src/oss/ports'],
  ['src/oss/ports.ts'],
  ['src/oss/protocol'],
  ['src/oss/request'],
  ['src/oss/handlers'],
  ['src/oss/routing'],
  ['src/oss/face.ts'],
  ['src/worker/env.ts', 'src/worker/host.ts', 'src/worker/leases.ts'],
  ['src/worker/config'],
  ['src/worker/storage', 'src/worker/wire'],
  ['src/worker/gateway', 'src/worker/renderer', 'src/worker/metrics'],
  ['src/worker/operator'],
  ['src/worker/service.ts'],
  ['src/worker/entry.ts'],
  ['src/index.ts'],
];

/** What stands beside the layers: the page is built from declarations and the parser, and nothing is built on it. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  'src/viewer/engine': ['src/viewer/engine', 'src/core', 'src/codecs', 'src/text'],
  'src/viewer': [
    'src/viewer',
    'src/core/image',
    'src/core/spec',
    'src/core/ops',
    'src/core/engine/chain',
    'packages/url',
  ],
  'packages/url': ['packages/url'],
};

/** Imports of packages and of hosts' modules, by folder; a folder that is not named has none. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  'src/codecs': /^@jsquash\//,
  'src/oss': /^(@noble\/hashes|fast-xml-parser)/,
  'src/worker': /^(cloudflare:|node:|@jsquash\/|aws4fetch$|.*\.wasm$)/,
  'src/viewer': /^preact/,
  'src/index.ts': /^cloudflare:/,
};

const FILES = filesOf('src/**/*.ts', 'src/**/*.tsx', 'packages/*/src/**/*.ts').filter(
  ({ path }) => !path.endsWith('.d.ts'),
);
/** What is in no layer. */
const OTHERS = filesOf('{scripts,bench,test}/**/*.ts', 'wasm/{*/assembly,shared}/**/*.ts').filter(
  ({ path }) => !path.endsWith('.d.ts'),
);

interface Import {
  readonly from: string;
  readonly to: string;
}

function importsOf(file: SourceFile): Import[] {
  return specifiersOf(file).map((to) => ({ from: file.path, to }));
}

function layerOf(path: string): { rank: number; folder: string } {
  for (const [rank, folders] of LAYERS.entries()) {
    const folder = folders.find((name) => path === name || path.startsWith(`${name}/`));
    if (folder !== undefined) return { rank, folder };
  }
  throw new Error(`${path} is in no layer`);
}

function allowed({ from, to }: Import): boolean {
  if (!to.startsWith('.') || to.endsWith('.wasm')) {
    const folder = Object.keys(PACKAGES).find((name) => from === name || from.startsWith(`${name}/`));
    return folder !== undefined && PACKAGES[folder]!.test(to);
  }
  const target = posix.join(posix.dirname(from), to);
  const within = (path: string, folder: string) => path.startsWith(`${folder}/`);
  const beside = Object.keys(BESIDE).find((folder) => within(from, folder));
  if (beside !== undefined) return BESIDE[beside]!.some((folder) => within(target, folder));
  if (Object.keys(BESIDE).some((folder) => within(target, folder))) return false;
  const importer = layerOf(from);
  const imported = layerOf(target);
  return imported.rank < importer.rank || imported.folder === importer.folder;
}

/** Ways along imports that come back to where they began. */
function circlesIn(imports: readonly Import[]): string[] {
  const below = new Map<string, string[]>();
  for (const one of imports.filter(({ to }) => to.startsWith('.')))
    below.set(one.from, [...(below.get(one.from) ?? []), targetOf(one)]);
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file) || path.includes(file)) return;
    for (const next of below.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of below.keys()) visit(file, []);
  return circles;
}

/** AssemblyScript names files without their ending. */
function targetOf({ from, to }: Import): string {
  return posix.join(posix.dirname(from), to) + (from.startsWith('wasm/') ? '.ts' : '');
}

describe('layers', () => {
  const imports = FILES.flatMap(importsOf);

  it('are read whole', () => {
    expect(FILES.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(300);
  });

  it('import downwards only, and packages only where they belong', () => {
    const wrong = imports.filter((one) => !allowed(one)).map(({ from, to }) => `${from} imports ${to}`);
    expect(wrong).toEqual([]);
  });

  it('never go in a circle', () => {
    expect(OTHERS.length).toBeGreaterThan(400);
    expect(circlesIn([...imports, ...OTHERS.flatMap(importsOf)])).toEqual([]);
  });

  it('would be found broken', () => {
    const from = 'src/core/image/picture.ts';
    for (const to of ['../spec/step.ts', '../../codecs/codec.ts', 'node:fs', 'sharp'])
      expect(allowed({ from, to })).toBe(false);
    expect(allowed({ from: 'src/codecs/webp/index.ts', to: '../../text/ports.ts' })).toBe(false);
    expect(allowed({ from: 'src/oss/face.ts', to: '../core/engine/engine.ts' })).toBe(true);
    expect(allowed({ from: 'src/oss/request/call.ts', to: '../handlers/read/picture.ts' })).toBe(false);
    expect(allowed({ from: 'src/viewer/chain.ts', to: '../core/engine/plan/plan.ts' })).toBe(false);
    expect(allowed({ from: 'src/worker/service.ts', to: '../viewer/chain.ts' })).toBe(false);
    expect(allowed({ from: 'src/worker/gateway/changes.ts', to: '../renderer/server.ts' })).toBe(false);
    expect(allowed({ from: 'src/core/engine/plan/plan.ts', to: '../run/run.ts' })).toBe(false);
  });

  it('would be found to go in a circle', () => {
    const circle = [
      { from: 'bench/a.ts', to: './b.ts' },
      { from: 'bench/b.ts', to: './a.ts' },
      { from: 'wasm/x/assembly/a.ts', to: './b' },
      { from: 'wasm/x/assembly/b.ts', to: './a' },
    ];
    expect(circlesIn(circle)).toEqual([
      'bench/a.ts → bench/b.ts → bench/a.ts',
      'wasm/x/assembly/a.ts → wasm/x/assembly/b.ts → wasm/x/assembly/a.ts',
    ]);
  });

  it('import relative files by their full names', () => {
    const wrong = imports.filter(({ to }) => to.startsWith('.') && !/\.(tsx?|js|wasm)$/.test(to));
    expect(wrong).toEqual([]);
  });
});
