/** Renders that keep a core busy for long, one of each kind: beside them small requests are timed. */
import sharp, { type Sharp } from 'sharp';

/** A picture, and a chain that is costly on it. */
export interface Heavy {
  readonly name: string;
  file(): Promise<Buffer>;
  readonly chain: string;
}

const LARGE = { limitInputPixels: false } as const;

/** Rings on a fade, drawn small and enlarged: large files of it are made in seconds. */
async function scene(width: number, height: number): Promise<Sharp> {
  const rings = Array.from(
    { length: 60 },
    (_, i) =>
      `<circle cx="${(i * 397) % 1500}" cy="${(i * 91) % 1000}" r="${20 + i}" fill="hsl(${i * 6},60%,50%)"/>`,
  ).join('');
  const drawing = await sharp(
    Buffer.from(
      `<svg width="1500" height="1000"><rect width="1500" height="1000" fill="#9bd"/>${rings}</svg>`,
    ),
  )
    .removeAlpha()
    .png()
    .toBuffer();
  return sharp(drawing, LARGE).resize(width, height, { fit: 'fill', kernel: 'linear' });
}

/** An animation of noise. */
function frames(count: number): Promise<Buffer> {
  const size = { width: 60, height: 40 };
  const pixels = Uint8Array.from({ length: count * size.width * size.height * 3 }, (_, i) => (i * 7919) >> 7);
  const raw = {
    width: size.width,
    height: size.height * count,
    channels: 3,
    pageHeight: size.height,
  } as const;
  return sharp(pixels, { raw, ...LARGE })
    .gif({ effort: 1, colours: 32, dither: 0 })
    .toBuffer();
}

const of = (width: number, height: number, store: (image: Sharp) => Sharp) => async () =>
  store(await scene(width, height)).toBuffer();

const AVIF = { effort: 0, chromaSubsampling: '4:2:0' } as const;

/** All of them. */
export const HEAVY: readonly Heavy[] = [
  { name: 'JPEG 250 MP, again', file: of(15_800, 15_800, (s) => s.jpeg()), chain: 'quality,q_80' },
  {
    name: 'JPEG 48 MP progressive',
    file: of(8000, 6000, (s) => s.jpeg({ progressive: true })),
    chain: 'resize,w_2000',
  },
  { name: 'WebP 16 MP, again', file: of(4096, 4096, (s) => s.webp({ effort: 0 })), chain: 'quality,q_70' },
  {
    name: 'PNG 100 MP, again',
    file: of(10_000, 10_000, (s) => s.png({ compressionLevel: 3 })),
    chain: 'format,png',
  },
  { name: 'TIFF 36 MP', file: of(6000, 6000, (s) => s.tiff({ compression: 'lzw' })), chain: 'format,jpg' },
  { name: 'GIF of 3000 frames', file: () => frames(3000), chain: 'resize,w_50/format,webp' },
  { name: 'blur of 12 MP', file: of(4000, 3000, (s) => s.jpeg()), chain: 'blur,r_50,s_50' },
  { name: 'turn of 12 MP', file: of(4000, 3000, (s) => s.jpeg()), chain: 'rotate,30' },
  { name: 'AVIF out, 9 MP', file: of(4000, 2300, (s) => s.jpeg()), chain: 'format,avif' },
  {
    name: 'AVIF 3.8 MP, one tile',
    file: of(1950, 1950, (s) => s.avif(AVIF)),
    chain: 'resize,w_800/format,jpg',
  },
];
