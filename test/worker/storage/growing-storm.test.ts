/** Several callers append to one object and tag it at the same time, over real R2 that fails now and then. */
import { env } from 'cloudflare:workers';
import { beforeEach, expect, it } from 'vitest';
import { Crc64 } from '../../../src/oss/protocol/digest/crc64.ts';
import type { Appended } from '../../../src/oss/ports.ts';
import { createAppends } from '../../../src/worker/storage/growing/append.ts';
import type { Growing } from '../../../src/worker/storage/growing/extents.ts';
import { growingStore } from '../../../src/worker/storage/growing/store.ts';
import { createR2Room, createR2Store } from '../../../src/worker/storage/r2-store.ts';
import { faultyR2 } from '../support/faulty-r2.ts';

const CALLERS = 4;
const APPENDS = 12;
const TAGGINGS = 10;

beforeEach(async () => {
  const { objects } = await env.ORIGINALS.list();
  if (objects.length > 0) await env.ORIGINALS.delete(objects.map(({ key }) => key));
});

/** Numbers from 0 to 1, the same for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A store where one call of `one` fails: half of them before anything is done, half after all of it is. */
function stormy(seed: number, one: number): Growing {
  const next = random(seed);
  const { bucket } = faultyR2(env.ORIGINALS, async (_, run) => {
    const fate = next() * one;
    if (fate < 0.5) throw new Error('Network connection lost.');
    const done = await run();
    if (fate < 1) throw new Error('Network connection lost.');
    return done;
  });
  return growingIn(bucket);
}

function growingIn(bucket: R2Bucket): Growing {
  return {
    objects: createR2Store({ bucket, prefix: '' }),
    room: createR2Room(bucket, 'examplebucket'),
    now: Date.now,
  };
}

function appendTo(growing: Growing, position: number, text: string): Promise<Appended | undefined> {
  const body = new TextEncoder().encode(text);
  const crc = new Crc64();
  crc.update(body);
  const options = { position, attributes: { headers: {}, meta: {}, kind: 'Normal' } } as const;
  return createAppends(growing)
    .append('log', { body, crc64: () => crc.value }, options)
    .catch(() => undefined);
}

/** Appends as an SDK's user does: where it is told that the object ends. Gives where each line was acknowledged. */
async function appendLines(growing: Growing, caller: number): Promise<Map<string, number>> {
  const acknowledged = new Map<string, number>();
  let position = 0;
  for (let at = 0; at < APPENDS; at++) {
    const line = `${caller}.${at};`;
    const answer = await appendTo(growing, position, line);
    if (answer && 'head' in answer) acknowledged.set(line, answer.head.size - line.length);
    if (answer && 'head' in answer) position = answer.head.size;
    if (answer && 'length' in answer) position = answer.length;
  }
  return acknowledged;
}

/** Gives the values that were acknowledged and those that may have been written. */
async function writeTags(growing: Growing): Promise<{ done: string[]; tried: string[] }> {
  const objects = growingStore(growing);
  const done: string[] = [];
  const tried: string[] = [];
  for (let at = 0; at < TAGGINGS; at++) {
    const head = await objects.head('log').catch(() => undefined);
    if (head === undefined) continue;
    const attributes = { ...head.attributes, tags: { at: `${at}` } };
    tried.push(`${at}`);
    const put = objects.put('log', { pieces: [] }, { attributes, ifMatch: head.etag });
    if (await put.catch(() => undefined)) done.push(`${at}`);
  }
  return { done, tried };
}

it.each([1, 2, 3])('what was acknowledged is there, once and in its place (storm %i)', async (seed) => {
  const storm = stormy(seed, 12);
  await appendTo(growingIn(env.ORIGINALS), 0, 'first;');
  const callers = Array.from({ length: CALLERS }, (_, caller) => appendLines(storm, caller));
  const [tags, ...lines] = await Promise.all([writeTags(storm), ...callers]);

  const calm = growingStore(growingIn(env.ORIGINALS));
  const text = await new Response((await calm.get('log'))?.body).text();
  const acknowledged = lines.flatMap((one) => [...one]);
  expect(acknowledged.length).toBeGreaterThan(CALLERS);
  for (const [line, place] of acknowledged) expect(text.slice(place, place + line.length)).toBe(line);
  // What was not acknowledged may be there too, but nothing twice and nothing torn.
  const found = text.split(';').slice(0, -1);
  expect(new Set(found).size).toBe(found.length);
  for (const line of found) expect(line).toMatch(/^(first|\d+\.\d+)$/);

  const crc = new Crc64();
  crc.update(new TextEncoder().encode(text));
  const head = await calm.head('log');
  expect(head).toMatchObject({ size: text.length, attributes: { crc64: crc.value } });
  const written = head?.attributes.tags?.['at'];
  if (tags.done.length > 0) expect(Number(written)).toBeGreaterThanOrEqual(Number(tags.done.at(-1)));
  if (written !== undefined) expect(tags.tried).toContain(written);
});
