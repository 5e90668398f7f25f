/** The pictures that the tests' setup made, put where the service finds them. */
import { env } from 'cloudflare:workers';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    sources: Record<string, string>;
    corpus: Record<string, string>;
    bad: Record<string, string>;
  }
}

/** Bytes of base64 text. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Stores files in the default bucket. */
export async function store(files: Readonly<Record<string, string>>, prefix = ''): Promise<void> {
  for (const [key, text] of Object.entries(files)) await env.ORIGINALS.put(prefix + key, fromBase64(text));
}

/** Stores the sources of the conformance table. */
export function storeSources(): Promise<void> {
  return store(inject('sources'));
}

/** A source's bytes. */
export function sourceBytes(key: string): Uint8Array<ArrayBuffer> {
  return fromBase64(inject('sources')[key] ?? '');
}
