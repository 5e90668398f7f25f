/**
 * What `npm run bench:cost` looks at: pictures soft and busy in every format, and chains that are costly in ways of their
 * own.
 */
import sharp, { type Sharp } from 'sharp';
import type { NodeEngineOptions } from '../scripts/lib/engine.ts';
import { writeBase64 } from '../src/core/spec/base64.ts';

/** A picture, and the chains that are measured on it. */
export interface CostCase {
  readonly name: string;
  file(): Promise<Uint8Array>;
  readonly chains: readonly string[];
  readonly options?: NodeEngineOptions | undefined;
}

/** Soft as most photographs are, and noise as no photograph is: what files hold lies between. */
const LOOKS = { soft: { sigma: 12, blur: 1.5 }, busy: { sigma: 40, blur: undefined } } as const;
type Look = keyof typeof LOOKS;

function scene(look: Look, width: number, height: number): Sharp {
  const { sigma, blur } = LOOKS[look];
  const noise = { type: 'gaussian', mean: 128, sigma } as const;
  const made = sharp({ create: { width, height, channels: 3, background: '#888', noise } });
  return blur === undefined ? made : made.blur(blur);
}

const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'tiff'] as const;
const SIZES = [
  [800, 600],
  [2400, 1800],
] as const;
const CHAINS = [
  'resize,w_200',
  'resize,w_700/format,png',
  'format,jpg',
  'rotate,90/format,jpg',
  'rotate,30/format,jpg',
  'sharpen,100/format,jpg',
  'bright,20/format,jpg',
  'blur,r_3,s_2/format,jpg',
  'blur,r_23,s_50/format,jpg',
  'blur,r_50,s_50/format,jpg',
  'resize,w_1200,limit_0/format,webp',
];

/** Every format, with every look. */
function matrix(): CostCase[] {
  return FORMATS.flatMap((format) =>
    SIZES.flatMap(([width, height]) =>
      (Object.keys(LOOKS) as Look[]).map((look) => ({
        name: `${format} ${look} ${width}x${height}`,
        file: () => scene(look, width, height).toFormat(format).toBuffer(),
        chains: CHAINS,
      })),
    ),
  );
}

const text = (word: string, rest = '') =>
  `watermark,text_${writeBase64(new TextEncoder().encode(word))}${rest}`;
const times = (count: number, step: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => step(i)).join('/');

/** Chains whose steps add up. */
const LONG = [
  times(5, () => 'blur,r_50,s_50'),
  times(45, () => 'blur,r_50,s_50'),
  times(8, () => 'blur,r_10,s_10'),
  times(20, (i) => `resize,w_${i % 2 === 0 ? 400 : 1200},limit_0`),
  times(8, () => 'sharpen,100'),
  text('Hello'),
  times(16, (i) => text(`Hello ${i}`)),
  times(8, (i) => text(`Hello ${i}`, ',fill_1,rotate_30,size_20')),
];

/** Nothing is lost on the way. */
const EXACT = ['format,webp/quality,Q_100'];

/** A soft picture whose transparency is noise. */
async function veiled(width: number, height: number): Promise<Sharp> {
  const veil = await scene('busy', width, height).extractChannel(0).raw().toBuffer();
  const raw = { width, height, channels: 1 } as const;
  return scene('soft', width, height).joinChannel(veil, { raw });
}

/** An animation of frames so small that what goes around each is all there is. */
function manyFrames(count: number): Promise<Uint8Array> {
  const pixels = Uint8Array.from({ length: count * 6 }, (_, i) => (i * 7919) >> 3);
  return sharp(pixels, { raw: { width: 2, height: count, channels: 3, pageHeight: 1 } })
    .gif()
    .toBuffer();
}

