/** What the operator asks the service itself, under `/-/`: health for everybody, the rest behind a key. */
import { OssError } from '../../oss/protocol/error/oss-error.ts';
import type { Swept } from '../gateway/sweep.ts';
import { carriesKey } from './key.ts';
import type { Purge } from './purge.ts';

/** What an operator can ask. */
export interface OperatorParts {
  /** The key; undefined where nobody has one, and these paths are keys of objects like any other. */
  readonly key: string | undefined;
  health(): Promise<Response>;
  metrics(): string;
  sweep(): Promise<Swept>;
  /** Undefined for a purge of nothing that is there. */
  purge(what: Purge): Promise<object | undefined>;
}

/** Answers the operator; undefined for everything else. */
export type Operator = (request: Request) => Promise<Response | undefined>;

/** The path of health. */
export const HEALTH = '/-/health';

const NO_STORE = { 'Cache-Control': 'no-store' };
const PROMETHEUS = { ...NO_STORE, 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' };

/** Makes the operator's door. */
export function createOperator(parts: OperatorParts): Operator {
  const { key } = parts;
  const doors: Readonly<Record<string, (request: Request) => Promise<Response>>> = {
    'GET /-/metrics': async () => new Response(parts.metrics(), { headers: PROMETHEUS }),
    'POST /-/sweep': async () => Response.json(await parts.sweep(), { headers: NO_STORE }),
    'POST /-/purge': (request) => purge(request, parts),
  };
  return async function operate(request) {
    const { pathname } = new URL(request.url);
    if (pathname === HEALTH && ['GET', 'HEAD'].includes(request.method)) return parts.health();
    const door = doors[`${request.method} ${pathname}`];
    if (key === undefined || door === undefined) return undefined;
    if (!(await carriesKey(request, key))) return said('The key is missing or wrong.', 403);
    return door(request).catch(failed);
  };
}

async function purge(request: Request, parts: OperatorParts): Promise<Response> {
  const what = await request.json<unknown>().catch(() => undefined);
  const done = isPurge(what) ? await parts.purge(what) : undefined;
  if (done === undefined) return said('Expected JSON: a bucket of the service, and a key or prefix.', 400);
  return Response.json(done, { headers: NO_STORE });
}

function isPurge(what: unknown): what is Purge {
  const fields: unknown[] = typeof what === 'object' && what !== null ? Object.values(what) : [undefined];
  return fields.every((field) => typeof field === 'string');
}

function failed(error: unknown): Response {
  if (error instanceof OssError && error.status === 503)
    return said('A store failed. Please try again.', 503);
  throw error;
}

function said(text: string, status: number): Response {
  return new Response(`${text}\n`, { status, headers: NO_STORE });
}
