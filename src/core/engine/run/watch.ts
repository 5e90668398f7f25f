/** Times the phases of a job. */
import type { Result } from '../job.ts';

type Phases = Result['phases'];

/** Times one job. */
export interface Watch {
  /** Adds the time since the last lap, or the start, to a phase. */
  lap(phase: keyof Phases): void;
  readonly phases: Phases;
}

/** `now` in milliseconds. */
export function startWatch(now: () => number): Watch {
  const phases = { head: 0, plan: 0, wait: 0, render: 0 };
  let last = now();
  return {
    lap(phase) {
      const time = now();
      phases[phase] += time - last;
      last = time;
    },
    phases,
  };
}
