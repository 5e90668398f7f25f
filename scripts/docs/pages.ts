/** Writes the documentation of operations from their declarations. */
import type { Operation } from '../../src/core/spec/operation.ts';
import type { Param } from '../../src/core/spec/params.ts';

const INTRODUCTION = `# Operations

What may stand in \`?x-oss-process=image/…\`. Actions are applied from left to right and joined by \`/\` or \`|\`; each is a
name and its arguments, joined by \`,\`. This page is written by \`npm run docs\` from the declarations in
\`src/core/ops\`.
`;

/** The page with everything that is declared. */
export function operationsPage(operations: readonly Operation[]): string {
  return [INTRODUCTION, overview(operations, ''), ...operations.map(section)].join('\n');
}

/** The table of all operations; `page` is where their sections are, relative to the table's own place. */
export function overview(operations: readonly Operation[], page: string): string {
  const rows = operations.map(({ name, summary, examples }) => [
    `[\`${name}\`](${page}#${name})`,
    summary,
    `\`image/${examples[0]}\``,
  ]);
  return table(['operation', 'what it does', 'example'], rows);
}

function section(operation: Operation): string {
  const { name, summary, notes = [], examples } = operation;
  const parts = [
    `## ${name}\n`,
    `${summary}\n`,
    parameters(operation),
    ...(notes.length > 0 ? [list(notes)] : []),
    examples.length === 1
      ? `Example: \`image/${examples[0]}\`\n`
      : `Examples:\n\n${list(examples.map(code))}`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function code(example: string): string {
  return `\`image/${example}\``;
}

function parameters({ params, bare, bareOnly }: Operation): string {
  const entries = Object.entries(params);
  if (entries.length === 0) return 'Takes no argument.\n';
  const rows = entries.map(([key, param]) => [
    bareOnly ? 'value' : `\`${key}_\`${key === bare ? ' or bare' : ''}`,
    param.type.expects,
    presence(param),
    param.doc,
  ]);
  return table(['argument', 'accepts', 'default', 'meaning'], rows);
}

// The parameters of one operation have different types; each is written by its own.
// oxlint-disable-next-line typescript/no-explicit-any
function presence({ presence, fallback, type }: Param<any>): string {
  if (presence === 'required') return 'required';
  return presence === 'defaulted' ? `\`${type.write(fallback)}\`` : '';
}

function list(items: readonly string[]): string {
  return `${items.map((item) => `- ${item}`).join('\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
