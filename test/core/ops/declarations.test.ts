/** What holds for every declaration: tests that a new operation gets for nothing. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseChain } from '../../../src/core/engine/chain/parse.ts';
import { OPERATIONS } from '../../../src/core/ops/index.ts';
import { ProcessError } from '../../../src/core/spec/error.ts';
import type { Marks } from '../../../src/core/spec/marks.ts';
import type { Operation } from '../../../src/core/spec/operation.ts';
import type { Control } from '../../../src/core/spec/values.ts';
import { plansOf } from '../support/plan.ts';

const coverage = new Uint8Array(1);

const NUMBERS = OPERATIONS.flatMap((operation) =>
  Object.entries(operation.params)
    .map(([key, { type, ec }]) => ({ operation, key, ec, control: type.control as Control }))
    .flatMap(({ control, ...row }) => (control.kind === 'number' ? [{ ...row, ...control }] : [])),
).map((row) => ({ ...row, name: `${row.operation.name} ${row.key}` }));

/** An action with one value set, beside what an example sets, at best one that leaves this value out. */
function actionWith(operation: Operation, key: string, value: number): string {
  if (operation.bareOnly) return `${operation.name},${value}`;
  const sets = (argument: string) => argument.startsWith(`${key}_`);
  const examples = operation.examples.map((example) => example.split('/')[0]!.split(',').slice(1));
  const beside =
    examples.find((args) => !args.some(sets)) ?? examples[0]!.filter((argument) => !sets(argument));
  return [operation.name, ...beside, `${key}_${value}`].join(',');
}

function read(action: string): ProcessError | undefined {
  try {
    parseChain(`image/${action}`, OPERATIONS);
    return undefined;
  } catch (error) {
    if (error instanceof ProcessError) return error;
    throw error;
  }
}

describe.each(NUMBERS)('$name from $min to $max', ({ operation, key, min, max, ec }) => {
  it.each([min, max])('reads %i', (value) => {
    expect(read(actionWith(operation, key, value))).toBeUndefined();
  });

  it.each([min - 1, max + 1])('refuses %i', (value) => {
    const error = read(actionWith(operation, key, value));
    expect(error).toMatchObject({ code: 'InvalidArgument', status: 400 });
    expect(error?.detail).toMatchObject({ ec, value: `${value}` });
  });

  it.each(['', 'abc', '1e1', '0x1', '1.5', ' 1', '+1', '１'])('refuses %j', (text) => {
    const action = operation.bareOnly ? `${operation.name},${text}` : `${operation.name},${key}_${text}`;
    expect(read(action)).toMatchObject({ code: 'InvalidArgument', status: 400 });
  });
});

describe.each(OPERATIONS)('$name', (operation) => {
  it('has examples that are read, planned and written back as a chain that reads the same', () => {
    for (const example of operation.examples) {
      const canvas = { width: 640, height: 480 };
      const chain = parseChain(`image/${example}`, OPERATIONS);
      expect(() => plansOf(canvas, example, { canvas })).not.toThrow();
      expect(example.split('/').some((action) => action.split(',')[0] === operation.name)).toBe(true);
      expect(parseChain(chain.text, OPERATIONS).text).toBe(chain.text);
    }
  });

  it('is described: a sentence for itself and for each parameter', () => {
    const sentences = [operation.summary, ...Object.values(operation.params).map(({ doc }) => doc)];
    for (const { en, zh } of [...sentences, ...(operation.notes ?? [])]) {
      expect(en).toMatch(/^[\w`].*[.:]$/s);
      expect(zh).toMatch(/。$/);
    }
  });

  it('has a file of its own, and so has its test', () => {
    expect(existsSync(new URL(`../../../src/core/ops/${operation.name}.ts`, import.meta.url))).toBe(true);
    const tests = [`./${operation.name}.test.ts`, `./${operation.name}/`].map(
      (path) => new URL(path, import.meta.url),
    );
    expect(tests.some((test) => existsSync(test))).toBe(true);
  });
});

it('lists every operation once', () => {
  const names = OPERATIONS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe('what a step draws', () => {
  it('is all that it fetches', async () => {
    const steps = OPERATIONS.flatMap(({ examples }) =>
      examples.flatMap((example) => parseChain(`image/${example}`, OPERATIONS).pixels),
    );
    const drawing = steps.filter(({ prepare }) => prepare);
    expect(drawing.length).toBeGreaterThan(3);
    for (const { drawn, prepare } of drawing) {
      const fetched: string[] = [];
      const marks: Marks = {
        picture(key, chain) {
          fetched.push(`${key} ${chain ?? ''}`);
          return Promise.resolve({ width: 1, height: 1, pixels: new Uint8ClampedArray(4), opaque: false });
        },
        text({ font }) {
          fetched.push(font);
          return Promise.resolve({ width: 1, height: 1, bytes: 1, draw: (part) => ({ ...part, coverage }) });
        },
      };
      await prepare?.({ width: 640, height: 480 }, marks);
      const declared = [
        ...(drawn?.pictures.map(({ key, chain }) => `${key} ${chain ?? ''}`) ?? []),
        ...(drawn?.fonts ?? []),
      ];
      expect(fetched.toSorted()).toEqual(declared.toSorted());
    }
  });
});
