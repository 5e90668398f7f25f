/** The key pair that signs callbacks under `npm run dev`: made once, and kept beside the local buckets. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where receivers find the public half, in the default bucket. */
export const CALLBACK_KEY_OBJECT = 'callback-key.pem';

/** Bits of the vendor's own key. */
const BITS = 2048;

/** Both halves as PEM. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Reads the pair of a folder of local state, and makes it where there is none. */
export function localKeyPair(state: string): KeyPair {
  const file = join(state, CALLBACK_KEY_OBJECT);
  if (!existsSync(file)) {
    mkdirSync(state, { recursive: true });
    writeFileSync(file, made(), { mode: 0o600 });
  }
  const privateKey = readFileSync(file, 'utf8');
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  return { privateKey, publicKey };
}

function made(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: BITS });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
