/** A caller in `npm run chaos`: writes, reads, processes, deletes and hangs up, and looks at all that comes back. */
import { createHash } from 'node:crypto';
import type { Ask, Client } from '../lib/client.ts';
import { createAsking } from './asking.ts';
import type { Findings } from './findings.ts';
import { ABSENT, bytesOf, createKnown, digestOf } from './known.ts';
import { CALM, type Weather } from './weather.ts';

/** What a caller is made of. */
export interface CallerParts {
  readonly client: Client;
  readonly findings: Findings;
  /** What its keys begin with. */
  readonly prefix: string;
  /** Numbers from 0 to below 1. */
  readonly random: () => number;
  /** Key of a JPEG that is there. */
  readonly picture: string;
  /** What each chain has made of it so far: a picture is the same whoever asks. */
  readonly pictures: Map<string, string>;
}

/** One caller. */
export interface Caller {
  /** Does one thing after the other until the time comes, as `performance.now()` tells. */
  work(until: number, weather: Weather): Promise<void>;
  /** Reads every object it ever wrote; nothing befalls the stores meanwhile. */
  readBack(): Promise<void>;
}

const KEYS = 4;
const MAX_BYTES = 300_000;
/** Least bytes of a part that is not the last one. */
const PART_BYTES = 100 * 1024;

/** Makes a caller. */
export function createCaller(parts: CallerParts): Caller {
  const { client, findings, prefix, random, picture, pictures } = parts;
  const known = createKnown();
  let made = 0;
  let weather = CALM;

  const ask = createAsking(client, findings, () => weather);
  const bytes = (least: number) => bytesOf(least + Math.floor(random() * MAX_BYTES), random);
  const rest = () => (random() < 0.2 ? Math.floor(random() * 500) : undefined);
  /** One of a few keys; one whose content is not certain any more is never written again. */
  const key = () => {
    const slot = `${prefix}/${Math.floor(random() * KEYS)}`;
    for (let i = 0; ; i++) if (known.certain(`${slot}.${i}`)) return `${slot}.${i}`;
  };
  const note = (name: string, digest: string, status: number | undefined, good: number) => {
    if (status === good) known.acknowledged(name, digest);
    else known.uncertain(name, digest);
  };

  const actions: readonly [share: number, act: () => Promise<void>][] = [
    [0.27, write],
    [0.2, () => read(key())],
    [0.22, process],
    [0.08, upload],
    [0.08, remove],
    [0.05, missing],
    [0.1, hangUp],
  ];

  async function write(): Promise<void> {
    const name = key();
    const body = bytes(1);
    const answer = await ask('PUT', { method: 'PUT', key: name, body, restMs: rest() });
    note(name, digestOf(body), answer?.status, 200);
  }

  async function read(name: string): Promise<void> {
    const answer = await ask('GET', { method: 'GET', key: name }, [200, 404]);
    if (answer === undefined || answer.status === 503) return;
    const digest = answer.status === 404 ? ABSENT : digestOf(answer.body);
    if (known.allows(name, digest)) return;
    const what = answer.status === 404 ? 'an acknowledged write is lost' : 'other bytes than were written';
    findings.violation(`${name}: ${what} (${answer.status}, ${answer.body.length} bytes)`);
  }

  async function process(): Promise<void> {
    const query = `x-oss-process=image/resize,w_${20 + Math.floor(random() * 40)}`;
    const answer = await ask('GET picture', { method: 'GET', key: picture, query });
    if (answer?.status !== 200) return;
    const digest = digestOf(answer.body);
    const before = pictures.get(query) ?? digest;
    pictures.set(query, before);
    if (before !== digest)
      findings.violation(`${query}: ${answer.body.length} bytes that differ from before`);
  }

  async function upload(): Promise<void> {
    const name = key();
    const begun = await ask('POST uploads', { method: 'POST', key: name, query: 'uploads' });
    const id = /<UploadId>(.*?)</.exec(begun?.body.toString() ?? '')?.[1];
    if (begun?.status !== 200 || id === undefined) return;
    const bodies = [bytes(PART_BYTES), bytes(1)];
    for (const [i, body] of bodies.entries()) {
      const query = `partNumber=${i + 1}&uploadId=${id}`;
      const sent = await ask('PUT part', { method: 'PUT', key: name, query, body });
      if (sent?.status !== 200) return;
    }
    const tags = bodies.map((body, i) => partXml(i + 1, body)).join('');
    const body = Buffer.from(`<CompleteMultipartUpload>${tags}</CompleteMultipartUpload>`);
    const done = await ask('POST complete', { method: 'POST', key: name, query: `uploadId=${id}`, body });
    note(name, digestOf(Buffer.concat(bodies)), done?.status, 200);
  }

  async function remove(): Promise<void> {
    const name = key();
    const answer = await ask('DELETE', { method: 'DELETE', key: name }, [204]);
    note(name, ABSENT, answer?.status, 204);
  }

  async function missing(): Promise<void> {
    await ask('GET nothing', { method: 'GET', key: `${prefix}/none-${made++}` }, [404]);
  }

  /** Leaves while a picture is made, an object is read, or the second half of one is still to be sent. */
  async function hangUp(): Promise<void> {
    const signal = AbortSignal.timeout(1 + Math.floor(random() * 60));
    const name = key();
    const body = bytes(1);
    const query = `x-oss-process=image/resize,w_${600 + made++}/blur,r_20,s_10`;
    const asked = hungUp({ picture, name, body, query, signal })[Math.floor(random() * 3)]!;
    const answer = await client.send(asked).catch(() => undefined);
    findings.count(answer ? 'answered before the hang-up' : 'hang-up');
    if (asked.method === 'PUT') note(name, digestOf(body), answer?.status, 200);
  }

  async function act(): Promise<void> {
    let drawn = random();
    const [, chosen] = actions.find(([share]) => (drawn -= share) < 0) ?? actions[0]!;
    await chosen();
  }

  return {
    async work(until, now) {
      weather = now;
      while (performance.now() < until) await act();
    },
    async readBack() {
      weather = CALM;
      for (const name of known.keys()) await read(name);
    },
  };
}

interface HungUp {
  readonly picture: string;
  readonly name: string;
  readonly body: Buffer;
  readonly query: string;
  readonly signal: AbortSignal;
}

/** A picture that is made, an object that is read, and one that is half sent. */
function hungUp({ picture, name, body, query, signal }: HungUp): readonly Ask[] {
  return [
    { method: 'GET', key: picture, query, signal },
    { method: 'GET', key: picture, signal },
    { method: 'PUT', key: name, body, restMs: 200, signal },
  ];
}

function partXml(number: number, body: Buffer): string {
  const tag = createHash('md5').update(body).digest('hex');
  return `<Part><PartNumber>${number}</PartNumber><ETag>"${tag}"</ETag></Part>`;
}
