/** Somebody whose objects are spared: whatever befalls others, small requests go on as ever. */
import type { Client } from '../lib/client.ts';
import { createAsking } from './asking.ts';
import type { Caller } from './caller.ts';
import type { Findings } from './findings.ts';
import { CALM, type Weather } from './weather.ts';

/** What a bystander is made of. */
export interface BystanderParts {
  readonly client: Client;
  readonly findings: Findings;
  /** Key of an object that is there. */
  readonly key: string;
  readonly original: Buffer;
}

/** Somebody who looks on. */
export type Bystander = Pick<Caller, 'work'>;

/** Milliseconds that a small request may take beside all others: no store's deadline, and a busy machine. */
const LONG = 10_000;

/** Makes a bystander: it asks for an original, for nothing and for one picture, over and over. */
export function createBystander({ client, findings, key, original }: BystanderParts): Bystander {
  let weather = CALM;
  const ask = createAsking(client, findings, () => weather);

  async function look(): Promise<void> {
    const whole = await timed(() => ask('beside: GET', { method: 'GET', key }));
    if (whole?.status === 200 && !whole.body.equals(original)) findings.violation(`${key}: other bytes`);
    await timed(() => ask('beside: GET nothing', { method: 'GET', key: `${key}.none` }, [404]));
    await timed(() =>
      ask('beside: GET picture', { method: 'GET', key, query: 'x-oss-process=image/resize,w_50' }),
    );
  }

  async function timed<T>(work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await work();
    const took = performance.now() - start;
    if (weather.everywhere) return result;
    findings.beside.push(took);
    if (took > LONG) findings.violation(`[${weather.name}] ${key}: waited ${took.toFixed(0)} ms`);
    return result;
  }

  return {
    async work(until, now: Weather) {
      // What befalls others alone is calm here.
      weather = now.everywhere ? now : { ...CALM, name: now.name };
      while (performance.now() < until) await look();
    },
  };
}
