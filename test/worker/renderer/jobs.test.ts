import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/core/engine/engine.ts';
import type { Job, Result } from '../../../src/core/engine/job.ts';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { createBuckets } from '../../../src/worker/storage/buckets.ts';
import { readConfig } from '../../../src/worker/config/config.ts';
import { fromAddress, toAddress } from '../../../src/worker/wire/address.ts';
import { OriginalChanged } from '../../../src/worker/wire/errors.ts';
import { createWorkshop, type Workshop } from '../../../src/worker/renderer/jobs.ts';

const PHASES = { head: 0, plan: 0, wait: 0, render: 0 };
const result = (text: string): Result => {
  const chunks = [...text].map((character) => new TextEncoder().encode(character));
  return { chunks, size: text.length, type: 'text/plain', plan: undefined, phases: PHASES };
};

let jobs: { job: Job; finish(result: Result): void; fail(error: unknown): void }[];
let background: Promise<unknown>[];
let workshop: Workshop;
let etag: string;
let benches: number;
let time: number;
const address = (chain = 'image/resize,w_1') =>
  toAddress({ version: 'v', bucket: 'examplebucket', key: 'photo', etag, chain, marks: '' });

beforeEach(async () => {
  etag = (await env.ORIGINALS.put('photo', 'bytes'))?.etag ?? '';
  jobs = [];
  background = [];
  benches = 0;
  time = 0;
  const engine = {
    parse: (text: string) => ({ text }),
    render: (job: Job) => new Promise<Result>((finish, fail) => jobs.push({ job, finish, fail })),
  };
  workshop = createWorkshop({
    buckets: createBuckets(readConfig({ ...env }), { ...env }),
    setUp() {
      benches++;
      const marks = { picture: () => Promise.reject(), text: () => Promise.reject() };
      return { engine: engine as unknown as Engine, marksOf: () => marks };
    },
    waitUntil: (work) => background.push(work),
    now: () => time,
  });
});

/** Waits until the engine has that many jobs. */
async function untilJobs(count: number): Promise<void> {
  while (jobs.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe('a workshop', () => {
  it('makes a picture that several ask for once, and pieces it together', async () => {
    const asked = [1, 2, 3].map(() => workshop.make(address()));
    await untilJobs(1);
    jobs[0]?.finish(result('abc'));
    const made = await Promise.all(asked);
    expect(made.map(({ shared }) => shared)).toEqual([false, true, true]);
    for (const { rendered } of made) expect(new TextDecoder().decode(rendered.bytes)).toBe('abc');
    expect(jobs).toHaveLength(1);
    const again = workshop.make(address());
    await untilJobs(2);
    jobs[1]?.finish(result('d'));
    expect((await again).shared).toBe(false);
  });
  it('makes different pictures apart', async () => {
    const asked = [workshop.make(address()), workshop.make(address('image/resize,w_2'))];
    await untilJobs(2);
    jobs[0]?.finish(result('1'));
    jobs[1]?.finish(result('2'));
    expect((await Promise.all(asked)).every(({ shared }) => !shared)).toBe(true);
  });
  it('refuses all who asked alike, and begins anew for the next', async () => {
    const asked = [1, 2].map(() => workshop.make(address()));
    await untilJobs(1);
    jobs[0]?.fail(new ProcessError('BadRequest', 'no'));
    for (const one of asked) await expect(one).rejects.toThrow('no');
    await Promise.all(background);
    void workshop.make(address());
    await untilJobs(2);
    jobs[1]?.finish(result(''));
  });
  it('goes on when whoever asked has gone', async () => {
    void workshop.make(address());
    expect(background).toHaveLength(1);
    await untilJobs(1);
    jobs[0]?.finish(result(''));
    await Promise.all(background);
  });
  it('sets up anew when nothing gets done any more, and only then', async () => {
    void workshop.make(address());
    await untilJobs(1);
    time = 89_999;
    void workshop.make(address('image/resize,w_2'));
    expect(benches).toBe(1);
    time = 90_000;
    const asked = workshop.make(address());
    await untilJobs(3);
    expect(benches).toBe(2);
    jobs[2]?.finish(result('abc'));
    expect((await asked).shared).toBe(false);
    // A long rest is no standstill.
    time = 1_000_000;
    void workshop.make(address('image/resize,w_3'));
    await untilJobs(4);
    expect(benches).toBe(2);
  });
  it('renders the version that was asked for and no other', async () => {
    const stale = address();
    await env.ORIGINALS.put('photo', 'others');
    await expect(workshop.make(stale)).rejects.toThrow(OriginalChanged);
    expect(jobs).toHaveLength(0);
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
        marks: 'e1,-',
      };
      expect(fromAddress(toAddress(asked))).toEqual(asked);
      expect(new URL(toAddress(asked)).href).toBe(toAddress(asked));
    },
  );
});
