/**
 * Kills at every call of a store that a write makes: from there on no call is answered any more, as if the request had
 * ended. Either the old or the new is left, and after a sweep nothing else; a sweep meanwhile disturbs nothing.
 */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readQuery } from '../../../src/oss/protocol/text/query.ts';
import { findRoute, type Route, routeName } from '../../../src/oss/routing/route.ts';
import { ROUTES } from '../../../src/oss/routing/routes.ts';
import { sweep } from '../../../src/worker/gateway/sweep.ts';
import { faultyR2, type Gate } from '../support/faulty-r2.ts';
import { startService, type Watched } from '../support/service.ts';
import { ACCESS_KEYS } from '../support/sign.ts';
import { ask, prepare, type Send, type Write, WRITES } from './writes.ts';

const DAYS = 86_400_000;
const LONG_AFTER = 9 * DAYS;

/** Whether the killing call is made, and only its answer lost. */
type Last = 'made' | 'not made';

async function clear(): Promise<void> {
  const { objects } = await env.ORIGINALS.list();
  if (objects.length > 0) await env.ORIGINALS.delete(objects.map(({ key }) => key));
  for (const { name } of (await env.STYLES.list()).keys) await env.STYLES.delete(name);
}

/** KV behind the same gate as R2. */
function faultyKv(gate: (name: string, run: () => Promise<unknown>) => Promise<unknown>): KVNamespace {
  return new Proxy(env.STYLES, {
    get(target, name: keyof KVNamespace) {
      const method = target[name] as (...args: unknown[]) => Promise<unknown>;
      return (...args: unknown[]) => gate(name, () => method.apply(target, args));
    },
  });
}

/** A service whose every call of a store passes `gate`, in the order of their making. */
function behind(
  gate: (index: number, run: () => Promise<unknown>, name: string) => Promise<unknown>,
): Watched {
  let calls = 0;
  const pass: Gate = ({ name }, run) => gate(calls++, run, name);
  const { bucket } = faultyR2(env.ORIGINALS, pass);
  const STYLES = faultyKv((name, run) => gate(calls++, run, name));
  return startService({ ACCESS_KEYS, ORIGINALS: bucket, STYLES, ENGINE_VERSION: crypto.randomUUID() });
}

const plain = () => startService({ ACCESS_KEYS, ENGINE_VERSION: crypto.randomUUID() });
const sendTo =
  (service: Watched): Send =>
  (path, init) =>
    service.get(path, init);

async function finish(service: Watched, asked: Promise<Response>): Promise<number> {
  const response = await asked;
  await response.arrayBuffer();
  await service.settle();
  return response.status;
}

/** Everything a store holds, without what differs from one run to the next. */
async function snapshot(): Promise<Record<string, unknown>> {
  const { objects } = await env.ORIGINALS.list({ include: ['customMetadata', 'httpMetadata'] });
  const held: Record<string, unknown> = {};
  for (const { key, size, etag, customMetadata = {}, httpMetadata } of objects) {
    const { 'oss-upload': _, ...own } = customMetadata;
    // What is noted of an object that is there may be there or not.
    const isNoted = (object: R2Object) => key.endsWith(`/${object.key}`) && object.etag === own['of'];
    if (key.startsWith(NOTES) && objects.some(isNoted)) continue;
    const content = async () => (await env.ORIGINALS.get(key))?.text();
    if (key.startsWith('/records/')) held[key] = record(await content());
    else if (own['oss-growth']) held[key] = unnamed({ own, httpMetadata, content: await content() });
    else if (key.startsWith(GROWING)) held[unnamed(key)] = unnamed({ size, own });
    else held[key] = { size, etag, own, httpMetadata };
  }
  for (const { name } of (await env.STYLES.list()).keys)
    held[`kv ${name}`] = record((await env.STYLES.get(name)) ?? '');
  return held;
}

/** A record without its times. */
function record(json = ''): string {
  return json.replaceAll(/"(created|modified)":"[^"]*"/g, '');
}

/** Objects that grow, and what they are made of, without the names and times that are made up for them. */
function unnamed<T>(value: T): T {
  const text = JSON.stringify(value);
  return JSON.parse(text.replaceAll(MADE_UP, 'made-up')) as T;
}

/** What is noted of objects lies here, under the bucket and their keys. */
const NOTES = '/sums/';
/** Where the bytes of objects that grow lie. */
const GROWING = '/appends/';
const MADE_UP =
  /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z|(?<!\d)1\d{12}(?!\d)/g;

const visible = (held: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(held).filter(([key]) => !key.startsWith('/')));

const sweepAt = (now: number) => sweep(plain().service, now);

async function begin({ before }: Write): Promise<Readonly<Record<string, string>>> {
  await clear();
  await prepare();
  const service = plain();
  const known = (await before?.(sendTo(service))) ?? {};
  await service.settle();
  return known;
}

/** Calls that leave a store as it is. */
const READS = ['get', 'head', 'list'];

/**
 * What is left of a write that is not killed, and the calls it makes from the first one on that changes anything: killed
 * before, it has done nothing.
 */
