/** Chains whose results are held against sharp's: each chain beside the same work in sharp's own words. */
import type { Sharp } from 'sharp';
import type { Scaling as Light } from '../src/core/image/light.ts';
import type { Size } from '../src/core/image/picture.ts';
import { fitOutside, toWidth } from '../src/core/image/scaling.ts';
import type { PictureName } from './pictures.ts';
import type { Scaling } from './reference.ts';

export interface QualityCase {
  readonly name: string;
  readonly picture: PictureName;
  readonly chain: string;
  /** The same work; `image` is the file. */
  same(image: Sharp): Sharp;
  /** What a result is held against beside sharp's: the same scaling, done exactly. */
  readonly scaling?: (source: Size) => Scaling;
  /** The service's setting; that of the file's numbers when left out. */
  readonly light?: Light;
}

const EXAMPLE = 'corpus:photos/example.jpg';
const PHOTO = 'corpus:photos/2569067123_aca715a2ee_o.jpg';
const HDR_PHOTO = 'corpus:photos/gain-map.jpg';
const PAPER = 'corpus:photos/alpha-premultiply-1024x768-paper.png';
const GREY = 'corpus:formats/gamma_dalai_lama_gray.jpg';
const CMYK = 'corpus:formats/Channel_digital_image_CMYK_color.jpg';
const ADAM7: PictureName = 'png-24mp-adam7';

const JPEG = 'quality,Q_80';

/** Scaling to a width, to JPEG of quality 80. */
function scaled(picture: PictureName, width: number): QualityCase {
  return {
    name: `${label(picture)} → ${width} px`,
    picture,
    chain: `image/resize,w_${width}/format,jpg/${JPEG}`,
    same: (image) => image.resize(width).jpeg({ quality: 80 }),
    scaling: (source) => ({ size: toWidth(source, width) }),
  };
}

/** Scaling to a width, to PNG, so that nothing but the scaling differs. */
function scaledExactly(picture: PictureName, width: number): QualityCase {
  return {
    name: `${label(picture)} → ${width} px, PNG`,
    picture,
    chain: `image/resize,w_${width}/format,png`,
    same: (image) => image.resize(width).png(),
    scaling: (source) => ({ size: toWidth(source, width) }),
  };
}

/** The same in linear light, against sharp as it scales. */
function inLight(light: Light, picture: PictureName): QualityCase {
  const plain = scaledExactly(picture, 400);
  return { ...plain, name: `${plain.name}, SCALING = ${light}`, light };
}

/** One operation on the sample picture, to PNG. */
function operation(name: string, steps: string, same: (image: Sharp) => Sharp): QualityCase {
  const chain = `image/${steps}/format,png`;
  return { name, picture: EXAMPLE, chain, same: (image) => same(image).png() };
}

function label(picture: PictureName): string {
  return picture.replace(/^corpus:\w+\//, '');
}

const WIDTHS = [1600, 800, 400, 200, 100];

export const QUALITY_CASES: readonly QualityCase[] = [
  ...WIDTHS.map((width) => scaled(PHOTO, width)),
  ...WIDTHS.map((width) => scaled('jpeg-12mp', width)),
  ...[800, 100].map((width) => scaled('jpeg-12mp-progressive', width)),
  ...[800, 200].map((width) => scaled(HDR_PHOTO, width)),
  ...[300, 100].map((width) => scaled(EXAMPLE, width)),
  scaled(GREY, 200),
  scaled(CMYK, 400),
  ...[1001, 333].map((width) => scaledExactly(PHOTO, width)),
  ...(['jpeg-768', 'jpeg-2000', 'jpeg-12mp'] as const).map((picture) => scaledExactly(picture, 400)),
  ...(['linear', 'best'] as const).flatMap((light) =>
    (['jpeg-768', 'jpeg-2000', 'jpeg-12mp', PHOTO, HDR_PHOTO] as const).map((picture) =>
      inLight(light, picture),
    ),
  ),
  ...[400, 150].map((width) => scaledExactly(PAPER, width)),
  scaledExactly(ADAM7, 800),
  {
    name: 'enlarged to 1000 px, PNG',
    picture: EXAMPLE,
    chain: 'image/resize,w_1000,limit_0/format,png',
    same: (image) => image.resize(1000, undefined, { kernel: 'cubic' }).png(),
  },
  {
    name: 'cut, then scaled',
    picture: PHOTO,
    chain: `image/crop,x_301,y_203,w_1501,h_1203/resize,w_400/${JPEG}`,
    same: (image) =>
      image.extract({ left: 301, top: 203, width: 1501, height: 1203 }).resize(400).jpeg({ quality: 80 }),
    scaling: () => ({
      cut: { x: 301, y: 203, width: 1501, height: 1203 },
      size: toWidth({ width: 1501, height: 1203 }, 400),
    }),
  },
  {
    // Of 367 px as many are cut on either side: a remainder of one goes to the right here and to the left in sharp.
    name: 'filled to a square, nearly',
    picture: PHOTO,
    chain: `image/resize,m_fill,w_301,h_300/${JPEG}`,
    same: (image) => image.resize(301, 300, { fit: 'cover' }).jpeg({ quality: 80 }),
    scaling: (source) => ({
      size: fitOutside(source, { width: 301, height: 300 }),
      window: { x: 33, y: 0, width: 301, height: 300 },
    }),
  },
  {
    name: 'WebP of quality 80',
    picture: EXAMPLE,
    chain: 'image/format,webp/quality,Q_80',
    same: (image) => image.webp({ quality: 80 }),
  },
  {
    name: 'progressive JPEG',
    picture: EXAMPLE,
    chain: 'image/interlace,1/quality,Q_75',
    same: (image) => image.jpeg({ quality: 75, progressive: true }),
  },
  operation('rotate,90', 'rotate,90', (image) => image.rotate(90)),
  operation('rotate,270', 'rotate,270', (image) => image.rotate(270)),
  operation('bright,30', 'bright,30', (image) => image.linear(1, 38.1)),
  operation('contrast,-40', 'contrast,-40', (image) => image.linear(0.6, 51.2)),
  operation('blur,r_10,s_3', 'blur,r_10,s_3', (image) =>
    image.blur({ sigma: 3, precision: 'float', minAmplitude: 0.01 }),
  ),
  operation('blur,r_50,s_20', 'blur,r_50,s_20', (image) =>
    image.blur({ sigma: 20, precision: 'float', minAmplitude: 0.05 }),
  ),
];
