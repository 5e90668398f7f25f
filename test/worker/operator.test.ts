/** What the operator sees and does: health, numbers, log lines, data points, sweeps and purges. */
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answer } from '../../src/worker/entry.ts';
import { health } from '../../src/worker/operator/health.ts';
import { createLedger } from '../../src/core/engine/ledger.ts';
import { purge, type PurgeParts } from '../../src/worker/operator/purge.ts';
import type { Env } from '../../src/worker/env.ts';
import { sweep } from '../../src/worker/gateway/sweep.ts';
import { originalTag } from '../../src/worker/wire/address.ts';
import { faultyR2, never } from './support/faulty-r2.ts';
import { startService, type Watched } from './support/service.ts';
import { ACCESS_KEYS, KEY, signed } from './support/sign.ts';
import { sourceBytes } from './support/sources.ts';

const ADMIN_KEY = 'correct horse';
const WITH_KEY = { Authorization: `Bearer ${ADMIN_KEY}` };

let service: Watched;
const start = (variables: Record<string, unknown> = {}) => {
  service = startService({ ACCESS_KEYS, ADMIN_KEY, ENGINE_VERSION: crypto.randomUUID(), ...variables });
};
const operate = (path: string, init: RequestInit = {}) =>
  service.service.operator(new Request(`http://127.0.0.1:8787${path}`, init));
const json = async (path: string, body: object = {}) => {
  const response = await operate(path, { method: 'POST', headers: WITH_KEY, body: JSON.stringify(body) });
  return {
    status: response?.status,
    body: response?.ok ? await response.json<Record<string, unknown>>() : {},
  };
};

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  await env.ORIGINALS.put('photo.png', sourceBytes('400x267.png'));
  start();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('health', () => {
  it('is 200 with the engine, the stores and the ledger, and no secret', async () => {
    start({ ENGINE_VERSION: 'abc' });
    const response = await operate('/-/health');
    expect(response?.status).toBe(200);
    expect(response?.headers.get('cache-control')).toBe('no-store');
    const body = (await response?.text()) ?? '';
    expect(JSON.parse(body)).toEqual({
      status: 'ok',
      configuration: 'valid',
      engine: 'abc',
      stores: { r2: 'ok', kv: 'ok' },
      ledger: { capacity: 100_663_296, reserved: 0, waiting: 0 },
    });
    for (const secret of [ADMIN_KEY, KEY.id, KEY.secret]) expect(body).not.toContain(secret);
  });
  it.each<[string, () => Record<string, unknown>, object]>([
    [
      'R2 fails',
      () => ({ ORIGINALS: faultyR2(env.ORIGINALS, () => Promise.reject(new Error('down'))).bucket }),
      { r2: 'failing', kv: 'ok' },
    ],
    [
      'R2 hangs',
      () => ({ ORIGINALS: faultyR2(env.ORIGINALS, () => never).bucket }),
      { r2: 'failing', kv: 'ok' },
    ],
    [
      'R2 of another bucket fails',
      () => ({ PRIVATE: faultyR2(env.PRIVATE, () => Promise.reject(new Error('down'))).bucket }),
      { r2: 'failing', kv: 'ok' },
    ],
    [
      'R2 of buckets that callers make fails',
      () => ({
        BUCKET_TEMPLATE: { binding: 'MADE' },
        MADE: faultyR2(env.ORIGINALS, () => Promise.reject(new Error('down'))).bucket,
      }),
      { r2: 'failing', kv: 'ok' },
    ],
    ['KV hangs', () => ({ STYLES: { get: () => never } }), { r2: 'ok', kv: 'failing' }],
  ])('is 503 within its deadline when %s', async (_, variables, stores) => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 200 });
    start(variables());
    const response = await operate('/-/health');
    expect(response?.status).toBe(503);
    expect(await response?.json()).toMatchObject({ status: 'failing', stores });
  });
  it('gives each store two seconds, one after the other', async () => {
    vi.useFakeTimers();
    const ledger = createLedger({ capacity: 1, maxWaiting: 1 });
    const answered = vi.fn<(response: Response) => void>();
    const kv = { get: () => never } as unknown as KVNamespace;
    void health({ version: 'v', r2: [{ head: () => never }], kv, ledger }).then(answered);
    await vi.advanceTimersByTimeAsync(3_999);
    expect(answered).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(answered).toHaveBeenCalledWith(expect.objectContaining({ status: 503 }));
  });
  it('is 503 where the configuration is wrong, and says no more', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    vi.resetModules();
    const { answer: fresh } = (await import('../../src/worker/entry.ts')) as { answer: typeof answer };
    const wrong = { ...env, FRESHNESS_SECONDS: 'soon' } as unknown as Env;
    const response = await fresh(new Request('http://127.0.0.1/-/health'), wrong);
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'failing', configuration: 'wrong, see the log' },
    ]);
  });
  it('is answered by the entrypoint', async () => {
    const response = await answer(new Request('http://127.0.0.1:8787/-/health'), env);
    expect([response.status, await response.json()]).toMatchObject([200, { status: 'ok' }]);
  });
});