async function whole(write: Write) {
  const known = await begin(write);
  const before = await snapshot();
  const names: string[] = [];
  const service = behind((_, run, name) => {
    names.push(name);
    return run();
  });
  const status = await finish(service, write.run(sendTo(service), known));
  const after = await snapshot();
  await sweepAt(Date.now() + LONG_AFTER);
  const swept = await snapshot();
  const first = names.findIndex((name) => !READS.includes(name));
  const calls = [...names.keys()].slice(first);
  return { status, calls, before, after, swept };
}

async function killed(write: Write, at: number, last: Last) {
  const known = await begin(write);
  const service = behind(async (index, run) => {
    if (index === at && last === 'made') await run();
    if (index >= at) throw new Error('the request was killed');
    return run();
  });
  return { known, status: await finish(service, write.run(sendTo(service), known)) };
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

const nameOf = (route: Route) => [routeName(route), route.header ?? []].flat().join(' with ');
const isGood = (status: number) => status >= 200 && status < 300;

/**
 * What is not killed here: operations that only a service with a template for buckets has (`made-buckets.test.ts`), one
 * that stores nothing, and one that only puts a task into a queue.
 */
const ELSEWHERE = [
  'PUT bucket',
  'DELETE bucket',
  'PUT bucket?requestPayment',
  'POST object?x-oss-async-process',
];

describe('writes', () => {
  it('are all here', async () => {
    const named: string[] = [];
    const send: Send = async (path, init) => {
      const { pathname, search } = new URL(path, 'http://a.example');
      const level = /^\/\w+\/./.test(pathname) ? 'object' : 'bucket';
      const { method = 'GET' } = init ?? {};
      const headers = new Headers(init?.headers);
      named.push(nameOf(findRoute(ROUTES, { level, method, query: readQuery(search), headers })));
      return new Response();
    };
    for (const { run } of WRITES) await run(send, { uploadId: 'a' });
    const writing = ROUTES.filter(({ method }) => !['GET', 'HEAD'].includes(method)).map(nameOf);
    expect(new Set([...named, ...ELSEWHERE])).toEqual(new Set(writing));
  });
});

describe.each(WRITES)('$name', (write) => {
  it('killed anywhere leaves the old or the new, and after a sweep nothing else', async () => {
    const { status, calls, before, after, swept } = await whole(write);
    expect(isGood(status)).toBe(true);
    expect(Object.keys(swept).filter((key) => key.startsWith(NOTES))).toEqual([]);
    await begin(write);
    await sweepAt(Date.now() + LONG_AFTER);
    const old = await snapshot();
    for (const at of calls) {
      for (const last of ['made', 'not made'] as const) {
        const told = await killed(write, at, last);
        expect([visible(before), visible(after)]).toContainEqual(visible(await snapshot()));
        await sweepAt(Date.now() + LONG_AFTER);
        const left = await snapshot();
        if (!write.isResumed) expect([old, swept], `call ${at} ${last}`).toContainEqual(left);
        if (isGood(told.status)) expect(left).toEqual(swept);
      }
    }
  });
});

describe.each(WRITES.filter(({ isLarge }) => !isLarge))('$name', (write) => {
  it('killed anywhere and asked for once more, after a sweep in between, is done', async () => {
    const { calls, swept } = await whole(write);
    for (const at of calls) {
      const { known } = await killed(write, at, 'made');
      await sweepAt(Date.now());
      const service = plain();
      const status = await finish(service, write.run(sendTo(service), known));
      expect(isGood(status) || write.again?.includes(status), `call ${at}: ${status}`).toBe(true);
      await sweepAt(Date.now() + LONG_AFTER);
      expect(await snapshot()).toEqual(swept);
    }
  });
  it('is not disturbed by a sweep at any of its calls', async () => {
    const { calls, after } = await whole(write);
    for (const at of calls) {
      const known = await begin(write);
      const service = behind(async (index, run) => {
        if (index === at) await sweepAt(Date.now());
        return run();
      });
      expect(isGood(await finish(service, write.run(sendTo(service), known)))).toBe(true);
      expect(visible(await snapshot())).toEqual(visible(after));
    }
  });
});

describe('an object that another request deletes while it is written', () => {
  it.each(WRITES.filter(({ name }) => name === 'PutObject, streamed'))(
    '$name: is there with its note, or nothing is left of it after a sweep',
    async (write) => {
      const { calls, swept } = await whole(write);
      expect(calls.length).toBeGreaterThan(1);
      const { target: _, ...without } = swept;
      for (const at of calls) {
        const known = await begin(write);
        const service = behind(async (index, run) => {
          if (index === at) await ask(sendTo(plain()), { method: 'DELETE', key: 'target' });
          return run();
        });
        expect(isGood(await finish(service, write.run(sendTo(service), known)))).toBe(true);
        await sweepAt(Date.now() + LONG_AFTER);
        expect([swept, without], `call ${at}`).toContainEqual(await snapshot());
      }
    },
  );
});
