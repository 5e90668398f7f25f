/** What a GIF decodes to. */
import type { Rect } from '../../../src/core/image/picture.ts';
import { headerOf } from '../headers.ts';
import { collect } from '../raster/pictures.ts';
import { codec } from './codec.ts';

/** RGBA of a file's first frame, or of a part of it. */
export function decode(file: Uint8Array, part?: Rect): Promise<Uint8Array<ArrayBuffer>> {
  return collect(codec.decoder!.decode(file, headerOf(codec, file), wishFor(file, part)));
}

/** One frame, whole. */
export interface Shown {
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly delay: number;
}

/** All frames, each RGBA of the whole screen or of a part of it. */
export async function decodeFrames(file: Uint8Array, part?: Rect): Promise<Shown[]> {
  const shown: Shown[] = [];
  const frames = codec.decoder!.frames!(file, headerOf(codec, file), wishFor(file, part));
  for await (const { picture, delay } of frames) shown.push({ pixels: await collect(picture), delay });
  return shown;
}

function wishFor(file: Uint8Array, part?: Rect) {
  const { width, height } = headerOf(codec, file);
  const cut = part ?? { x: 0, y: 0, width, height };
  const size = { width: cut.width, height: cut.height };
  return { cut, scale: size, window: { x: 0, y: 0, ...size }, moving: true };
}
