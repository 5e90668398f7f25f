/**
 * What the OSS face needs from the outside: objects, styles, settings, pictures, keys and the time.
 * Nothing here names a product; the Worker implements it over R2 and KV, the tests over maps.
 */
export * from './ports/access-keys.ts';
export * from './ports/buckets.ts';
export * from './ports/callbacks.ts';
export * from './ports/memory.ts';
export * from './ports/objects.ts';
export * from './ports/renderer.ts';
export * from './ports/settings.ts';
export * from './ports/tasks.ts';

/** Milliseconds since 1970, and later. */
export interface Clock {
  now(): number;
  wait(milliseconds: number): Promise<void>;
}

/** A stream of so many bytes: hosts tell callers the length of those only that they know it of. */
export type Measured = (body: ReadableStream<Uint8Array>, length: number) => ReadableStream<Uint8Array>;

/** Told after objects changed, so that what was made of them is dropped. Must not throw. */
export interface Changes {
  changed(bucket: string, keys: readonly string[]): void;
}
