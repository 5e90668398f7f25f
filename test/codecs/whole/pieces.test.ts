/** Readers of picture formats give the same pixels wherever their input is cut. PNG's have tests of their own. */
import { readFileSync } from 'node:fs';
import { deflateSync, zstdCompressSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readBlocks } from '../../../src/codecs/gif/blocks.ts';
import { storedRows } from '../../../src/codecs/gif/expand.ts';
import type { GifExports } from '../../../src/codecs/gif/kernel.ts';
import { keepInstance, type Kept, type KernelExports } from '../../../src/codecs/instance.ts';
import { type JpegDecodeExports, STATUS } from '../../../src/codecs/jpeg/decode-kernel.ts';
import { jpegDecoder } from '../../../src/codecs/jpeg/decoder.ts';
import { METHOD, PIECE_BYTES, type TiffExports } from '../../../src/codecs/tiff/kernel.ts';
import { openKernel, openPackBits, openPlain, type Stream } from '../../../src/codecs/tiff/streams.ts';
import { readWindowed } from '../../../src/codecs/tiff/windowed.ts';
import { decodeFrame } from '../../../src/codecs/webp/decode-frame.ts';
import { readChunks, RIFF_BYTES } from '../../../src/codecs/webp/riff.ts';
import type { WebpExports } from '../../../src/codecs/webp/kernel.ts';
import { payloadOf } from '../../../src/codecs/webp/payload.ts';
import { everyCut, expectSameInPieces, type Pieces } from '../../support/pieces.ts';
import { gifOf } from '../gif/files.ts';
import { ARITHMETIC } from '../jpeg/arithmetic-files.ts';
import { scenery, writeJpeg } from '../jpeg/files.ts';
import { sourceOf, wishFor } from '../jpeg/support.ts';
import { collect, pixels } from '../raster/pictures.ts';
import { XZ_FILES } from '../tiff/xz-files.ts';

const SIZE = { width: 37, height: 21 };
const drawn = sharp(pixels(SIZE, 1, false), { raw: { ...SIZE, channels: 4 } });

function keep<E extends KernelExports>(name: string): Kept<E> {
  const file = new URL(`../../../wasm/build/${name}.wasm`, import.meta.url);
  return keepInstance<E>(new WebAssembly.Module(readFileSync(file)));
}

/** A kept instance whose exports are changed. */
function changed<E>(kept: Kept<E>, change: (kernel: E) => E): Kept<E> {
  return {
    use: () => change(kept.use()),
    discard: () => kept.discard(),
    dropLarge: () => undefined,
    bytes: 1,
  };
}

describe('JPEG', () => {
  const kept = keep<JpegDecodeExports>('jpeg');

  /** The kernel, handed each of the codec's pieces bit by bit. */
  function fed(kernel: JpegDecodeExports, pieces: Pieces): JpegDecodeExports {
    let waiting = new Uint8Array();
    let at = 0;
    function give(): void {
      const piece = waiting.subarray(0, pieces(at));
      new Uint8Array(kernel.memory.buffer).set(piece, kernel.decodeInput());
      kernel.decodePush(piece.length);
      waiting = waiting.subarray(piece.length);
      at += piece.length;
    }
    return {
      ...kernel,
      decodePush(bytes) {
        waiting = new Uint8Array(kernel.memory.buffer).slice(
          kernel.decodeInput(),
          kernel.decodeInput() + bytes,
        );
        give();
      },
      decodeStep() {
        for (;;) {
          const status = kernel.decodeStep();
          if (status === STATUS.seek) [waiting, at] = [new Uint8Array(), kernel.decodeSeek()];
          if (status !== STATUS.needInput || waiting.length === 0) return status;
          give();
        }
      },
    };
  }

  /** The kernel, with room for a single row of MCUs at a time. */
  function inStrips(kernel: JpegDecodeExports): JpegDecodeExports {
    return { ...kernel, decodeBegin: (form, model, height) => kernel.decodeBegin(form, model, height, 1) };
  }

  function read(file: Uint8Array, pieces: Pieces, strips = false): Promise<Uint8Array> {
    const source = sourceOf(file);
    const decoder = jpegDecoder(changed(kept, (kernel) => fed(strips ? inStrips(kernel) : kernel, pieces)));
    return collect(decoder.decode(file, source, wishFor(source)));
  }

  const jpeg = (options: object) => drawn.clone().jpeg(options).toBuffer();
  const subsampled = [
    { h: 2, v: 2 },
    { h: 1, v: 1 },
    { h: 1, v: 1 },
  ];
  const parts = { ...SIZE, components: subsampled, sample: scenery };

  it.each<readonly [string, () => Promise<Uint8Array> | Uint8Array]>([
    ['baseline', () => jpeg({ quality: 60 })],
    ['baseline at the best quality', () => jpeg({ quality: 100, chromaSubsampling: '4:4:4' })],
    ['progressive', () => jpeg({ quality: 60, progressive: true })],
    ['with restarts', () => writeJpeg({ ...parts, restart: 2 })],
    ['with a scan for each component', () => writeJpeg({ ...parts, apart: true })],
    ['whose height comes late', () => writeJpeg({ ...parts, lateHeight: true })],
    ...ARITHMETIC.map(([name, file]) => [`arithmetic, ${name}`, () => file] as const),
  ])('%s', async (_name, make) => {
    const file = new Uint8Array(await make());
    await expectSameInPieces(file.length, (pieces) => read(file, pieces));
    await expectSameInPieces(file.length, (pieces) => read(file, pieces, true));
    const at = () => file.length;
    expect(await read(file, at, true)).toEqual(await read(file, at));
  });
});

