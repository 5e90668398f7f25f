/** Two callers change one object at once: whoever writes it anew must not undo what the other one wrote meanwhile. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { ask, prepare, type Send } from './kills/writes.ts';
import { faultyR2 } from './support/faulty-r2.ts';
import { startService } from './support/service.ts';
import { ACCESS_KEYS } from './support/sign.ts';

type Change = (send: Send) => Promise<Response>;

const change =
  (resource: string, headers: Record<string, string>, body?: string): Change =>
  (send) =>
    ask(send, {
      method: 'PUT',
      key: 'target',
      query: { [resource]: undefined },
      headers,
      ...(body !== undefined && { body: new TextEncoder().encode(body) }),
    });
const TAGS = change(
  'tagging',
  {},
  '<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>',
);
const ACL = change('acl', { 'x-oss-object-acl': 'private' });
const META: Change = (send) =>
  ask(send, {
    method: 'PUT',
    key: 'target',
    headers: {
      'x-oss-copy-source': '/examplebucket/target',
      'x-oss-metadata-directive': 'REPLACE',
      'x-oss-meta-a': 'b',
    },
  });
const DELETE: Change = (send) => ask(send, { method: 'DELETE', key: 'target' });

const start = (bucket: R2Bucket) =>
  startService({ ACCESS_KEYS, ORIGINALS: bucket, ENGINE_VERSION: crypto.randomUUID() });

/** Makes `first`, and all of `second` right before R2 is asked to write the first one's result. */
async function meanwhile(first: Change, second: Change): Promise<number[]> {
  const statuses: number[] = [];
  const other = start(env.ORIGINALS);
  let isNext = true;
  const { bucket } = faultyR2(env.ORIGINALS, async ({ name, key }, run) => {
    if (name === 'put' && key === 'target' && isNext) {
      isNext = false;
      // R2 tells times in milliseconds, and its writes of one key are a second apart.
      await scheduler.wait(5);
      statuses.push((await second((path, init) => other.get(path, init))).status);
      await scheduler.wait(5);
    }
    return run();
  });
  const service = start(bucket);
  statuses.push((await first((path, init) => service.get(path, init))).status);
  return statuses;
}

async function stored() {
  const head = await env.ORIGINALS.head('target');
  return head && JSON.stringify({ ...head.customMetadata, ...head.httpMetadata });
}

beforeEach(prepare);

describe('of two changes at once', () => {
  it.each([
    { one: 'tags', first: TAGS, other: 'ACL', second: ACL },
    { one: 'ACL', first: ACL, other: 'tags', second: TAGS },
    { one: 'tags', first: TAGS, other: 'metadata', second: META },
    { one: 'ACL', first: ACL, other: 'metadata', second: META },
  ])('$one and $other of one object, both are kept', async ({ first, second }) => {
    await second((path, init) => start(env.ORIGINALS).get(path, init));
    await first((path, init) => start(env.ORIGINALS).get(path, init));
    const oneByOne = await stored();
    await prepare();
    expect(await meanwhile(first, second)).toEqual([200, 200]);
    expect(await stored()).toEqual(oneByOne);
  });

  it.each([
    ['tags', TAGS],
    ['an ACL', ACL],
  ])('%s and a deletion, the object stays deleted', async (_, first) => {
    expect(await meanwhile(first, DELETE)).toEqual([204, 404]);
    expect(await stored()).toBeNull();
  });
});

describe('of many changes at once', () => {
  const tagged = (value: number) =>
    change(
      'tagging',
      {},
      `<Tagging><TagSet><Tag><Key>a</Key><Value>${value}</Value></Tag></TagSet></Tagging>`,
    );
  const acls = ['private', 'public-read', 'public-read-write', 'default'].map((acl) =>
    change('acl', { 'x-oss-object-acl': acl }),
  );

  it('none is refused for the others, and the bytes stay', async () => {
    const service = start(env.ORIGINALS);
    const changes = [...Array.from({ length: 16 }, (_, at) => tagged(at)), ...acls];
    const answers = await Promise.all(changes.map((one) => one((path, init) => service.get(path, init))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const { key, query } = { key: 'target', query: { tagging: undefined } };
    const told = await ask((path, init) => service.get(path, init), { method: 'GET', key, query });
    expect(await told.text()).toMatch(/<Key>a<.Key>\s*<Value>1?\d</);
  });
});
