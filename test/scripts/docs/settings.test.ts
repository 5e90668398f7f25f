/** What the pages for operators say of settings and commands is what is shipped. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBuckets, readTemplate } from '../../../src/worker/config/buckets.ts';

const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const [README, CHINESE, WRANGLER] = [read('README.md'), read('README.zh-CN.md'), read('wrangler.toml')];

/** Rows of the table of settings: names, and what stands in its last cell before it explains itself. */
const ROWS = README.split('\n## Configuration\n')[1]!
  .split('\n## ')[0]!
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const cells = line.split(' | ');
    const names = [...cells[0]!.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name!);
    const told = cells[2]!.replace(/ \|$/, '').split(/[;:] /)[0]!.split(', ');
    return { names, told };
  });

/** The plain variables of `[vars]`: a text, a number, a flag or a list. */
const VARIABLES = [
  ...WRANGLER.split('\n[vars]\n')[1]!
    .split(/^\[/m)[0]!
    .matchAll(/^([A-Z_]+) = (.+)$/gm),
].map(([, name, value]) => [name!, JSON.parse(value!.replaceAll(/(?<=\d)_(?=\d)/g, '')) as unknown] as const);

/** The ways in which a value may be told. */
function spellings(value: unknown): string[] {
  if (typeof value === 'boolean') return [value ? 'on' : 'off'];
  if (typeof value !== 'number') return [String(value) === '' ? 'none' : `\`${String(value)}\``];
  const grouped = value > 9999 ? value.toLocaleString('en').replaceAll(',', ' ') : String(value);
  return [grouped, `${value / 1024 ** 2} MiB`, `${value / 86_400} days`];
}

describe('settings', () => {
  it.each(VARIABLES)('%s is told as it is shipped', (name, value) => {
    const row = ROWS.find(({ names }) => names.includes(name));
    expect(row).toBeDefined();
    const { names, told } = row!;
    expect(spellings(value)).toContain(told.length === 1 ? told[0] : told[names.indexOf(name)]);
  });

  it('are all told', () => {
    expect(VARIABLES.length).toBeGreaterThan(20);
    const told = new Set(ROWS.flatMap(({ names }) => names));
    const tables = [...WRANGLER.matchAll(/^(?:# )?\[vars\.([A-Z_]+)/gm)].map(([, name]) => name!);
    const secrets = [...WRANGLER.matchAll(/secret put ([A-Z_]+)/g)].map(([, name]) => name!);
    expect([...tables, ...secrets].filter((name) => !told.has(name))).toEqual([]);
  });

  /** What a reader of settings says that it expects. */
  function fieldsOf(work: () => unknown): string[] {
    try {
      work();
    } catch (error) {
      return /one of the fields (.+)$/.exec((error as Error).message)![1]!.split(', ');
    }
    throw new Error('It was taken.');
  }
  const BUCKET = fieldsOf(() => readBuckets({ name: 'BUCKETS', value: { bucket: { unknown: 1 } } }));
  const TEMPLATE = fieldsOf(() => readTemplate({ name: 'BUCKET_TEMPLATE', value: { unknown: 1 } }));

  it.each([
    ['a bucket', BUCKET, '[vars.BUCKETS.examplebucket]'],
    ['buckets that callers make', TEMPLATE, '# [vars.BUCKET_TEMPLATE]'],
  ])('of %s are explained where they are written', (_, fields, heading) => {
    const comment = WRANGLER.split(`\n${heading}\n`)[0]!.split('\n\n').at(-1)!;
    expect(fields.filter((field) => !new RegExp(`\\b${field}\\b`).test(comment))).toEqual([]);
  });

  it('of a bucket are listed in the table', () => {
    const row = README.split('\n').find((line) => line.startsWith('| `BUCKETS` |'))!;
    expect(BUCKET.filter((field) => !row.includes(`\`${field}\``))).toEqual([]);
  });
});

describe('commands', () => {
  it('are the same in both languages', () => {
    const named = (page: string) => {
      const cells = page
        .split('\n')
        .flatMap((line) => (line.startsWith('| `npm ') ? [line.split(' | ')[0]!] : []));
      return cells.flatMap((cell) => [...cell.matchAll(/`npm (?:run )?([a-z:]+)/g)].map(([, name]) => name!));
    };
    expect(named(README).length).toBeGreaterThan(15);
    expect(named(CHINESE).toSorted()).toEqual(named(README).toSorted());
  });
});
