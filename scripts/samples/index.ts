/** The pictures and styles a new local service starts with. All are drawn here: the same bytes on every machine. */
import type { CodecTable } from '../../src/core/engine/codec.ts';
import type { Picture, Size } from '../../src/core/image/picture.ts';
import type { Format } from '../../src/core/spec/source.ts';
import { createCodecs } from '../../src/codecs/registry.ts';
import { loadModules } from '../lib/modules.ts';
import { drawn, type Shader } from './canvas.ts';
import { chart } from './chart.ts';
import { DUSK, landscape, MORNING } from './landscape.ts';
import { logo } from './logo.ts';
import { panda } from './panda.ts';
import { portrait } from './portrait.ts';

/** An object to store. */
export interface Sample {
  readonly key: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Named chains to store as styles. */
export const SAMPLE_STYLES: Readonly<Record<string, string>> = {
  /** The name that the vendor's sample programs use. */
  'oss-pic-style-w-100': 'image/resize,w_100',
  thumb: 'image/resize,w_200',
  square: 'image/resize,m_fill,w_200,h_200',
  'webp-small': 'image/resize,w_400/format,webp/quality,q_75',
};

interface Recipe extends Size {
  readonly key: string;
  readonly format: Format;
  readonly quality?: number;
  readonly opaque?: boolean;
  /** The scene for a picture of this width over height and this many rows. */
  scene(aspect: number, rows: number): Shader;
}

const RECIPES: readonly Recipe[] = [
  { key: 'example.jpg', format: 'jpg', quality: 82, width: 400, height: 267, scene: morning },
  { key: 'landscape.jpg', format: 'jpg', quality: 88, width: 3000, height: 2000, scene: morning },
  { key: 'portrait.jpg', format: 'jpg', quality: 90, width: 1200, height: 1600, scene: portrait },
  { key: 'logo.png', format: 'png', width: 400, height: 400, opaque: false, scene: (_, rows) => logo(rows) },
  {
    key: 'panda.png',
    format: 'png',
    width: 160,
    height: 160,
    opaque: false,
    scene: (_, rows) => panda(rows),
  },
  { key: 'chart.png', format: 'png', width: 1200, height: 800, scene: chart },
  { key: 'dusk.webp', format: 'webp', quality: 80, width: 1200, height: 800, scene: dusk },
];

function morning(aspect: number, rows: number): Shader {
  return landscape(MORNING, aspect, rows);
}

function dusk(aspect: number, rows: number): Shader {
  return landscape(DUSK, aspect, rows);
}

/** Draws and encodes the samples, or those of these keys, with the service's own codecs. */
export async function makeSamples(keys?: readonly string[]): Promise<Sample[]> {
  const codecs = createCodecs(await loadModules());
  const samples: Sample[] = [];
  for (const recipe of RECIPES.filter(({ key }) => keys?.includes(key) ?? true))
    samples.push(await makeSample(recipe, codecs));
  return samples;
}

async function makeSample(recipe: Recipe, codecs: CodecTable): Promise<Sample> {
  const { key, format, width, height, opaque = true } = recipe;
  const picture = drawn({ width, height }, recipe.scene(width / height, height), opaque);
  const codec = codecs.get(format);
  if (!codec?.encoder) throw new Error(`nobody writes ${format}`);
  return { key, type: codec.type, bytes: await encoded(picture, recipe, codec.encoder) };
}

type Encode = NonNullable<ReturnType<CodecTable['get']>>['encoder'];

async function encoded(
  picture: Picture,
  { format, quality = 100 }: Recipe,
  encoder: NonNullable<Encode>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of encoder.encode(picture, { format, quality, interlace: false }))
    chunks.push(chunk);
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}
