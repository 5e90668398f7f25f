/**
 * The service over stores that fail as told. `POST /-/faults` with JSON (see `Faults`) sets what befalls the stores from
 * then on; it answers how often each fault of the setting before struck. Anything else is a request of a caller.
 */
import type { Env } from '../../../src/worker/env.ts';
import ServiceGateway, { Renderer as ServiceRenderer } from '../../../src/index.ts';
import { createDice, type Faults } from '../faults.ts';
import { troubled, type Trouble } from './stores.ts';

let trouble: Trouble = { dice: createDice({}), waitMs: 0 };

function setFaults(faults: Faults): Response {
  const { struck } = trouble.dice;
  trouble = { dice: createDice(faults), waitMs: faults.waitMs ?? 1000 };
  return Response.json(struck);
}

let env: Env | undefined;

/** One environment for the isolate: the service is made from the first it sees. */
function withTrouble(given: Env): Env {
  const now = () => trouble;
  const stores = Object.entries({ ...given }).map(([name, binding]: [string, unknown]) => {
    const kind = kindOf(binding);
    return [name, kind === undefined ? binding : troubled(binding as object, kind, now)];
  });
  env ??= Object.fromEntries(stores) as Env;
  return env;
}

function kindOf(binding: unknown): 'r2' | 'kv' | undefined {
  if (typeof binding !== 'object' || binding === null) return undefined;
  if ('createMultipartUpload' in binding) return 'r2';
  return 'getWithMetadata' in binding ? 'kv' : undefined;
}

/** The gateway over troubled stores. */
export default class Gateway extends ServiceGateway {
  constructor(ctx: ExecutionContext, given: Env) {
    super(ctx, withTrouble(given));
  }
  override async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname !== '/-/faults') return super.fetch(request);
    return setFaults(await request.json<Faults>());
  }
}

/** The renderer over troubled stores. */
export class Renderer extends ServiceRenderer {
  constructor(ctx: ExecutionContext, given: Env) {
    super(ctx, withTrouble(given));
  }
}
