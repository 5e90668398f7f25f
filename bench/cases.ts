/** What is timed: each a picture, work on it, and how long it may take beside sharp. */
import type { PictureName } from './pictures.ts';
import type { Work } from './work.ts';

export interface SpeedCase {
  readonly name: string;
  readonly picture: PictureName;
  readonly work: Work;
  /** Largest allowed part of sharp's time; left out where none was promised. */
  readonly target?: number;
  /** Most milliseconds, where time itself is promised. */
  readonly milliseconds?: number;
}

/** JPEG of a width; no width re-encodes at full size. */
function toJpeg(width?: number, quality = 75): Work {
  return { width, format: 'jpg', quality };
}

const PHOTO = 'corpus:photos/2569067123_aca715a2ee_o.jpg';
const HDR_PHOTO = 'corpus:photos/gain-map.jpg';
const PHONE_PHOTO = 'corpus:exif/Landscape_1.jpg';

const CROP = { x: 300, y: 100, width: 1000, height: 1000 };

const HEIC = 'corpus:heif/iphone_13_pro_max.HEIC';
const MOVING_GIF = 'corpus:animated/chi.gif';

export const SPEED_CASES: readonly SpeedCase[] = [
  { name: '2 MP JPEG → 800 px JPEG', picture: 'jpeg-2mp', work: toJpeg(800) },
  // Free Workers may compute for 10 ms.
  { name: '2 MP JPEG → 400 px JPEG', picture: 'jpeg-2mp', work: toJpeg(400), target: 0.5, milliseconds: 10 },
  { name: '2 MP JPEG → 200 px JPEG', picture: 'jpeg-2mp', work: toJpeg(200) },
  { name: '12 MP JPEG → 800 px JPEG', picture: 'jpeg-12mp', work: toJpeg(800), target: 0.55 },
  { name: '12 MP JPEG → 200 px JPEG', picture: 'jpeg-12mp', work: toJpeg(200) },
  { name: '12 MP JPEG → 100 px JPEG', picture: 'jpeg-12mp', work: toJpeg(100), target: 0.5 },
  {
    name: '12 MP progressive → 800 px JPEG',
    picture: 'jpeg-12mp-progressive',
    work: toJpeg(800),
    target: 0.5,
  },
  {
    name: '12 MP progressive → 100 px JPEG',
    picture: 'jpeg-12mp-progressive',
    work: toJpeg(100),
    target: 0.1,
  },
  { name: '12 MP JPEG re-encoded, q80', picture: 'jpeg-12mp', work: toJpeg(undefined, 80), target: 1 },
  { name: '56 MP JPEG → 800 px JPEG', picture: 'jpeg-56mp', work: toJpeg(800), target: 0.5 },
  {
    name: '2 MP JPEG → crop, sharpen → WebP',
    picture: 'jpeg-2mp',
    work: { crop: CROP, sharpen: 100, format: 'webp' },
  },
  {
    name: '2 MP JPEG → crop, sharpen, circle → PNG',
    picture: 'jpeg-2mp',
    work: { crop: CROP, sharpen: 100, circle: 500, format: 'png' },
    target: 1,
  },
  { name: '2 MP JPEG → JPEG', picture: 'jpeg-2mp', work: toJpeg() },
  {
    name: '2 MP JPEG → text watermark → JPEG',
    picture: 'jpeg-2mp',
    work: { ...toJpeg(), text: 'Hello 图片服务!' },
  },
  { name: '2 MP PNG → 400 px PNG', picture: 'png-2mp', work: { width: 400, format: 'png' } },
  { name: '24 MP PNG → 800 px PNG', picture: 'png-24mp', work: { width: 800, format: 'png' }, target: 1 },
  {
    name: '24 MP Adam7 PNG → 800 px PNG',
    picture: 'png-24mp-adam7',
    work: { width: 800, format: 'png' },
    target: 1,
  },
  {
    name: '2 MP JPEG → 400 px WebP',
    picture: 'jpeg-2mp',
    work: { width: 400, format: 'webp', quality: 80 },
    target: 0.5,
  },
  {
    name: '12 MP JPEG → 800 px WebP',
    picture: 'jpeg-12mp',
    work: { width: 800, format: 'webp', quality: 80 },
    target: 0.5,
  },
  {
    name: '12 MP WebP → 800 px WebP',
    picture: 'webp-12mp',
    work: { width: 800, format: 'webp', quality: 80 },
    target: 0.7,
  },
  { name: '12 MP WebP → 800 px JPEG', picture: 'webp-12mp', work: toJpeg(800), target: 0.7 },
  {
    name: '2 MP interface PNG → WebP without loss',
    picture: 'png-interface',
    work: { format: 'webp', lossless: true },
    target: 0.6,
  },
  {
    name: '2 MP interface PNG → crop, 400 px → WebP',
    picture: 'png-interface',
    work: { crop: CROP, width: 400, format: 'webp' },
    target: 0.8,
  },
  { name: '8 MP JPEG → rotate,90 → JPEG', picture: 'jpeg-8mp', work: { ...toJpeg(), rotate: 90 }, target: 1 },
  { name: '8 MP JPEG → rotate,7 → JPEG', picture: 'jpeg-8mp', work: { ...toJpeg(), rotate: 7 }, target: 1 },
  {
    name: '8 MP JPEG → blur,r_50,s_50 → JPEG',
    picture: 'jpeg-8mp',
    work: { ...toJpeg(), blur: { radius: 50, sigma: 50 } },
    target: 1,
  },
  { name: '6 MP photograph → 800 px JPEG', picture: PHOTO, work: toJpeg(800), target: 0.55 },
  { name: '6 MP photograph → 200 px JPEG', picture: PHOTO, work: toJpeg(200), target: 0.5 },
  { name: '6 MP photograph re-encoded, q80', picture: PHOTO, work: toJpeg(undefined, 80), target: 1 },
  { name: '8 MP gain-map photograph → 800 px JPEG', picture: HDR_PHOTO, work: toJpeg(800), target: 0.55 },
  { name: '2 MP phone photograph → 400 px JPEG', picture: PHONE_PHOTO, work: toJpeg(400), target: 0.5 },
  {
    name: '31 frames of GIF → half, GIF',
    picture: MOVING_GIF,
    work: { width: 160, format: 'gif' },
    target: 1,
  },
  { name: '31 frames of GIF → WebP', picture: MOVING_GIF, work: { format: 'webp' } },
  {
    name: '10 frames of WebP → half, WebP',
    picture: 'corpus:animated/animated-loop-3.webp',
    work: { width: 185, format: 'webp' },
  },
  { name: '0.43 MP GIF → GIF', picture: 'gif-photograph', work: { format: 'gif' } },
  { name: '12 MP TIFF (LZW) → 800 px JPEG', picture: 'tiff-12mp', work: toJpeg(800), target: 1 },
  { name: '2 MP JPEG → TIFF', picture: 'jpeg-2mp', work: { format: 'tiff' } },
  { name: '2 MP AVIF → 400 px JPEG', picture: 'avif-2mp', work: toJpeg(400) },
  {
    name: '2 MP JPEG → 760 px AVIF',
    picture: 'jpeg-2mp',
    work: { width: 760, format: 'avif', quality: 80 },
    milliseconds: 110,
    target: 1,
  },
  {
    name: '12 MP JPEG → AVIF',
    picture: 'jpeg-12mp',
    work: { format: 'avif', quality: 80 },
    milliseconds: 4000,
    target: 1,
  },
  // Nothing beside it: sharp reads no HEVC.
  { name: '12 MP HEIC → 800 px JPEG', picture: HEIC, work: toJpeg(800) },
];
