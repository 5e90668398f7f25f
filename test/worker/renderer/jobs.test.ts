import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../../src/core/engine/engine.ts';
import type { Job, Result } from '../../../src/core/engine/job.ts';
import { ProcessError } from '../../../src/core/spec/error.ts';
import type { Buckets } from '../../../src/oss/ports.ts';
import { createBuckets } from '../../../src/worker/storage/buckets.ts';
import { readConfig } from '../../../src/worker/config/config.ts';
import { fromAddress, toAddress } from '../../../src/worker/wire/address.ts';
import { SourceChanged } from '../../../src/worker/wire/errors.ts';
import { createJobs, type Jobs, type JobsParts } from '../../../src/worker/renderer/jobs.ts';
import type { Rendered } from '../../../src/worker/wire/response.ts';
import { createLeases, type Leases } from '../../../src/worker/leases.ts';

const PHASES = { head: 0, plan: 0, wait: 0, render: 0 };
const result = (text: string): Result => {
  const chunks = [...text].map((character) => new TextEncoder().encode(character));
  return { chunks, size: text.length, type: 'text/plain', plan: undefined, phases: PHASES };
};

let begun: { job: Job; finish(result: Result): void; fail(error: unknown): void }[];
let background: Promise<unknown>[];
let jobs: Jobs;
let leases: Leases;
let parts: JobsParts;
let etag: string;
const address = (chain = 'image/resize,w_1') =>
  toAddress({ version: 'v', bucket: 'examplebucket', key: 'photo', etag, chain, offer: '', marks: '' });

afterEach(() => {
  vi.useRealTimers();
});
beforeEach(async () => {
  etag = (await env.ORIGINALS.put('photo', 'bytes'))?.etag ?? '';
  begun = [];
  background = [];
  const engine = {
    parse: (text: string) => ({ text }),
    render: (job: Job) => new Promise<Result>((finish, fail) => begun.push({ job, finish, fail })),
  };
  leases = createLeases({ now: () => Date.now() });
  parts = {
    buckets: createBuckets(
      readConfig({ ...env }),
      { ...env },
      { waitUntil: (work) => background.push(work) },
    ),
    engine: engine as unknown as Engine,
    marksOf: () => ({ picture: () => Promise.reject(), text: () => Promise.reject() }),
    waitUntil: (work) => background.push(work),
    leases,
  };
  jobs = createJobs(parts);
});

