/** How a request finds its handler: by level, method, sub-resource and, for copies, a header. */
import type { Handler } from './call.ts';
import type { Permission } from './ports.ts';

/** What a request is about: an object, or the bucket itself when the key is empty. */
export type Level = 'bucket' | 'object';

/** One operation of the API. */
export interface Route {
  readonly level: Level;
  readonly method: string;
  /** The query parameter that selects the operation, `uploads`; undefined for the plain one. */
  readonly resource?: string | undefined;
  /** A header that must be there as well, lower case. */
  readonly header?: string | undefined;
  /**
   * What the caller's key must allow; without a key the ACL of object or bucket decides. `handler` leaves it to the
   * handler, which then sees anonymous calls too: reads, whose answer depends on the object, and signed forms.
   */
  readonly needs: Permission | 'handler';
  readonly handler: Handler;
}
