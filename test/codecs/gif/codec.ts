/** The GIF codec over the built kernel. */
import { readFileSync } from 'node:fs';
import { gifCodec } from '../../../src/codecs/gif/index.ts';

const binary = readFileSync(new URL('../../../wasm/build/gif.wasm', import.meta.url));

export const codec = gifCodec({ gif: new WebAssembly.Module(binary) });
