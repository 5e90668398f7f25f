/** A service at an address: signed where there is a key, and otherwise asked as anybody may. */
import { readdirSync, readFileSync } from 'node:fs';
import { lookup } from 'mrmime';
import { signRequest } from '../../packages/url/src/index.ts';
import { addressOf, type Place } from '../lib/place.ts';
import type { Answer, Question, Target } from './answer.ts';
import { PICTURES } from './pictures.ts';

/** Where the service is, and the suite's pictures in it. */
export interface SuitePlace extends Place {
  /** What their keys begin with. */
  readonly prefix: string;
}

/** Milliseconds that an answer may take. */
const PATIENCE = 60_000;

/** The target. Its promises reject when no answer comes. */
export function httpTarget(place: SuitePlace): Target {
  return {
    prefix: place.prefix,
    http: true,
    ask: async (question) => {
      const first = await send(place, question);
      if (!question.ask?.again) return first;
      const headers = { 'if-none-match': first.headers['etag'] ?? '' };
      return send(place, { ...question, ask: { ...question.ask, headers } });
    },
  };
}

async function send(place: SuitePlace, { picture, chain, ask }: Question): Promise<Answer> {
  const method = ask?.method ?? 'GET';
  const address = await addressOf(place, { key: place.prefix + picture, process: chain, method });
  const response = await fetch(address, {
    method,
    headers: { ...ask?.headers },
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE),
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  };
}

/** Stores what the suite asks about. Rejects when the service does not take it. */
export async function upload({ base, bucket, region, prefix, credentials }: SuitePlace): Promise<number> {
  if (!credentials)
    throw new Error('Pictures are stored with a key: set OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET.');
  const names = readdirSync(PICTURES);
  for (const name of names) {
    const key = prefix + name;
    const own = { 'content-type': lookup(name) ?? 'application/octet-stream' };
    const signed = await signRequest({ bucket, region, credentials, key, method: 'PUT', headers: own });
    const response = await fetch(`${base}/${key}`, {
      method: 'PUT',
      headers: { ...own, ...signed },
      body: readFileSync(PICTURES + name),
    });
    if (!response.ok) throw new Error(`${key} was not stored: ${response.status} ${await response.text()}`);
  }
  return names.length;
}
