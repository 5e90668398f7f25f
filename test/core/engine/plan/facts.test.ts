import { expect, it } from 'vitest';
import { planFacts } from '../../../../src/core/engine/plan/facts.ts';
import type { JobPlan } from '../../../../src/core/engine/plan/plan.ts';

it.each([true, false])(
  'tells each size, what the work takes, and the quality of what has one: %s',
  (graded) => {
    const plan = {
      peakBytes: 1234,
      cost: 5.67,
      decode: { route: 'rows', width: 30, height: 20 },
      source: { width: 300, height: 200 },
      size: { width: 20, height: 30 },
      output: { quality: 81 },
      graded,
    } as unknown as JobPlan;
    expect(planFacts(plan)).toEqual({
      bytes: '1234',
      cost: '5.7',
      route: 'rows',
      source: '300x200',
      decoded: '30x20',
      result: '20x30',
      ...(graded && { quality: '81' }),
    });
  },
);
