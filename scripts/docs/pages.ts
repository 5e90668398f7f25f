/** Writes the documentation of operations from their declarations. */
import type { OperationDescription, ParamDescription } from '../../src/core/ops/describe.ts';
import type { Language } from '../../src/core/spec/sentence.ts';

/** The words of a page that no declaration holds. */
interface Words {
  readonly introduction: string;
  readonly operations: readonly [string, string, string];
  readonly parameters: readonly [string, string, string, string];
  readonly required: string;
  readonly bare: string;
  readonly nothing: string;
  readonly example: string;
  readonly examples: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    introduction: `# Operations

What may stand in \`?x-oss-process=image/…\`. Actions are applied from left to right and joined by \`/\` or \`|\`; each is a
name and its arguments, joined by \`,\`. This page is written by \`npm run docs\` from the declarations in
\`src/core/ops\`; its pictures are what the engine makes of the local samples.
`,
    operations: ['operation', 'what it does', 'example'],
    parameters: ['argument', 'accepts', 'default', 'meaning'],
    required: 'required',
    bare: ' or bare',
    nothing: 'Takes no argument.\n',
    example: 'Example: ',
    examples: 'Examples:\n\n',
  },
  zh: {
    introduction: `# 操作

\`?x-oss-process=image/…\` 里可以写的内容。各操作用 \`/\` 或 \`|\` 连接，从左到右依次执行；每个操作由名称和参数组成，用 \`,\` 分隔。
本页由 \`npm run docs\` 根据 \`src/core/ops\` 中的声明生成；图片由引擎处理本地示例图得到。
`,
    operations: ['操作', '作用', '示例'],
    parameters: ['参数', '取值', '默认值', '含义'],
    required: '必填',
    bare: ' 或直接写值',
    nothing: '不带参数。\n',
    example: '示例：',
    examples: '示例：\n\n',
  },
};

/** Where a page finds the picture of an example; undefined when the example makes none. */
export type PictureOf = (example: string) => string | undefined;

/** The page with everything that is declared. */
export function operationsPage(
  operations: readonly OperationDescription[],
  language: Language,
  pictureOf: PictureOf,
): string {
  const sections = operations.map((operation) => section(operation, language, pictureOf));
  return [WORDS[language].introduction, overview(operations, language, ''), ...sections].join('\n');
}

/** The table of all operations; `page` is where their sections are, relative to the table's own place. */
export function overview(
  operations: readonly OperationDescription[],
  language: Language,
  page: string,
): string {
  const rows = operations.map(({ name, summary, examples }) => [
    `[\`${name}\`](${page}#${name})`,
    summary[language],
    `\`image/${examples[0]}\``,
  ]);
  return table(WORDS[language].operations, rows);
}

function section(operation: OperationDescription, language: Language, pictureOf: PictureOf): string {
  const { name, summary, notes, examples } = operation;
  const words = WORDS[language];
  const shown = examples.map((example) => withPicture(example, pictureOf));
  const parts = [
    `## ${name}\n`,
    `${summary[language]}\n`,
    parameters(operation, language),
    ...(notes.length > 0 ? [list(notes.map((note) => note[language]))] : []),
    shown.length === 1 ? `${words.example}${shown[0]}\n` : `${words.examples}${list(shown)}`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function withPicture(example: string, pictureOf: PictureOf): string {
  const code = `\`image/${example}\``;
  const picture = pictureOf(example);
  return picture === undefined ? code : `${code}<br>![${example}](${picture})`;
}

function parameters({ params, bareOnly }: OperationDescription, language: Language): string {
  const words = WORDS[language];
  if (params.length === 0) return words.nothing;
  const rows = params.map((param) => [
    bareOnly ? 'value' : `\`${param.key}_\`${param.bare ? words.bare : ''}`,
    param.expects[language],
    presence(param, words),
    param.doc[language],
  ]);
  return table(words.parameters, rows);
}

function presence({ presence, fallback }: ParamDescription, { required }: Words): string {
  if (presence === 'required') return required;
  return fallback === undefined ? '' : `\`${fallback}\``;
}

function list(items: readonly string[]): string {
  return `${items.map((item) => `- ${item}`).join('\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
