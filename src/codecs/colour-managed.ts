/** Decoders that give sRGB when they are asked to, whatever profile a source has. */
import { mapBands } from '../core/image/bands.ts';
import type { Frames } from '../core/image/frame.ts';
import type { Picture } from '../core/image/picture.ts';
import type { Source } from '../core/spec/source.ts';
import type { Codec, DecodeWish } from './codec.ts';
import { type SrgbConverter, srgbConverter } from './metadata/icc/to-srgb.ts';

/** The same codec, whose decoder heeds `DecodeWish.srgb`. */
export function colourManaged(codec: Codec): Codec {
  const { decoder } = codec;
  if (!decoder) return codec;
  const { frames } = decoder;
  return {
    ...codec,
    decoder: {
      ...decoder,
      decode: (bytes, source, wish) =>
        inSrgb(decoder.decode(bytes, source, wish), converterFor(source, wish)),
      ...(frames && {
        frames: (bytes: Uint8Array, source: Source, wish: DecodeWish) =>
          framesInSrgb(frames(bytes, source, wish), source, wish),
      }),
    },
  };
}

/** The decoders of pictures in inks convert these themselves: nothing else could show them. */
function converterFor({ icc, colour }: Source, { srgb }: DecodeWish): SrgbConverter | undefined {
  return srgb && icc && colour !== 'cmyk' ? srgbConverter(icc, colour) : undefined;
}

function inSrgb(picture: Picture, convert: SrgbConverter | undefined): Picture {
  return convert ? { ...mapBands(picture, convert), averaged: picture.averaged } : picture;
}

async function* framesInSrgb(frames: Frames, source: Source, wish: DecodeWish): Frames {
  const convert = converterFor(source, wish);
  for await (const { picture, delay } of frames) yield { picture: inSrgb(picture, convert), delay };
}