describe('the key', () => {
  it.each(['GET /-/metrics', 'POST /-/sweep', 'POST /-/purge'])('opens %s', async (door) => {
    const [method = '', path = ''] = door.split(' ');
    for (const headers of [
      {},
      { Authorization: 'Bearer correct' },
      { Authorization: `Bearer ${ADMIN_KEY}r` },
      { Authorization: `Bearer ${ADMIN_KEY.toUpperCase()}` },
      { Authorization: `Basic ${ADMIN_KEY}` },
      { Authorization: `Bearer${ADMIN_KEY}` },
      { Authorization: `x Bearer ${ADMIN_KEY}` },
      { Authorization: ADMIN_KEY },
      { Authorization: 'Bearer ' },
    ]) {
      expect((await operate(path, { method, headers }))?.status).toBe(403);
    }
    // Schemes are written in any case (RFC 9110 section 11.1).
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const headers = { Authorization: `${scheme} ${ADMIN_KEY}` };
      expect((await operate(path, { method, headers }))?.status).not.toBe(403);
    }
    start({ ADMIN_KEY: '' });
    expect(await operate(path, { method, headers: { Authorization: 'Bearer ' } })).toBeUndefined();
    expect(await operate(path, { method, headers: WITH_KEY })).toBeUndefined();
  });
  it('leaves other keys of objects alone', async () => {
    for (const path of ['/-/healthy', '/-/metrics/a', '/examplebucket/-/health', '/']) {
      expect(await operate(path)).toBeUndefined();
    }
  });
});

describe('metrics', () => {
  const numbers = async () => {
    const response = await operate('/-/metrics', { headers: WITH_KEY });
    expect(response?.headers.get('content-type')).toContain('version=0.0.4');
    const lines = ((await response?.text()) ?? '').trim().split('\n');
    for (const line of lines)
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [\d.e+-]+)$/);
    return new Map(
      lines
        .filter((line) => !line.startsWith('#'))
        .map((line) => {
          const at = line.lastIndexOf(' ');
          return [line.slice(0, at), Number(line.slice(at + 1))];
        }),
    );
  };
  it('count requests by route and status, refusals, cache, phases and plans', async () => {
    for (const path of [
      'photo.png',
      'gone.png',
      'photo.png?x-oss-process=image/resize,w_31',
      'photo.png?x-oss-process=image/resize,w_31',
    ]) {
      await (await service.get(path)).arrayBuffer();
      await service.settle();
    }
    await service.get('photo.png', { method: 'PUT', body: 'x' });
    const counted = await numbers();
    expect(Object.fromEntries(counted)).toMatchObject({
      'edge_img_requests_total{route="GET object",status="200"}': 3,
      'edge_img_requests_total{route="GET object",status="404"}': 1,
      'edge_img_requests_total{route="PUT object",status="403"}': 1,
      'edge_img_refusals_total{code="NoSuchKey"}': 1,
      'edge_img_refusals_total{code="AccessDenied"}': 1,
      'edge_img_pictures_total{cache="miss"}': 1,
      'edge_img_pictures_total{cache="hit"}': 1,
      'edge_img_renders_total{type="image/png"}': 1,
      'edge_img_ledger_bytes{kind="reserved"}': 0,
      edge_img_ledger_waiting: 0,
    });
    for (const name of [
      'edge_img_planned_bytes_total',
      'edge_img_planned_cpu_seconds_total',
      'edge_img_result_bytes_total',
    ]) {
      expect(counted.get(name)).toBeGreaterThan(0);
    }
    expect(counted.has('edge_img_phase_seconds_total{phase="render"}')).toBe(true);
  });
});

describe('each request', () => {
  it('is one line of JSON in the log where the operator wants it, without a signature', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await service.get('photo.png');
    expect(log).not.toHaveBeenCalled();
    start({ LOG_REQUESTS: true });
    await service.get(await signed({ method: 'GET', bucket: 'examplebucket', key: 'photo.png' }));
    await service.get('gone.png');
    const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)) as unknown);
    const size = sourceBytes('400x267.png').length;
    expect(lines).toMatchObject([
      {
        event: 'request',
        route: 'GET object',
        bucket: 'examplebucket',
        caller: KEY.id,
        path: '/examplebucket/photo.png',
        status: 200,
        bytes: size,
      },
      { event: 'request', path: '/gone.png', status: 404, code: 'NoSuchKey' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('Signature');
  });
  it('is a data point where a dataset is bound', async () => {
    const points: AnalyticsEngineDataPoint[] = [];
    start({ ANALYTICS: { writeDataPoint: (point: AnalyticsEngineDataPoint) => points.push(point) } });
    await service.get('gone.png');
    expect(points).toEqual([
      {
        indexes: ['examplebucket'],
        blobs: ['GET object', 'GET', 'NoSuchKey', '', expect.stringMatching(/^[0-9A-F]{24}$/)],
        doubles: [404, expect.any(Number), expect.any(Number)],
      },
    ]);
  });
});

