/** Decoders that give sRGB when they are asked to, whatever profile a source has. */
import { mapBands } from '../core/image/bands.ts';
import type { Picture } from '../core/image/picture.ts';
import type { Source } from '../core/spec/source.ts';
import type { Codec, DecodeWish } from './codec.ts';
import { srgbConverter } from './metadata/icc/to-srgb.ts';

/** The same codec, whose decoder heeds `DecodeWish.srgb`. */
export function colourManaged(codec: Codec): Codec {
  const { decoder } = codec;
  if (!decoder) return codec;
  return {
    ...codec,
    decoder: {
      ...decoder,
      decode: (bytes, source, wish) => inSrgb(decoder.decode(bytes, source, wish), source, wish),
    },
  };
}

/** The decoders of pictures in inks convert these themselves: nothing else could show them. */
function inSrgb(picture: Picture, { icc, colour }: Source, { srgb }: DecodeWish): Picture {
  const convert = srgb && icc && colour !== 'cmyk' ? srgbConverter(icc, colour) : undefined;
  return convert ? { ...mapBands(picture, convert), averaged: picture.averaged } : picture;
}
