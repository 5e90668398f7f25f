/**
 * A format for tests that keeps pixels as they are: `PLAIN` or `PLAINA`, width and height as two 16-bit numbers,
 * and then the pixels. `jpg` stands for formats without transparency, `png` for those with it.
 */
import type { Codec, CodecTable, Decoder, Encoder } from '../../../src/core/engine/codec.ts';
import type { Picture } from '../../../src/core/image/picture.ts';
import { damaged } from '../../../src/core/spec/error.ts';
import type { Format, Source } from '../../../src/core/spec/source.ts';
import { flowing, held, type Held } from './pictures.ts';

const HEAD = 12;

/** The file of a picture. */
export function encodePlain({ width, height, pixels }: Held, format: 'jpg' | 'png'): Uint8Array {
  const file = new Uint8Array(HEAD + pixels.length);
  file.set(new TextEncoder().encode(format === 'png' ? 'PLAINA' : 'PLAIN '));
  const view = new DataView(file.buffer);
  view.setUint16(6, width);
  view.setUint16(8, height);
  file.set(pixels, HEAD);
  return file;
}

/** The picture of a file. */
export function decodePlain(file: Uint8Array): Held {
  const view = new DataView(file.buffer, file.byteOffset);
  const size = { width: view.getUint16(6), height: view.getUint16(8) };
  return { ...size, pixels: Uint8ClampedArray.from(file.subarray(HEAD)) };
}

/** What tests want to see of a codec, and how they bend it. */
export interface Bends {
  /** Facts that the header would tell. */
  readonly source?: Partial<Source>;
  readonly decoder?: Partial<Decoder>;
  readonly encoder?: Partial<Encoder>;
}

function plainCodec(format: Format & ('jpg' | 'png'), bends: Bends): Codec {
  const magic = format === 'png' ? 'PLAINA' : 'PLAIN ';
  return {
    format,
    type: `image/${format}`,
    alpha: format === 'png',
    defaultQuality: format === 'jpg' ? 85 : undefined,
    substitutes: true,
    sniff: (bytes) => new TextDecoder().decode(bytes.subarray(0, 6)) === magic,
    readHeader(head, size) {
      if (head.length < HEAD) return 'more';
      const view = new DataView(head.buffer, head.byteOffset);
      return {
        format,
        bytes: size,
        width: view.getUint16(6),
        height: view.getUint16(8),
        frames: 1,
        orientation: 1,
        alpha: format === 'png',
        interlaced: false,
        colour: 'rgb',
        ...bends.source,
      };
    },
    decoder: { ...plainDecoder, ...bends.decoder },
    encoder: { ...plainEncoder(format), ...bends.encoder },
  };
}

const plainDecoder: Decoder = {
  plan: ({ width, height }) => ({ width, height, did: 'none', peakBytes: 0, cost: 0, route: 'plain' }),
  decode(bytes): Picture {
    const picture = decodePlain(bytes);
    if (picture.pixels.length !== picture.width * picture.height * 4) throw damaged('its pixels end early');
    return flowing(picture, { rows: [3, 1, 5] });
  },
};

function plainEncoder(format: 'jpg' | 'png'): Encoder {
  return {
    maxSide: 65_535,
    peakBytes: ({ width, height }) => width * height * 4,
    cost: ({ width, height }) => width * height * 1e-5,
    async *encode(picture) {
      if (format === 'jpg' && !picture.opaque)
        throw new Error('an encoder without alpha got a transparent picture');
      yield encodePlain(await held(picture), format);
    },
  };
}

/** Both formats, bent alike. */
export function plainCodecs(bends: Bends = {}): CodecTable {
  return new Map([
    ['jpg', plainCodec('jpg', bends)],
    ['png', plainCodec('png', bends)],
  ]);
}