describe('GIF', () => {
  const kept = keep<GifExports>('gif');

  function fed(kernel: GifExports, pieces: Pieces): GifExports {
    let at = 0;
    return {
      ...kernel,
      inputRoom: () => Math.min(kernel.inputRoom(), pieces(at)),
      inputAdded(bytes) {
        kernel.inputAdded(bytes);
        at += bytes;
      },
    };
  }

  function read(file: Uint8Array, pieces: Pieces): Uint8Array {
    const kernel = fed(kept.use(), pieces);
    const indices: number[] = [];
    for (const block of readBlocks(file)) {
      if (block.kind !== 'image') continue;
      kernel.startDecode(block.image.place.width);
      for (const row of storedRows(kernel, file, block.image)) {
        indices.push(...new Uint8Array(kernel.memory.buffer, row.at, row.count));
      }
    }
    return Uint8Array.from(indices);
  }

  const indices = Array.from({ length: SIZE.width * SIZE.height }, (_, i) => (i * i) % 8);
  const files: readonly (readonly [string, () => Promise<Uint8Array> | Uint8Array])[] = [
    ['by libvips', () => drawn.clone().gif().toBuffer()],
    ['with codes of one length', () => gifOf(SIZE, [{ place: { x: 0, y: 0, ...SIZE }, indices }])],
    ['interlaced', () => gifOf(SIZE, [{ place: { x: 0, y: 0, ...SIZE }, indices, interlaced: true }])],
  ];

  it.each(files)('%s', async (_name, make) => {
    const file = new Uint8Array(await make());
    await expectSameInPieces(file.length, (pieces) => read(file, pieces));
  });

  it.each(files)('%s, in blocks of every length', async (_name, make) => {
    const file = new Uint8Array(await make());
    const whole = read(file, () => Infinity);
    for (let length = 1; length <= 255; length++) {
      expect(read(inBlocksOf(length, file), () => Infinity)).toEqual(whole);
    }
  });

  /** The same file with the data of its first frame in sub-blocks of a length. */
  function inBlocksOf(length: number, file: Uint8Array): Uint8Array {
    const [image] = [...readBlocks(file)].flatMap((block) => (block.kind === 'image' ? [block.image] : []));
    const start = image!.dataAt + 1;
    const data: number[] = [];
    let at = start;
    for (; file[at]; at += file[at]! + 1) data.push(...file.subarray(at + 1, at + 1 + file[at]!));
    const blocks = Array.from({ length: Math.ceil(data.length / length) }, (_, i) => {
      const block = data.slice(i * length, (i + 1) * length);
      return [block.length, ...block];
    });
    return Uint8Array.from([...file.subarray(0, start), ...blocks.flat(), ...file.subarray(at)]);
  }
});

describe('WebP', () => {
  const kept = keep<WebpExports>('webp');

  function fed(kernel: WebpExports, pieces: Pieces): WebpExports {
    return { ...kernel, inputLength: () => Math.min(kernel.inputLength(), pieces(kernel.inputOffset())) };
  }

  async function read(file: Uint8Array, pieces: Pieces): Promise<Uint8Array> {
    const frame = decodeFrame(
      changed(kept, (kernel) => fed(kernel, pieces)),
      payloadOf(readChunks(file, RIFF_BYTES)),
      { x: 0, y: 0, ...SIZE },
    );
    return collect({ ...SIZE, opaque: false, bands: () => toAsync(frame) });
  }

  async function* toAsync<T>(items: Iterable<T>): AsyncGenerator<T> {
    yield* items;
  }

  const webp = (options: object) => drawn.clone().webp(options).toBuffer();
  it.each([
    ['lossy', () => drawn.clone().removeAlpha().webp({ quality: 60 }).toBuffer()],
    ['lossy with transparency', () => webp({ quality: 90 })],
    ['lossless', () => webp({ lossless: true })],
    ['lossless with a palette', () => drawn.clone().threshold(90).webp({ lossless: true }).toBuffer()],
  ])('%s', async (_name, make) => {
    const file = new Uint8Array(await make());
    await expectSameInPieces(file.length, (pieces) => read(file, pieces));
  });
});

