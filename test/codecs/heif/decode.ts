/** The codecs as the service has them. */
import { collectPicture } from '../../../src/core/image/bands.ts';
import { keep } from '../../../src/core/image/geometry.ts';
import type { Band } from '../../../src/core/image/picture.ts';
import type { Source } from '../../../src/core/spec/source.ts';
import type { Codec, DecodeWish } from '../../../src/codecs/codec.ts';
import { createCodecs } from '../../../src/codecs/registry.ts';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { headerOf } from '../headers.ts';

const codecs = createCodecs(await loadModules());

export function codecOf(format: 'heic' | 'avif'): Codec {
  return codecs.get(format)!;
}

/** A decoded file: what its header says, and all its pixels. */
export interface Shown {
  readonly source: Source;
  readonly pixels: Band;
  readonly size: { readonly width: number; readonly height: number };
}

/** Decodes all of a file, or what a wish asks of it. */
export async function show(file: Uint8Array, wish: Partial<DecodeWish> = {}): Promise<Shown> {
  const codec = [codecOf('avif'), codecOf('heic')].find(({ sniff }) => sniff(file))!;
  const source = headerOf(codec, file);
  const picture = codec.decoder!.decode(file, source, { ...keep(source), ...wish });
  const { width, height } = picture;
  return { source, pixels: await collectPicture(picture), size: { width, height } };
}
