/** Takes the first frame of an animated WebP out as a still file (RFC 9649, section 2.7.1). */
import type { Rect, Size } from '../../core/image/picture.ts';
import { damagedWebp } from './errors.ts';
import { type Bitstream, readBitstream } from './header.ts';
import {
  type Chunk,
  FLAG,
  FRAME_HEADER_BYTES,
  readChunks,
  readUint24,
  RIFF_BYTES,
  writeChunk,
  writeExtended,
  writeRiff,
} from './riff.ts';

/** A frame as a still file, and where on the canvas it lies. */
export interface StillFrame {
  readonly bytes: Uint8Array;
  readonly place: Rect;
}

/** True when the file says that its pixels are in frames. */
export function isAnimated(bytes: Uint8Array): boolean {
  const [first] = readChunks(bytes, RIFF_BYTES);
  return first?.name === 'VP8X' && ((first.data[0] ?? 0) & FLAG.animation) !== 0;
}

/** The first frame of an animated file. Throws `BadWebPImage` when it is incomplete or leaves the canvas. */
export function firstFrame(bytes: Uint8Array, canvas: Size): StillFrame {
  const frame = find(readChunks(bytes, RIFF_BYTES), 'ANMF');
  if (!frame?.complete) throw damagedWebp();
  const place = readPlace(frame.data);
  const inside = place.x + place.width <= canvas.width && place.y + place.height <= canvas.height;
  const pixels = find(readChunks(frame.data, FRAME_HEADER_BYTES), 'VP8 ', 'VP8L');
  const bitstream = pixels && readBitstream(pixels);
  if (!inside || bitstream?.width !== place.width || bitstream.height !== place.height) throw damagedWebp();
  return { bytes: still(pixels as Chunk, bitstream, frame.data), place };
}

function readPlace(data: Uint8Array): Rect {
  return {
    x: readUint24(data, 0) * 2,
    y: readUint24(data, 3) * 2,
    width: readUint24(data, 6) + 1,
    height: readUint24(data, 9) + 1,
  };
}

/** A file of the frame's bitstream and, for a lossy one, the transparency beside it. */
function still(pixels: Chunk, { width, height }: Bitstream, frame: Uint8Array): Uint8Array {
  const alpha = pixels.name === 'VP8 ' ? find(readChunks(frame, FRAME_HEADER_BYTES), 'ALPH') : undefined;
  const chunks = [writeChunk(pixels.name, pixels.data)];
  if (alpha) {
    chunks.unshift(
      writeChunk('VP8X', writeExtended(FLAG.alpha, width, height)),
      writeChunk(alpha.name, alpha.data),
    );
  }
  return concat(chunks);
}

function find(chunks: Iterable<Chunk>, ...names: string[]): Chunk | undefined {
  for (const chunk of chunks) if (names.includes(chunk.name)) return chunk;
  return undefined;
}

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const file = new Uint8Array(RIFF_BYTES + length);
  file.set(writeRiff(length));
  let at = RIFF_BYTES;
  for (const chunk of chunks) {
    file.set(chunk, at);
    at += chunk.length;
  }
  return file;
}
