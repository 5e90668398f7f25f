/** Opens the compressed ICC profile of an iCCP chunk. */
import { keepInstance } from '../instance.ts';
import type { PngExports } from './kernel.ts';

/** Profiles beyond this are no profiles of three channels; the largest in use have some 700 KB. */
const MAX_PROFILE_BYTES = 1 << 20;

/**
 * Inflates on an instance of its own: a header may be read while a picture is being decoded. Undefined when the
 * stream is broken or inflates to more than a profile has.
 */
export function profileReader(module: WebAssembly.Module): (stream: Uint8Array) => Uint8Array | undefined {
  const kept = keepInstance<PngExports>(module, ['decode png']);
  return (stream) => {
    if (stream.length > MAX_PROFILE_BYTES) return undefined;
    const kernel = kept.use();
    const at = kernel.startProfile(stream.length, MAX_PROFILE_BYTES);
    new Uint8Array(kernel.memory.buffer).set(stream, at);
    const bytes = kernel.inflateProfile(stream.length);
    if (bytes === 0) return undefined;
    const from = kernel.profileAddress();
    return new Uint8Array(kernel.memory.buffer).slice(from, from + bytes);
  };
}