describe('TIFF', () => {
  const kept = keep<TiffExports>('tiff');
  const data = pixels({ width: 40, height: 10 }, 1, false).map((value) => value & 0xf0);

  function fed(kernel: TiffExports, pieces: Pieces): TiffExports {
    let at = 0;
    return {
      ...kernel,
      inputRoom: () => Math.min(kernel.inputRoom(), pieces(at)),
      inputAdded(bytes, last) {
        kernel.inputAdded(bytes, last);
        at += bytes;
      },
    };
  }

  /** All that a stream gives, taken in pieces. */
  function drain(stream: Stream, pieces: Pieces): Uint8Array {
    const all = new Uint8Array(2000);
    let at = 0;
    for (;;) {
      const got = stream.read(all.subarray(at, Math.min(all.length, at + pieces(at))));
      if (got === 0) return all.subarray(0, at);
      at += got;
    }
  }

  const windowed = (packed: Uint8Array, compression: number) => ({
    ...readWindowed(packed, compression),
    past: PIECE_BYTES,
  });
  const deflated = deflateSync(data);
  const stored = deflateSync(data, { level: 0 });
  const lzw = lzwOf(data);
  it.each<readonly [string, Parameters<typeof openKernel>[0], Uint8Array]>([
    ['LZW', { data: lzw, method: METHOD.lzw }, data],
    ['Deflate', { data: deflated, method: METHOD.deflate }, data],
    ['Deflate, stored', { data: stored, method: METHOD.deflate }, data],
    ...XZ_FILES.slice(0, 2).map(({ name, xz, data }) => [name, windowed(xz, 34_925), data] as const),
    ['Zstandard', windowed(zstdCompressSync(data), 50_000), data],
  ])('%s', async (_name, packed, data) => {
    const read = (pieces: Pieces) => drain(openKernel(packed, fed(kept.use(), pieces)), () => Infinity);
    expect(
      Buffer.compare(
        read(() => Infinity),
        data,
      ),
    ).toBe(0);
    await expectSameInPieces(packed.data.length, read);
  });

  it.each<readonly [string, () => Stream]>([
    ['plain', () => openPlain(data)],
    ['PackBits', () => openPackBits(packBits(data))],
    ['LZW', () => openKernel({ data: lzw, method: METHOD.lzw }, kept.use())],
    ['Deflate', () => openKernel({ data: deflated, method: METHOD.deflate }, kept.use())],
  ])('%s, taken in pieces', (_name, open) => {
    for (const [, pieces] of everyCut(data.length)) {
      expect(Buffer.compare(drain(open(), pieces), data)).toBe(0);
    }
  });

  /** Pairs of equal bytes as runs, others as they are. */
  function packBits(bytes: Uint8Array): Uint8Array {
    const packed: number[] = [];
    for (let at = 0; at < bytes.length;) {
      const [a, b = 0] = bytes.subarray(at, at + 2);
      const run = a === b && at + 1 < bytes.length;
      packed.push(...(run ? [255, a!] : [0, a!]));
      at += run ? 2 : 1;
    }
    return Uint8Array.from(packed);
  }

  /** LZW as TIFF 6.0 has it (section 13), by a table that is searched. */
  function lzwOf(bytes: Uint8Array): Uint8Array {
    const bits: number[] = [];
    let table = new Map<string, number>();
    let width = 9;
    const put = (code: number) => {
      for (let bit = width - 1; bit >= 0; bit--) bits.push((code >> bit) & 1);
    };
    const codeOf = (text: string) => (text.length === 1 ? text.charCodeAt(0) : table.get(text)!);
    put(256);
    let held = '';
    for (const byte of bytes) {
      const longer = held + String.fromCharCode(byte);
      if (longer.length === 1 || table.has(longer)) {
        held = longer;
        continue;
      }
      put(codeOf(held));
      table.set(longer, 258 + table.size);
      if (258 + table.size === 2 ** width) width++;
      if (table.size > 3800) {
        put(256);
        [table, width] = [new Map(), 9];
      }
      held = longer.slice(-1);
    }
    put(codeOf(held));
    put(257);
    return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) =>
      Array.from({ length: 8 }, (_, bit) => (bits[i * 8 + bit] ?? 0) << (7 - bit)).reduce((a, b) => a | b),
    );
  }
});
