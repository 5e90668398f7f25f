/** Marks that need no fonts and no bucket: a text `8x4` is a solid block, a key `3x2` a picture of one colour. */
import type { Marks, Raster, TextRequest } from '../../../../src/core/spec/marks.ts';
import type { Size } from '../../../../src/core/image/picture.ts';
import { jobOf, joined, plainEngine } from '../../support/engine.ts';
import { decodePlain, encodePlain } from '../../support/codec.ts';
import { type Held, plain } from '../../support/pictures.ts';
import { sizeOf } from '../../support/plan.ts';

export interface FakeMarks extends Marks {
  readonly texts: TextRequest[];
  readonly pictures: { key: string; chain: string | undefined; canvas: Size }[];
}

export interface FakeOptions {
  readonly colour?: readonly [number, number, number, number];
  /** Coverage of a text's pixel. */
  readonly coverage?: (x: number, y: number) => number;
}

export function fakeMarks({ colour = [200, 0, 0, 255], coverage = () => 255 }: FakeOptions = {}): FakeMarks {
  const texts: FakeMarks['texts'] = [];
  const pictures: FakeMarks['pictures'] = [];
  return {
    texts,
    pictures,
    picture(key, chain, canvas) {
      pictures.push({ key, chain, canvas });
      const { width, height, pixels } = plain(sizeOf(key), colour);
      const raster: Raster = {
        width,
        height,
        pixels: Uint8ClampedArray.from(pixels),
        opaque: colour[3] === 255,
      };
      return Promise.resolve(raster);
    },
    text(request) {
      texts.push(request);
      const size = sizeOf(request.text);
      const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < size.width && y < size.height;
      return Promise.resolve({
        ...size,
        bytes: 1000,
        draw(part) {
          const mask = new Uint8Array(part.width * part.height);
          for (let at = 0; at < mask.length; at++) {
            const [x, y] = [part.x + (at % part.width), part.y + Math.floor(at / part.width)];
            mask[at] = inside(x, y) ? coverage(x, y) : 0;
          }
          return { width: part.width, height: part.height, coverage: mask };
        },
      });
    },
  };
}

export const base64 = (text: string): string => Buffer.from(text).toString('base64url');

/** `text_8x4,t_50` or `image_3x2`, encoded; a comma inside a value is written as a semicolon. */
export function chainOf(args: string): string {
  const encoded = args
    .split(',')
    .map((argument) =>
      argument.replace(
        /^(text|image|type)_(.*)$/,
        (_, key, value) => `${key}_${base64(value.replaceAll(';', ','))}`,
      ),
    );
  return ['watermark', ...encoded].join(',');
}

/** What watermarks, written `text_8x4,t_50 then image_3x2`, make of a picture. */
export async function marked(
  picture: Held,
  args: string,
  marks: Marks = fakeMarks(),
  format: 'jpg' | 'png' = 'jpg',
): Promise<Held> {
  const engine = plainEngine();
  const file = encodePlain(picture, format);
  const chain = `image/${args.split(' then ').map(chainOf).join('/')}`;
  const { chunks } = await engine.render(jobOf(engine, file, chain, { marks }));
  return decodePlain(joined(chunks));
}
