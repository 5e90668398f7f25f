/** What the runtime does for the service; tests stand in for it. */
export interface Host {
  /** Asks the renderer entrypoint for the picture of an address, for the request of this name. */
  ask(address: string, request: string): Promise<Response>;
  /** Drops cached pictures by their tags. */
  purge(tags: readonly string[]): Promise<void>;
  /** Sends a callback to where an application listens, or asks a bucket's origin; `fetch` where it is left out. */
  call?(url: URL, init: RequestInit): Promise<Response>;
  /** Keeps work going after the answer. */
  waitUntil(work: Promise<unknown>): void;
}
