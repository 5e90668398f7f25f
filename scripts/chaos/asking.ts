/** Asks the service and writes down what its answer must not be. */
import type { Answer, Ask, Client } from '../lib/client.ts';
import type { Findings } from './findings.ts';
import type { Weather } from './weather.ts';

/** The answer, when there is one; `good` are the statuses of an answer that is not refused. */
export type Asking = (label: string, asked: Ask, good?: readonly number[]) => Promise<Answer | undefined>;

/** Milliseconds that any answer may take: a store's deadline, a few attempts and a busy machine. */
const LONGEST = 60_000;

/** Asks through a client; what may befall an answer depends on the weather of the moment. */
export function createAsking(client: Client, findings: Findings, weatherNow: () => Weather): Asking {
  return async (label, asked, good = [200]) => {
    const weather = weatherNow();
    const start = performance.now();
    const answer = await client.send(asked).catch((error: Error) => error);
    const took = performance.now() - start;
    const status = answer instanceof Error ? 'broken' : answer.status;
    findings.count(`${label} ${status}`);
    const fault =
      faultOf(status, good, weather) ?? (took > LONGEST ? `took ${took.toFixed(0)} ms` : undefined);
    if (fault !== undefined) {
      const words = answer instanceof Error ? answer.message : answer.body.toString('latin1', 0, 300);
      const where = `${asked.method} ${asked.key}${asked.query === undefined ? '' : `?${asked.query}`}`;
      findings.violation(`[${weather.name}] ${where}: ${fault} (${words.replaceAll('\n', ' ')})`);
    }
    return answer instanceof Error ? undefined : answer;
  };
}

/** What is wrong with an answer of this status; undefined when it may be. */
function faultOf(
  status: number | 'broken',
  good: readonly number[],
  { faults, kill, harmless }: Weather,
): string | undefined {
  if (status !== 'broken' && good.includes(status)) return undefined;
  if (status === 503 && !harmless) return undefined;
  // Once an answer has begun, a body that breaks off can only break it off.
  const mayBreak = kill || faults.breakOff || faults.stall;
  return status === 'broken' && mayBreak ? undefined : String(status);
}
