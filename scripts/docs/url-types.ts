/** The types of `@edge-img/url`, written from the operations' declarations. */
import type { OperationDescription, ParamDescription } from '../../src/core/ops/describe.ts';
import type { Control } from '../../src/core/spec/values.ts';

/** The file `packages/url/src/operations.ts`. */
export function urlTypes(operations: readonly OperationDescription[]): string {
  return `/** What every operation takes. Written by \`npm run docs\` from the operations' declarations; do not edit. */

/** Values by operation: by key, the value itself where a URL has no key, or nothing. */
export interface Operations {
${operations.map(operationType).join('\n')}
}

/** The operations, as the URL names them. */
export const OPERATION_NAMES: readonly (keyof Operations)[] = [
${operations.map(({ name }) => `  '${name}',`).join('\n')}
];

/** Parameters that are texts, by operation: the URL has them in base64url. */
export const TEXTS: Readonly<Record<string, readonly string[]>> = {
${operations.flatMap(textsOf).join('\n')}
};
`;
}

function operationType({ name, summary, params, bareOnly, examples }: OperationDescription): string {
  const head = `  /** ${summary.en} \`image/${examples[0]}\` */\n  readonly '${name}': `;
  if (params.length === 0) return `${head}undefined;`;
  const [only] = params;
  if (bareOnly || (params.length === 1 && only!.bare)) return `${head}${typeOf(only!.control)};`;
  const bare = params.find((param) => param.bare);
  const keyed = params.map(paramType).join('\n');
  return `${head}${bare ? `${typeOf(bare.control)} | ` : ''}{\n${keyed}\n  };`;
}

function paramType({ key, doc, expects, control, presence, fallback }: ParamDescription): string {
  const usual = fallback === undefined ? '' : ` (${fallback === '' ? 'empty' : fallback} when left out)`;
  const optional = presence === 'required' ? '' : '?';
  const more = presence === 'required' ? '' : ' | undefined';
  return `    /** ${doc.en} It must be ${expects.en}${usual}. */\n    readonly ${key}${optional}: ${typeOf(control)}${more};`;
}

function typeOf(control: Control): string {
  switch (control.kind) {
    case 'number':
      return 'number';
    case 'toggle':
      return 'boolean | 0 | 1';
    case 'select':
    case 'place':
      return control.options
        .map((option) => `'${option}'${/^\d+$/.test(option) ? ` | ${option}` : ''}`)
        .join(' | ');
    case 'colour':
    case 'text':
      return 'string';
  }
}

function textsOf({ name, params }: OperationDescription): string[] {
  const texts = params.filter(({ control }) => control.kind === 'text').map(({ key }) => `'${key}'`);
  return texts.length === 0 ? [] : [`  '${name}': [${texts.join(', ')}],`];
}
