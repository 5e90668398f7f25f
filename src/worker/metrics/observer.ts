/** What is told of requests and pictures: numbers to be collected, a line in the log, a data point. */
import type { Result } from '../../core/engine/job.ts';
import type { Ledger } from '../../core/engine/ledger.ts';
import type { Answered } from '../../oss/face.ts';
import { createRegistry } from './registry.ts';

/** What an observer is made of. */
export interface ObserverParts {
  /** Whether each request is a line in the log. */
  readonly logs: boolean;
  /** Where data points go, if anywhere. */
  readonly analytics: Pick<AnalyticsEngineDataset, 'writeDataPoint'> | undefined;
  /** Names the code that renders. */
  readonly version: string;
}

/** Sees everything that an isolate does. */
export interface Observer {
  /** A request was answered. */
  answered(answered: Answered): void;
  /** A picture or report was made. */
  made(result: Result): void;
  /** A bucket's origin was read. */
  fetched(bucket: string, outcome: string): void;
  /** Reports the state of a ledger from now on. */
  watch(ledger: Ledger): void;
  /** Everything, as Prometheus reads it. */
  text(): string;
}

/** The observer of one isolate. */
export function createObserver({ logs, analytics, version }: ObserverParts): Observer {
  const registry = createRegistry();
  const requests = registry.counter('edge_img_requests_total', 'Requests by route and status.');
  const refusals = registry.counter('edge_img_refusals_total', 'Refused requests by error code.');
  const pictures = registry.counter('edge_img_pictures_total', 'Processed answers by cache: hit or miss.');
  const sent = registry.counter('edge_img_sent_bytes_total', 'Bytes of bodies by their announced length.');
  const fetched = registry.counter(
    'edge_img_origin_total',
    'Reads of origins by bucket and what came of them.',
  );
  const made = countMade(registry);
  registry.gauge('edge_img_info', 'The code of this isolate.', () => [{ value: 1, labels: { version } }]);
  return {
    answered(answer) {
      const { route, status, code, bytes } = answer;
      const cache = cacheOf(answer);
      requests.add(1, { route, status: `${status}` });
      if (code !== undefined) refusals.add(1, { code });
      if (cache !== undefined) pictures.add(1, { cache });
      sent.add(bytes ?? 0);
      if (logs) console.log(logLine(answer, cache));
      analytics?.writeDataPoint(dataPoint(answer, cache));
    },
    made,
    fetched: (bucket, outcome) => fetched.add(1, { bucket, outcome }),
    watch(ledger) {
      registry.gauge(
        'edge_img_ledger_bytes',
        'Bytes of pictures under way: promised now, and at most.',
        () => [
          { value: ledger.reserved, labels: { kind: 'reserved' } },
          { value: ledger.capacity, labels: { kind: 'capacity' } },
        ],
      );
      registry.gauge('edge_img_ledger_waiting', 'Jobs that wait for memory.', () => [
        { value: ledger.waiting },
      ]);
    },
    text: () => registry.text(),
  };
}

/** Plans against what came of them. On Cloudflare a clock stands still while code computes: phases count waiting there. */
function countMade(registry: ReturnType<typeof createRegistry>): Observer['made'] {
  const renders = registry.counter('edge_img_renders_total', 'Pictures and reports made, by what they are.');
  const phases = registry.counter('edge_img_phase_seconds_total', 'Seconds spent making them, by phase.');
  const cost = registry.counter(
    'edge_img_planned_cpu_seconds_total',
    'Seconds of CPU that their plans state.',
  );
  const planned = registry.counter(
    'edge_img_planned_bytes_total',
    'Bytes at the peak that their plans state.',
  );
  const used = registry.counter('edge_img_result_bytes_total', 'Bytes of what was made.');
  return ({ plan, phases: spent, size, type }) => {
    renders.add(1, { type });
    for (const [phase, milliseconds] of Object.entries(spent)) phases.add(milliseconds / 1000, { phase });
    cost.add((plan?.cost ?? 0) / 1000);
    planned.add(plan?.peakBytes ?? 0);
    used.add(size);
  };
}

/** Whether a picture came from the cache; undefined for what is no picture. */
function cacheOf({ timing }: Answered): string | undefined {
  return /cache;desc="(\w+)"/.exec(timing ?? '')?.[1];
}

function logLine(answer: Answered, cache: string | undefined): string {
  return JSON.stringify({ event: 'request', ...answer, cache });
}

/** Blobs: route, method, error code, cache, request id. Doubles: status, milliseconds, bytes. */
function dataPoint(answer: Answered, cache: string | undefined): AnalyticsEngineDataPoint {
  const { bucket, route, method, code, requestId, status, milliseconds, bytes } = answer;
  return {
    indexes: [bucket ?? ''],
    blobs: [route, method, code ?? '', cache ?? '', requestId],
    doubles: [status, milliseconds, bytes ?? 0],
  };
}
