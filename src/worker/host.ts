/** What the runtime does for the service; tests stand in for it. */
export interface Host {
  /** Asks the renderer entrypoint for the picture of an address, for the request of this name. */
  ask(address: string, request: string): Promise<Response>;
  /** Drops cached pictures by their tags. */
  purge(tags: readonly string[]): Promise<void>;
  /** Keeps work going after the answer. */
  waitUntil(work: Promise<unknown>): void;
}
