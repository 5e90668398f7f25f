/** Whether an isolate can answer: its stores do, in time. */
import type { Ledger } from '../../core/engine/ledger.ts';
import { inTime } from '../storage/patience.ts';

/** What health is looked at with. */
export interface HealthParts {
  readonly version: string;
  readonly r2: readonly Pick<R2Bucket, 'head'>[];
  readonly kv: Pick<KVNamespace, 'get'>;
  readonly ledger: Ledger;
}

/** Milliseconds that a store has: who asks for health gives up soon. */
const DEADLINE = 2000;
/** A name that no caller can store anything under. */
const NOTHING = '/health';

/** 200 when all is well, 503 otherwise; a body that has nothing to hide. */
export async function health({ version, r2, kv, ledger }: HealthParts): Promise<Response> {
  const stores = {
    r2: await answers(Promise.all(r2.map((bucket) => bucket.head(NOTHING)))),
    kv: await answers(kv.get(NOTHING)),
  };
  const { capacity, reserved, waiting } = ledger;
  const status = stores.r2 && stores.kv ? 'ok' : 'failing';
  return report({
    status,
    configuration: 'valid',
    engine: version,
    stores: { r2: stores.r2 ? 'ok' : 'failing', kv: stores.kv ? 'ok' : 'failing' },
    ledger: { capacity, reserved, waiting },
  });
}

/** What is said where the configuration is wrong: how, is for the log alone. */
export function misconfigured(): Response {
  return report({ status: 'failing', configuration: 'wrong, see the log' });
}

async function answers(asked: Promise<unknown>): Promise<boolean> {
  try {
    await inTime(asked, DEADLINE);
    return true;
  } catch (error) {
    console.warn('health: a store failed:', error);
    return false;
  }
}

function report(body: { readonly status: string; readonly [field: string]: unknown }): Response {
  const status = body.status === 'ok' ? 200 : 503;
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } });
}
