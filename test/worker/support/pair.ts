/** Two services, one the origin of the other's bucket, with a gate between them. */
import { env } from 'cloudflare:workers';
import { startService, type Watched } from './service.ts';
import { ACCESS_KEYS, KEY } from './sign.ts';

/** What befalls a request to the origin; `answer` asks it. */
export type Gate = (request: Request, answer: () => Promise<Response>) => Promise<Response>;

/** The old service and the new one. */
export interface Pair {
  readonly old: Watched;
  readonly fresh: Watched;
  /** What the origin was asked, in order: `GET /examplebucket/key?acl`. */
  readonly asked: string[];
  /** Puts a gate between the two. */
  through(gate: Gate): void;
}

/** Where each keeps the objects of `examplebucket`. */
export const OLD = env.PRIVATE;
export const FRESH = env.ORIGINALS;

/** How a pair differs from two public buckets, signed with a key. */
export interface Different {
  /** Fields of the old bucket, and of the new one. */
  readonly oldBucket?: object;
  readonly freshBucket?: object;
  readonly origin?: object;
  readonly variables?: object;
}

/** Starts both. The bucket of either is called `examplebucket`. */
export function startPair({ oldBucket, freshBucket, origin, variables }: Different = {}): Pair {
  const asked: string[] = [];
  let gate: Gate = (_, answer) => answer();
  const old = startService({
    ACCESS_KEYS,
    BUCKETS: { examplebucket: { binding: 'PRIVATE', acl: 'public-read', ...oldBucket } },
  });
  const from = { kind: 'oss', url: 'http://old.example/examplebucket', ...origin };
  const bucket = { binding: 'ORIGINALS', acl: 'public-read', origin: from, ...freshBucket };
  const fresh = startService(
    {
      ACCESS_KEYS,
      ORIGIN_KEYS: { examplebucket: KEY },
      BUCKETS: { examplebucket: bucket },
      ...variables,
    },
    (url, init) => {
      const request = new Request(url, init);
      asked.push(`${request.method} ${url.pathname}${url.search}`);
      return gate(request, () => old.service.face(request));
    },
  );
  return { old, fresh, asked, through: (next) => void (gate = next) };
}

/** Something that is waited for, and what makes it happen. */
function event(): [Promise<void>, () => void] {
  let happen: () => void = () => undefined;
  const happened = new Promise<void>((resolve) => (happen = resolve));
  return [happened, () => happen()];
}

/** Holds the origin's answers back until `go`; `reached` once there is one. */
export function holdBack(pair: Pair): { readonly reached: Promise<void>; go(): void } {
  const [reached, reach] = event();
  const [going, go] = event();
  pair.through(async (_, answer) => {
    const response = await answer();
    reach();
    await going;
    return response;
  });
  return { reached, go };
}

/** Takes everything out of both stores. */
export async function emptyBoth(): Promise<void> {
  for (const bucket of [OLD, FRESH]) {
    const { objects } = await bucket.list();
    if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
  }
}
