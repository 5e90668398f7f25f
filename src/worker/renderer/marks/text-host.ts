/** What drawing text needs of the platform: the built font slices, and brotli for WOFF2. */
import { brotliDecompressSync } from 'node:zlib';
import type { TextHost } from '../../../text/ports.ts';
import type { Env } from '../../env.ts';

/** The host of text in this Worker. `asset` and `brotli` throw only for trouble of the platform or broken bytes. */
export function createTextHost({ ASSETS }: Pick<Env, 'ASSETS'>): TextHost {
  return {
    async asset(path) {
      const response = await ASSETS.fetch(`https://assets/fonts/${path}`);
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
      await response.body?.cancel();
      return undefined;
    },
    brotli: (bytes, maxLength) => brotliDecompressSync(bytes, { maxOutputLength: maxLength }),
  };
}
