/** What drawing text needs of the platform: the built font slices, and brotli for WOFF2. */
import { brotliDecompressSync } from 'node:zlib';
import type { TextHost } from '../../../text/ports.ts';
import type { Env } from '../../env.ts';
import { unavailable } from '../../wire/errors.ts';

/** The host of text in this Worker. `asset` and `brotli` throw only for trouble of the platform or broken bytes. */
export function createTextHost({ ASSETS }: Pick<Env, 'ASSETS'>): TextHost {
  return {
    async asset(path) {
      const response = await ASSETS.fetch(`https://assets/fonts/${path}`);
      if (response.ok) return new Uint8Array(await response.arrayBuffer());
      await response.body?.cancel();
      // Only what is really missing is stood in for by another font: that picture would be kept.
      if (response.status !== 404) throw unavailable('The fonts cannot be read now. Please try again.');
      return undefined;
    },
    brotli: (bytes, maxLength) => brotliDecompressSync(bytes, { maxOutputLength: maxLength }),
  };
}
