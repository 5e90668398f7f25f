import { afterEach, expect, it, vi } from 'vitest';
import type { Result } from '../../../src/core/engine/job.ts';
import { createLedger } from '../../../src/core/engine/ledger.ts';
import { createObserver } from '../../../src/worker/metrics/observer.ts';

afterEach(() => void vi.restoreAllMocks());

const ANSWER = {
  route: 'GET object',
  bucket: 'photos',
  caller: undefined,
  requestId: 'ID',
  method: 'GET',
  path: '/photos/a',
  status: 200,
  milliseconds: 7,
} as const;

/** What is counted, by name and labels. */
function numbers(text: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );
}

it('counts what was made in seconds and bytes, as it was planned and as it came', () => {
  const observer = createObserver({ logs: false, analytics: undefined, version: 'v7' });
  const phases = { head: 1, plan: 0, wait: 500, render: 250 };
  const plan = { cost: 1500, peakBytes: 4000 } as Result['plan'];
  observer.made({ chunks: [], size: 90, type: 'image/png', plan, phases });
  observer.made({ chunks: [], size: 10, type: 'application/json', plan: undefined, phases });
  expect(numbers(observer.text())).toEqual({
    'edge_img_info{version="v7"}': 1,
    'edge_img_renders_total{type="image/png"}': 1,
    'edge_img_renders_total{type="application/json"}': 1,
    'edge_img_phase_seconds_total{phase="head"}': 0.002,
    'edge_img_phase_seconds_total{phase="plan"}': 0,
    'edge_img_phase_seconds_total{phase="wait"}': 1,
    'edge_img_phase_seconds_total{phase="render"}': 0.5,
    edge_img_planned_cpu_seconds_total: 1.5,
    edge_img_planned_bytes_total: 4000,
    edge_img_result_bytes_total: 100,
  });
});

it('counts answers, refusals, pictures by cache, bytes, and reads of origins', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const points: AnalyticsEngineDataPoint[] = [];
  const analytics = { writeDataPoint: (point?: AnalyticsEngineDataPoint) => void points.push(point ?? {}) };
  const observer = createObserver({ logs: true, analytics, version: 'v' });
  observer.answered({ ...ANSWER, bytes: 5, timing: 'cache;desc="hit"' });
  observer.answered({ ...ANSWER, bytes: 6, timing: 'cache;desc="miss", render;dur=1.0' });
  observer.answered({ ...ANSWER, route: 'PUT object', bucket: undefined, status: 403, code: 'AccessDenied' });
  observer.fetched('photos', 'copied');
  expect(numbers(observer.text())).toMatchObject({
    'edge_img_requests_total{route="GET object",status="200"}': 2,
    'edge_img_requests_total{route="PUT object",status="403"}': 1,
    'edge_img_refusals_total{code="AccessDenied"}': 1,
    'edge_img_pictures_total{cache="hit"}': 1,
    'edge_img_pictures_total{cache="miss"}': 1,
    edge_img_sent_bytes_total: 11,
    'edge_img_origin_total{bucket="photos",outcome="copied"}': 1,
  });
  expect(points).toEqual([
    { indexes: ['photos'], blobs: ['GET object', 'GET', '', 'hit', 'ID'], doubles: [200, 7, 5] },
    { indexes: ['photos'], blobs: ['GET object', 'GET', '', 'miss', 'ID'], doubles: [200, 7, 6] },
    { indexes: [''], blobs: ['PUT object', 'GET', 'AccessDenied', '', 'ID'], doubles: [403, 7, 0] },
  ]);
  expect(log.mock.calls.map(([line]) => JSON.parse(line as string) as object)).toMatchObject([
    { event: 'request', cache: 'hit', bytes: 5 },
    { event: 'request', cache: 'miss' },
    { event: 'request', status: 403, code: 'AccessDenied' },
  ]);
});

it('tells the state of a ledger as it is when it is asked', async () => {
  const observer = createObserver({ logs: false, analytics: undefined, version: 'v' });
  const ledger = createLedger({ capacity: 100, maxWaiting: 1 });
  observer.watch(ledger);
  const state = () => {
    const all = numbers(observer.text());
    const [reserved, capacity] = ['reserved', 'capacity'].map(
      (kind) => all[`edge_img_ledger_bytes{kind="${kind}"}`],
    );
    return [reserved, capacity, all['edge_img_ledger_waiting']];
  };
  expect(state()).toEqual([0, 100, 0]);
  const held = await ledger.reserve(70);
  const waiting = ledger.reserve(40);
  expect(state()).toEqual([70, 100, 1]);
  held.release();
  await waiting;
  expect(state()).toEqual([40, 100, 0]);
});
