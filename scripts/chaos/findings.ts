/** What a run of `npm run chaos` did and what was wrong. */

/** Gathers both. */
export interface Findings {
  /** One more of something: `GET 200`, `hang-up`. */
  count(label: string): void;
  /** Something that must not be. */
  violation(text: string): void;
  readonly counts: ReadonlyMap<string, number>;
  readonly violations: readonly string[];
  /** Milliseconds of the bystander's requests. */
  readonly beside: number[];
}

/** Nothing yet. */
export function createFindings(): Findings {
  const counts = new Map<string, number>();
  const violations: string[] = [];
  return {
    counts,
    violations,
    beside: [],
    count(label) {
      counts.set(label, (counts.get(label) ?? 0) + 1);
    },
    violation(text) {
      violations.push(text);
    },
  };
}

/** The lines of a report and its verdict. */
export function report({ counts, violations, beside }: Findings): string {
  const lines = [...counts].toSorted().map(([label, number]) => `${label.padEnd(28)} ${number}`);
  const sorted = beside.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0);
  const others = `beside them: ${at(0.5)} ms in the middle, ${at(0.95)} ms at p95, ${at(1)} ms at most`;
  const verdict =
    violations.length === 0
      ? 'It held.'
      : `It did not hold:\n  ${[...new Set(violations)].slice(0, MOST_SHOWN).join('\n  ')}`;
  return [...lines, others, verdict].join('\n');
}

const MOST_SHOWN = 40;
