/** What a declaration lacks before it can be documented. */
import type { Operation } from '../../src/core/spec/operation.ts';

/** One sentence for each gap; none for operations that are fit to be documented. */
export function gapsOf(operations: readonly Operation[]): string[] {
  return operations.flatMap(({ name, summary, params, examples }) => [
    ...(isSentence(summary) ? [] : [`${name}: its summary is no sentence`]),
    ...Object.entries(params)
      .filter(([, { doc }]) => !isSentence(doc))
      .map(([key]) => `${name}: parameter ${key} has no sentence`),
    ...(examples.some((example) => example.split('/').some((action) => isOf(name, action)))
      ? []
      : [`${name}: no example uses it`]),
  ]);
}

function isSentence(text: string): boolean {
  return /^[^\s].*\.$/s.test(text);
}

function isOf(name: string, action: string): boolean {
  return action === name || action.startsWith(`${name},`);
}
