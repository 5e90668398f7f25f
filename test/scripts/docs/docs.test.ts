import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { between } from '../../../scripts/docs/between.ts';
import { gapsOf } from '../../../scripts/docs/gaps.ts';
import { operationsPage, overview } from '../../../scripts/docs/pages.ts';
import { OPERATIONS } from '../../../src/core/ops/index.ts';
import { pixelOperation } from '../../../src/core/spec/operation.ts';
import { defaulted, required } from '../../../src/core/spec/params.ts';
import { flag, integer } from '../../../src/core/spec/values.ts';

const turn = pixelOperation({
  name: 'turn',
  summary: 'Turns a|b.',
  params: { n: required(integer(1, 3), 'How far.'), on: defaulted(flag(), true, 'Whether.') },
  bare: 'n',
  examples: ['turn,n_1'],
  notes: ['A note.'],
  plan: (size) => ({ size, paints: false }),
});

describe('documentation', () => {
  it('has a table of all operations', () => {
    expect(overview([turn], 'docs/x.md')).toBe(
      [
        '| operation | what it does | example |',
        '| --- | --- | --- |',
        '| [`turn`](docs/x.md#turn) | Turns a\\|b. | `image/turn,n_1` |',
        '',
      ].join('\n'),
    );
  });

  it('has a section for each, with its arguments, notes and examples', () => {
    const page = operationsPage([turn]);
    expect(page).toContain('## turn\n\nTurns a|b.\n');
    expect(page).toContain('| `n_` or bare | an integer from 1 to 3 | required | How far. |');
    expect(page).toContain('| `on_` | 0 or 1 | `1` | Whether. |');
    expect(page).toContain('- A note.\n\nExample: `image/turn,n_1`');
  });

  it('has no gap, and would tell of one', () => {
    expect(gapsOf(OPERATIONS)).toEqual([]);
    expect(
      gapsOf([
        { ...turn, summary: '', examples: ['rotate,90'], params: { n: { ...turn.params['n']!, doc: 'x' } } },
      ]),
    ).toEqual([
      'turn: its summary is no sentence',
      'turn: parameter n has no sentence',
      'turn: no example uses it',
    ]);
  });

  it('is up to date', () => {
    const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    expect(page === operationsPage(OPERATIONS), 'run npm run docs').toBe(true);
  });
});

describe('between', () => {
  const page = (inside: string) => `a\n<!-- operations:begin -->${inside}<!-- operations:end -->\nb\n`;

  it('replaces what is between the markers, again and again', () => {
    const once = between(page(' old '), 'TABLE\n');
    expect(once).toBe(page('\n\nTABLE\n\n'));
    expect(between(once, 'TABLE\n')).toBe(once);
  });

  it('leaves a page without markers alone and refuses half a pair', () => {
    expect(between('no markers', 'TABLE')).toBe('no markers');
    expect(() => between('<!-- operations:begin -->', 'x')).toThrow('once');
    expect(() => between(page('') + page(''), 'x')).toThrow('once');
    expect(() => between('<!-- operations:end --><!-- operations:begin -->', 'x')).toThrow('once');
  });
});