/** Ways of their own that files of a format take. */
function others(): CostCase[] {
  const large = (look: Look) => scene(look, 6000, 4000);
  const thumbnails = ['resize,w_200', 'resize,w_2000'];
  const alike = [...thumbnails, 'quality,q_90'];
  const files: readonly [name: string, file: () => Promise<Uint8Array>, chains: readonly string[]][] = [
    ['jpeg soft 1200x900, long', () => scene('soft', 1200, 900).jpeg().toBuffer(), LONG],
    ['jpeg soft 6000x4000', () => large('soft').jpeg().toBuffer(), alike],
    ['jpeg busy 6000x4000', () => large('busy').jpeg().toBuffer(), alike],
    [
      'jpeg busy 6000x4000, progressive',
      () => large('busy').jpeg({ progressive: true }).toBuffer(),
      thumbnails,
    ],
    [
      'jpeg soft 2400x1800, progressive',
      () => scene('soft', 2400, 1800).jpeg({ progressive: true }).toBuffer(),
      alike,
    ],
    [
      'jpeg soft 2400x1800, cmyk',
      () => scene('soft', 2400, 1800).toColourspace('cmyk').jpeg().toBuffer(),
      alike,
    ],
    [
      'png soft 2400x1800, adam7',
      () => scene('soft', 2400, 1800).png({ progressive: true }).toBuffer(),
      alike,
    ],
    ['png soft 2400x1800, alpha', () => scene('soft', 2400, 1800).ensureAlpha(0.5).png().toBuffer(), alike],
    ['png soft 2400x1800, palette', () => scene('soft', 2400, 1800).png({ palette: true }).toBuffer(), alike],
    [
      'webp soft 2400x1800, lossless',
      () => scene('soft', 2400, 1800).webp({ lossless: true }).toBuffer(),
      alike,
    ],
    ['webp soft 2400x1800, alpha', () => scene('soft', 2400, 1800).ensureAlpha(0.5).webp().toBuffer(), alike],
    [
      'png soft 1200x900, alpha of noise',
      async () => (await veiled(1200, 900)).png().toBuffer(),
      ['format,webp', 'resize,w_400/format,png'],
    ],
    [
      'webp soft 1200x900, alpha of noise',
      async () => (await veiled(1200, 900)).webp().toBuffer(),
      ['quality,q_90', 'resize,w_1000'],
    ],
    ['png soft 1200x900, exact', () => scene('soft', 1200, 900).png().toBuffer(), EXACT],
    ['png busy 1200x900, exact', () => scene('busy', 1200, 900).png().toBuffer(), EXACT],
    [
      'png soft 1200x900, few colours',
      () => scene('soft', 1200, 900).png({ palette: true, colours: 16, dither: 0 }).toBuffer(),
      ['format,webp'],
    ],
    [
      'avif soft 1600x1200',
      () => scene('soft', 1600, 1200).avif({ effort: 0, chromaSubsampling: '4:2:0' }).toBuffer(),
      ['resize,w_200/format,jpg'],
    ],
    [
      'gif 3000 frames of 2x1',
      () => manyFrames(3000),
      ['format,webp', 'format,gif', 'resize,w_4,limit_0/format,gif'],
    ],
    ['jpeg soft 1200x900, to avif', () => scene('soft', 1200, 900).jpeg().toBuffer(), ['format,avif']],
    ['jpeg busy 1200x900, to avif', () => scene('busy', 1200, 900).jpeg().toBuffer(), ['format,avif']],
  ];
  return files.map(([name, file, chains]) => ({ name, file, chains }));
}

const FEWER_BYTES = {
  small: { jpegEncoder: 'small', webpEncoder: 'small' },
  tuned: { jpegEncoder: 'tuned' },
} as const satisfies Record<string, NodeEngineOptions>;

/** Interlaced: the same picture, painted, and scaled, where nobody knows how many bits it will take. */
function interlaced(): CostCase[] {
  return (Object.keys(LOOKS) as Look[]).map((look) => ({
    name: `jpeg ${look} 1200x900, interlaced`,
    file: () => scene(look, 1200, 900).jpeg().toBuffer(),
    chains: ['quality,q_90', 'bright,20', 'resize,w_400', 'resize,w_900', 'resize,w_1600,limit_0'].map(
      (steps) => `${steps}/interlace,1`,
    ),
  }));
}

/** The encoders that take longer for fewer bytes. */
function fewerBytes(): CostCase[] {
  return Object.entries(FEWER_BYTES).flatMap(([name, options]) =>
    (Object.keys(LOOKS) as Look[]).map((look) => ({
      name: `jpeg ${look} 1200x900, ${name} encoders`,
      file: () => scene(look, 1200, 900).jpeg().toBuffer(),
      chains: ['quality,q_90', 'quality,q_90/interlace,1', 'format,webp'],
      options,
    })),
  );
}

/** Scaled in linear light. */
function light(): CostCase[] {
  return (['linear', 'best'] as const).flatMap((scaling) =>
    (['jpeg', 'png', 'webp'] as const).map((format) => ({
      name: `${format} soft 2400x1800, ${scaling} light`,
      file: () => scene('soft', 2400, 1800).toFormat(format).toBuffer(),
      chains: ['resize,w_200', 'resize,w_1000/format,jpg', 'resize,w_3000,limit_0/format,jpg'],
      options: { parts: { scaling } },
    })),
  );
}

/** All that is measured. */
export const COST_CASES: readonly CostCase[] = [
  ...matrix(),
  ...others(),
  ...light(),
  ...interlaced(),
  ...fewerBytes(),
];
