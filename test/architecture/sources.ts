/** The project's own sources, parsed. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'rolldown/utils';
import { asTypeScript } from '../../scripts/lib/assemblyscript.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface SourceFile {
  /** Path from the project's root: `src/core/ops/crop.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Files of the project by pattern, sorted by path. */
export function filesOf(...patterns: string[]): SourceFile[] {
  return globSync(patterns, { cwd: ROOT })
    .filter((path) => !path.includes('node_modules'))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(`${ROOT}${path}`, 'utf8') }));
}

/** A node of a syntax tree (ESTree with TypeScript's nodes), where in the text it starts and ends. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface Parsed {
  readonly program: Node & { readonly body: readonly Node[] };
  readonly comments: readonly (Node & { readonly value: string })[];
}

/** The syntax tree of a file. */
export function parsed(file: SourceFile): Parsed {
  const { program, comments } = parse(file);
  return { program, comments } as unknown as Parsed;
}

/** What a file names behind `from` and in `import(…)`. */
export function specifiersOf(file: SourceFile): string[] {
  // Read without the tree, which takes a hundred times as long.
  const { staticImports, staticExports, dynamicImports } = parse(file).module;
  const exported = staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest));
  const literals = dynamicImports.map(({ moduleRequest: { start, end } }) => file.text.slice(start, end));
  return [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...exported.flatMap((request) => request?.value ?? []),
    ...literals.filter((text) => /^'[^']*'$/.test(text)).map((text) => text.slice(1, -1)),
  ];
}

function parse({ path, text }: SourceFile): ReturnType<typeof parseSync> {
  const plain = path.startsWith('wasm/') ? asTypeScript(text) : text;
  const result = parseSync(path, plain);
  if (result.errors.length > 0) throw new Error(`${path}: ${result.errors[0]?.message}`);
  return result;
}

/** A node and all nodes in it. */
export function* nodesIn(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* nodesIn(child);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** Lines of a piece of a text. */
export function linesIn(text: string, start = 0, end = text.length): number {
  return text.slice(start, end).trimEnd().split('\n').length;
}