/** Waits until the engine has that many begun. */
async function untilJobs(count: number): Promise<void> {
  while (begun.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
}

function wholeOf({ chunks }: Rendered): Promise<ArrayBuffer> {
  return new Response(new Blob([...chunks] as Uint8Array<ArrayBuffer>[])).arrayBuffer();
}

describe('jobs', () => {
  it('makes a picture that several ask for once, and pieces it together', async () => {
    const asked = [1, 2, 3].map(() => jobs.make(address()));
    await untilJobs(1);
    begun[0]?.finish(result('abc'));
    const made = await Promise.all(asked);
    expect(made.map(({ shared }) => shared)).toEqual([false, true, true]);
    for (const { rendered } of made) expect(new TextDecoder().decode(await wholeOf(rendered))).toBe('abc');
    expect(begun).toHaveLength(1);
    const again = jobs.make(address());
    await untilJobs(2);
    begun[1]?.finish(result('d'));
    expect((await again).shared).toBe(false);
  });
  it('makes different pictures apart', async () => {
    const asked = [jobs.make(address()), jobs.make(address('image/resize,w_2'))];
    await untilJobs(2);
    begun[0]?.finish(result('1'));
    begun[1]?.finish(result('2'));
    expect((await Promise.all(asked)).every(({ shared }) => !shared)).toBe(true);
  });
  it('refuses all who asked alike, and begins anew for the next', async () => {
    const asked = [1, 2].map(() => jobs.make(address()));
    await untilJobs(1);
    begun[0]?.fail(new ProcessError('BadRequest', 'no'));
    for (const one of asked) await expect(one).rejects.toThrow('no');
    await Promise.all(background);
    void jobs.make(address());
    await untilJobs(2);
    begun[1]?.finish(result(''));
  });
  it('goes on when whoever asked has gone', async () => {
    void jobs.make(address());
    expect(background).toHaveLength(1);
    await untilJobs(1);
    begun[0]?.finish(result(''));
    await Promise.all(background);
  });
  it('gives a job up when all who asked have hung up, and not before', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = [first, second].map(({ signal }) => jobs.make(address(), signal));
    await untilJobs(1);
    first.abort();
    expect(begun[0]?.job.lease?.stopped).toBeUndefined();
    second.abort();
    expect(begun[0]?.job.lease?.stopped?.message).toBe('nobody waits for the picture');
    // Whoever asks at that very moment gets a job of their own.
    const third = jobs.make(address());
    for (const one of asked) await expect(one).rejects.toThrow('nobody waits');
    await untilJobs(2);
    begun[1]?.finish(result('abc'));
    expect((await third).rendered.size).toBe(3);
  });
  it('begins anew for those who wait when the job they wait for dies', async () => {
    const dead = jobs.make(address());
    dead.catch(() => undefined);
    const waiting = jobs.make(address());
    await untilJobs(1);
    begun[0]?.job.lease?.end();
    await untilJobs(2);
    begun[1]?.finish(result('abc'));
    expect((await waiting).rendered.size).toBe(3);
    await expect(dead).rejects.toThrow('given up');
  });
  it('holds a lease until everybody is done with the picture', async () => {
    const asked = [1, 2].map(() => jobs.make(address()));
    await untilJobs(1);
    begun[0]?.finish(result('abc'));
    const [first, second] = await Promise.all(asked);
    const kept = first?.use();
    await Promise.all(background);
    first?.done();
    first?.done();
    kept?.();
    expect(leases.count).toBe(1);
    second?.done();
    expect(leases.count).toBe(0);
  });
  it('holds nothing of a picture whose caller hung up, however close that was to its end', async () => {
    for (let turns = 0; turns < 30; turns++) {
      const caller = new AbortController();
      jobs.make(address(), caller.signal).catch(() => undefined);
      await untilJobs(turns + 1);
      begun[turns]?.finish(result('abc'));
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      caller.abort();
      await Promise.all(background);
      expect([turns, leases.count]).toEqual([turns, 0]);
    }
  });
  it('is asked to stop after a minute and a half, and not before', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    jobs.make(address()).catch(() => undefined);
    await untilJobs(1);
    vi.advanceTimersByTime(89_999);
    expect(begun[0]?.job.lease?.stopped).toBeUndefined();
    vi.advanceTimersByTime(500);
    expect(begun[0]?.job.lease?.stopped).toMatchObject({ code: 'ServiceUnavailable', status: 503 });
  });
  it('waits a quarter of a minute for a store that does not answer', async () => {
    vi.useFakeTimers();
    const objects = { get: () => new Promise<never>(() => undefined) };
    const slow = createJobs({ ...parts, buckets: { find: async () => ({ objects }) } as unknown as Buckets });
    const asked = vi.fn<(error: unknown) => void>();
    const answer = slow.make(address()).catch(asked);
    await vi.advanceTimersByTimeAsync(14_999);
    expect(asked).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await answer;
    expect(asked).toHaveBeenCalledWith(expect.objectContaining({ status: 503 }));
    expect(leases.count).toBe(0);
  });
  it('renders the version that was asked for and no other', async () => {
    const stale = address();
    await env.ORIGINALS.put('photo', 'others');
    await expect(jobs.make(stale)).rejects.toThrow(SourceChanged);
    expect(begun).toHaveLength(0);
  });
});

describe('addresses', () => {
  it.each(['photo.jpg', 'a/b?c#d&e=f.jpg', '图片 1+1.png', '../%2e', '%', 'a\\b'])(
    'carry the key %j',
    (key) => {
      const asked = {
        version: 'v/1',
        bucket: 'photos',
        etag: 'abc-2',
        key,
        chain: 'image/resize,w_1/watermark,text_5Zu-,x_1',
        offer: 'webp',
        marks: 'e1,-',
      } as const;
      expect(fromAddress(toAddress(asked))).toEqual(asked);
      expect(new URL(toAddress(asked)).href).toBe(toAddress(asked));
    },
  );
});
