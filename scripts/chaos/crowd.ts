/** A crowd in `npm run chaos`: several who append to one object while others write its tags, and what may be there then. */
import { randomUUID } from 'node:crypto';
import type { Answer, Client } from '../lib/client.ts';
import { createAsking } from './asking.ts';
import type { Caller } from './caller.ts';
import { bytesOf } from './known.ts';
import type { Findings } from './findings.ts';
import { createGrown } from './grown.ts';
import { createRegister } from './register.ts';
import { CALM } from './weather.ts';

/** What a crowd is made of. */
export interface CrowdParts {
  /** One for each member, who does one thing at a time. */
  readonly appenders: readonly Client[];
  readonly taggers: readonly Client[];
  readonly findings: Findings;
  /** Key of the object that they share. */
  readonly key: string;
  /** Numbers from 0 to below 1. */
  readonly random: () => number;
}

/** Bytes of most appends, enough to tell one from all others, and of the few that do not lie in one piece. */
const SMALLEST = 16;
const SMALL = 300;
const LARGE = 1_200_000;
const LARGE_SHARE = 0.01;

/** Makes a crowd. */
export function createCrowd({ appenders, taggers, findings, key, random }: CrowdParts): Caller {
  const grown = createGrown();
  const tags = createRegister();
  let weather = CALM;
  /** Where the object ends as far as anybody was told. */
  let end = 0;

  const askWith = (client: Client) => createAsking(client, findings, () => weather);
  const asks = new Map([...appenders, ...taggers].map((client) => [client, askWith(client)]));
  const ask = (client: Client) => asks.get(client)!;

  async function append(client: Client): Promise<void> {
    const large = random() < LARGE_SHARE;
    const body = bytesOf(large ? LARGE : SMALLEST + Math.floor(random() * (SMALL - SMALLEST)), random);
    const position = end;
    const query = `append&position=${position}`;
    const answer = await ask(client)('POST append', { method: 'POST', key, query, body }, [200, 409]);
    if (answer?.status === 200) grown.acknowledged(position, body);
    else if (answer?.status !== 409) grown.uncertain(position, body);
    const told = Number(answer?.headers['x-oss-next-append-position'] ?? 0);
    end = Math.max(end, told);
  }

  async function tag(client: Client): Promise<void> {
    const value = randomUUID();
    const body = Buffer.from(
      `<Tagging><TagSet><Tag><Key>who</Key><Value>${value}</Value></Tag></TagSet></Tagging>`,
    );
    const began = tags.begin(value);
    const answer = await ask(client)('PUT tags', { method: 'PUT', key, query: 'tagging', body }, [200, 404]);
    if (answer?.status === 200) began.acknowledged();
    else if (answer?.status === 404) began.refused();
  }

  async function until(time: number, act: () => Promise<void>): Promise<void> {
    while (performance.now() < time) await act();
  }

  async function look(client: Client): Promise<void> {
    const found = await ask(client)('GET grown', { method: 'GET', key }, [200, 404]);
    if (found === undefined || found.status === 503) return;
    const fault = grown.faultOf(found.status === 404 ? Buffer.alloc(0) : found.body);
    if (fault !== undefined) findings.violation(`${key}: ${fault}`);
    const written = await ask(client)('GET tags', { method: 'GET', key, query: 'tagging' }, [200, 404]);
    if (written?.status === 200 && !tags.allows(tagOf(written)))
      findings.violation(`${key}: tags that somebody has overwritten (${tagOf(written)})`);
  }

  return {
    async work(time, now) {
      weather = now;
      await Promise.all([
        ...appenders.map((client) => until(time, () => append(client))),
        ...taggers.map((client) => until(time, () => tag(client))),
      ]);
    },
    async readBack() {
      weather = CALM;
      await look(appenders[0]!);
    },
  };
}

function tagOf({ body }: Answer): string | undefined {
  return /<Value>(.*?)</.exec(body.toString())?.[1];
}
