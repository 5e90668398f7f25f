/** What TypeScript believes of a kernel's exports is what the kernel exports, argument by argument. */
import { join } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { filesOf, type Node, parsed } from './sources.ts';

/** By function: its arguments, each a name and whether it is a truth value. */
type Signatures = Readonly<Record<string, readonly string[]>>;

const BELIEVED = filesOf('src/codecs/*/**/*.ts')
  .filter(({ text }) => /extends KernelExports\b/.test(text))
  .map((file) => ({ path: file.path, kernel: kernelOf(file.path), believed: methodsOf(file.path) }));

it.each(BELIEVED)('$path says of each function what its kernel says', ({ kernel, believed }) => {
  const exported = exportsOf(indexOf(kernel));
  const names = Object.keys(believed);
  expect(names).not.toEqual([]);
  expect(believed).toEqual(Object.fromEntries(names.map((name) => [name, exported[name]])));
});

it.each([...new Set(BELIEVED.map(({ kernel }) => kernel))])(
  'wasm/%s exports nothing that nobody calls',
  (kernel) => {
    const known = BELIEVED.filter((one) => one.kernel === kernel).flatMap(({ believed }) =>
      Object.keys(believed),
    );
    expect(Object.keys(exportsOf(indexOf(kernel))).filter((name) => !known.includes(name))).toEqual([]);
  },
);

describe('reading exports', () => {
  it('takes a name from the module that has it, whatever it is called here', () => {
    expect(exportsOf(indexOf('webp'))).toMatchObject({
      encodeStagingStride: [],
      inputTaken: ['taken: number'],
    });
  });
});

/** The innermost folder that a kernel has its name of. */
function kernelOf(path: string): string {
  const folders = path.split('/').slice(2, -1);
  return folders.findLast((folder) => filesOf(indexOf(folder)).length > 0)!;
}

function indexOf(kernel: string): string {
  return `wasm/${kernel}/assembly/index.ts`;
}

/** What the interfaces of a file that describe a kernel declare; several functions may be of one named type. */
function methodsOf(path: string): Signatures {
  const statements = statementsOf(path);
  const types = new Map(
    statements
      .filter(({ type }) => type === 'TSTypeAliasDeclaration')
      .map((node) => [nameOf(node['id']), node['typeAnnotation'] as Node]),
  );
  const members = statements
    .map(({ declaration }) => declaration as Node | undefined)
    .filter((node) => /"KernelExports"/.test(JSON.stringify(node?.['extends'] ?? '')))
    .flatMap((node) => (node!['body'] as Node)['body'] as Node[]);
  return Object.fromEntries(
    members.map((node) => [nameOf(node['key']), argumentsOf(types.get(typeOf(node)) ?? node)]),
  );
}

/** The name of the type of a property; empty for a method. */
function typeOf({ typeAnnotation }: Node): string {
  const type = (typeAnnotation as Node | undefined)?.['typeAnnotation'] as Node | undefined;
  return type === undefined ? '' : nameOf(type['typeName']);
}

/** The functions that a module of a kernel exports, its own and others'. */
function exportsOf(path: string): Signatures {
  const given = statementsOf(path)
    .filter(({ type }) => type.startsWith('Export'))
    .map((node) => {
      const { declaration, source, type } = node as Node &
        Partial<Record<'declaration' | 'source', Node | null>>;
      if (declaration?.type === 'FunctionDeclaration') {
        return { [nameOf(declaration['id'])]: argumentsOf(declaration) };
      }
      if (!source) return {};
      const theirs = exportsOf(join(path, '..', `${String(source['value'])}.ts`));
      return type === 'ExportAllDeclaration' ? theirs : chosen(node['specifiers'] as Node[], theirs);
    });
  return Object.assign({}, ...given) as Signatures;
}

function chosen(specifiers: readonly Node[], from: Signatures): Signatures {
  return Object.fromEntries(
    specifiers.map(({ local, exported }) => [nameOf(exported), from[nameOf(local)] ?? ['unknown']]),
  );
}

function argumentsOf(node: Node): string[] {
  return (node['params'] as Node[]).map((param) => {
    const kind = /"TSBooleanKeyword"|"bool"/.test(JSON.stringify(param['typeAnnotation']))
      ? 'boolean'
      : 'number';
    return `${nameOf(param)}: ${kind}`;
  });
}

function nameOf(node: unknown): string {
  return String((node as Node)['name']);
}

function statementsOf(path: string): readonly Node[] {
  const [file] = filesOf(path);
  if (file === undefined) throw new Error(`There is no ${path}.`);
  return parsed(file).program.body;
}