describe('a sweep that is asked for', () => {
  it('removes what was left and tells how much, not what is in use', async () => {
    const staging = '/staging/examplebucket/';
    await env.ORIGINALS.put(`${staging}spool/000000000001aaaaaaaaaaaaaaaaaaaa`, 'left');
    await env.ORIGINALS.put(
      `${staging}spool/${Date.now().toString(16).padStart(12, '0')}aaaaaaaaaaaaaaaaaaaa`,
      'in use',
    );
    await env.ORIGINALS.put(`${staging}${'A'.repeat(32)}/bytes/00001`, 'part without an upload');
    const { status, body } = await json('/-/sweep');
    expect([status, body]).toMatchObject([200, { uploads: 1, spool: 1, scratch: 0, failed: [] }]);
    const { objects } = await env.ORIGINALS.list({ prefix: staging });
    expect(objects).toHaveLength(1);
  });
  it('deletes nothing by rules that it only remembers', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    let works = true;
    const kv = new Proxy(env.STYLES, {
      get: (target, name: keyof KVNamespace) => {
        const call = (target[name] as (...args: unknown[]) => Promise<unknown>).bind(target);
        return (...args: unknown[]) =>
          works || args[1] !== 'json' ? call(...args) : Promise.reject(new Error('KV is down'));
      },
    });
    start({ STYLES: kv });
    await env.ORIGINALS.put('old.txt', 'x');
    const rule = { ID: 'a', Prefix: 'old', Status: 'Enabled', Expiration: { Days: '1' } };
    const { services, buckets } = service.service;
    await services.settings.put('examplebucket', 'lifecycle', { rules: JSON.stringify([rule]) });
    const later = Date.now() + 5 * 86_400_000;
    works = false;
    const failing = await sweep({ buckets, services }, later);
    expect([failing.expired, failing.failed]).toEqual([0, expect.arrayContaining(['examplebucket'])]);
    expect(await env.ORIGINALS.head('old.txt')).not.toBeNull();
    works = true;
    expect(await sweep({ buckets, services }, later)).toMatchObject({ expired: 1, failed: [] });
    expect(await env.ORIGINALS.head('old.txt')).toBeNull();
  });
});

describe('a purge', () => {
  const tags = (keys: readonly string[]) => Promise.all(keys.map((key) => originalTag('examplebucket', key)));
  it('drops the pictures of a key, or of a prefix', async () => {
    for (const key of ['trips/a.png', 'trips/b.png']) await env.ORIGINALS.put(key, 'x');
    expect(await json('/-/purge', { key: 'photo.png' })).toEqual({ status: 200, body: { purged: 1 } });
    await service.settle();
    expect(service.purged).toEqual(await tags(['photo.png']));
    expect(await json('/-/purge', { bucket: 'examplebucket', prefix: 'trips/' })).toEqual({
      status: 200,
      body: { purged: 2 },
    });
    await service.settle();
    expect(service.purged.slice(1)).toEqual(await tags(['trips/a.png', 'trips/b.png']));
  });
  it('goes on where the one before it ended', async () => {
    const objects = Array.from({ length: 3 }, (_, i) => ({ key: `many/${i}` }));
    const changed: string[] = [];
    const list = ({ limit, cursor = '0' }: { limit: number; cursor?: string }) => {
      expect(limit).toBe(1000);
      const from = Number(cursor);
      return { objects: objects.slice(from, from + 2), cursor: from + 2 < 3 ? `${from + 2}` : undefined };
    };
    const bucket = { settings: { name: 'b' }, objects: { list } };
    const parts = {
      buckets: { configured: ['b'], find: () => bucket },
      changes: { changed: (_: string, keys: readonly string[]) => changed.push(...keys) },
    } as unknown as PurgeParts;
    const first = await purge({ prefix: 'many/' }, parts);
    expect(first).toEqual({ purged: 2, cursor: '2' });
    expect(await purge({ prefix: 'many/', cursor: first?.cursor }, parts)).toEqual({ purged: 1 });
    expect(changed).toEqual(objects.map(({ key }) => key));
  });
  it.each([{}, { bucket: 'nobodys', key: 'a' }, { key: 5 }, []])('of nothing is 400: %j', async (body) => {
    expect((await json('/-/purge', body)).status).toBe(400);
  });
});
