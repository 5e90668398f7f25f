/** One authenticated request, as handlers see it. */
import type { Query } from '../protocol/text/query.ts';
import type { Reply } from '../protocol/http/reply.ts';
import type {
  AccessKey,
  AccessKeys,
  Bucket,
  Buckets,
  Callbacks,
  Changes,
  Clock,
  Measured,
  Memory,
  Renderer,
  SettingsStore,
  StyleStore,
  Tasks,
} from '../ports.ts';

/** Everything handlers may use of the outside. */
export interface Services {
  readonly buckets: Buckets;
  readonly styles: StyleStore;
  readonly settings: SettingsStore;
  readonly renderer: Renderer;
  readonly clock: Clock;
  readonly measured: Measured;
  readonly memory: Memory;
  readonly changes: Changes;
  /** Undefined where nobody is called back. */
  readonly callbacks?: Callbacks | undefined;
  /** Undefined where nothing is done later. */
  readonly tasks?: Tasks | undefined;
  /** Who may sign; forms carry their own signature. */
  readonly keys: AccessKeys;
  /** Key prefixes, such as `.fonts/`, that only signed requests reach, whatever an ACL says. */
  readonly closed: readonly string[];
  /** Told of every error that is not the caller's. Must not throw. */
  log(error: unknown, requestId: string): void;
}

/** A request for the service itself, after authentication. */
export interface ServiceCall {
  readonly request: Request;
  /** `GET`, `HEAD`, … in upper case. */
  readonly method: string;
  readonly headers: Headers;
  readonly query: Query;
  /** Host of the request as it was written, port included. */
  readonly host: string;
  readonly requestId: string;
  /** Who signed; undefined for an anonymous request. */
  readonly caller: AccessKey | undefined;
  readonly services: Services;
}

/** A request for a bucket or an object, after addressing and authentication. */
export interface Call extends ServiceCall {
  /** The configured bucket the request is for. */
  readonly bucket: Bucket;
  /** Decoded key; empty for the bucket itself. */
  readonly key: string;
}

/** Answers a call. Throws OssError or ProcessError for whatever the caller did wrong. */
export type Handler = (call: Call) => Promise<Reply>;
