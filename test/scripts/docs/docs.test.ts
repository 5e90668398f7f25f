import { describe, expect, it } from 'vitest';
import { between } from '../../../scripts/docs/between.ts';
import { gapsOf } from '../../../scripts/docs/gaps.ts';
import { operationsPage, overview } from '../../../scripts/docs/pages.ts';
import { renderExamples } from '../../../scripts/docs/pictures.ts';
import { describe as describeOperations } from '../../../src/core/ops/describe.ts';
import { OPERATIONS } from '../../../src/core/ops/index.ts';
import { pixelOperation } from '../../../src/core/spec/operation.ts';
import { defaulted, required } from '../../../src/core/spec/params.ts';
import { say } from '../../../src/core/spec/sentence.ts';
import { flag, integer } from '../../../src/core/spec/values.ts';

const turn = pixelOperation({
  name: 'turn',
  summary: say('Turns a|b.', '转动 a|b。'),
  params: {
    n: required(integer(1, 3), say('How far.', '多远。')),
    on: defaulted(flag(), true, say('Whether.', '是否。')),
  },
  bare: 'n',
  examples: ['turn,n_1'],
  notes: [say('A note.', '说明。')],
  plan: (size) => ({ size, paints: false }),
});

const TURN = describeOperations([turn]);

describe('documentation', () => {
  it('has a table of all operations', () => {
    expect(overview(TURN, 'en', 'docs/x.md')).toBe(
      [
        '| operation | what it does | example |',
        '| --- | --- | --- |',
        '| [`turn`](docs/x.md#turn) | Turns a\\|b. | `image/turn,n_1` |',
        '',
      ].join('\n'),
    );
  });

  it('has a section for each, with its arguments, notes and examples', () => {
    const page = operationsPage(TURN, 'en', () => 'pictures/turn-1.png');
    expect(page).toContain('## turn\n\nTurns a|b.\n');
    expect(page).toContain('| `n_` or bare | an integer from 1 to 3 | required | How far. |');
    expect(page).toContain('| `on_` | 0 or 1 | `1` | Whether. |');
    expect(operationsPage(TURN, 'zh', () => undefined)).toContain(
      '| `n_` 或直接写值 | 1 到 3 的整数 | 必填 | 多远。 |',
    );
    expect(page).toContain('- A note.\n\nExample: `image/turn,n_1`<br>![turn,n_1](pictures/turn-1.png)');
  });

  it('has no gap, and would tell of one', () => {
    expect(gapsOf(describeOperations(OPERATIONS))).toEqual([]);
    const [described] = TURN;
    const [param] = described!.params;
    const params = [{ ...param!, doc: say('How far.', 'How far.'), expects: say('a number', '') }];
    expect(
      gapsOf([{ ...described!, summary: say('', '转动。'), notes: [], examples: ['rotate,90'], params }]),
    ).toEqual([
      'turn: its summary is no sentence (en)',
      'turn: what is said of n is no sentence (zh)',
      'turn: what n accepts is no sentence (zh)',
      'turn: no example uses it',
    ]);
  });

  it('runs every example on the samples', async () => {
    const pictures = describeOperations(OPERATIONS);
    const made = await renderExamples(pictures);
    expect(made.length).toBe(pictures.flatMap(({ examples }) => examples).length);
    for (const { bytes } of made) expect(bytes.length).toBeGreaterThan(10);
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
