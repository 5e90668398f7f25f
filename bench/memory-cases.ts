/** What is weighed: each a picture, work on it, how often at once, and how much it may take. */
import type { PictureName } from './pictures.ts';
import type { Work } from './work.ts';

export interface MemoryCase {
  readonly name: string;
  readonly picture: PictureName;
  readonly work: Work;
  /** Jobs at the same time; 1 when left out. */
  readonly jobs?: number;
  /** True where sharp cannot do the work. */
  readonly alone?: boolean;
  /** Most bytes over idle, the file of `bytes` bytes included. */
  target(bytes: number): number;
}

const MIB = 1024 * 1024;
const TO_1024: Work = { width: 1024, format: 'jpg', quality: 75 };
const PNG_TO_1024: Work = { width: 1024, format: 'png' };

const fileAnd = (mebibytes: number) => (bytes: number) => bytes + mebibytes * MIB;
const atMost = (mebibytes: number) => () => mebibytes * MIB;

export const MEMORY_CASES: readonly MemoryCase[] = [
  { name: '24 MP JPEG → 1024 px', picture: 'jpeg-24mp', work: TO_1024, target: fileAnd(4) },
  {
    name: '24 MP progressive → 1024 px',
    picture: 'jpeg-24mp-progressive',
    work: TO_1024,
    target: fileAnd(16),
  },
  { name: '250 MP JPEG → 1024 px', picture: 'jpeg-250mp', work: TO_1024, target: atMost(96) },
  {
    name: '250 MP progressive → 1024 px',
    picture: 'jpeg-250mp-progressive',
    work: TO_1024,
    target: atMost(96),
  },
  { name: '24 MP PNG → 1024 px', picture: 'png-24mp', work: PNG_TO_1024, target: fileAnd(16) },
  { name: '24 MP Adam7 PNG → 1024 px', picture: 'png-24mp-adam7', work: PNG_TO_1024, target: fileAnd(16) },
  {
    name: '16.7 MP JPEG, turned by 90°',
    picture: 'jpeg-16mp',
    work: { rotate: 90, format: 'jpg', quality: 85 },
    target: atMost(96),
  },
  {
    name: '4 × 12 MP JPEG → 800 px at once',
    picture: 'jpeg-12mp',
    work: { ...TO_1024, width: 800 },
    jobs: 4,
    target: atMost(96),
  },
  {
    name: '12 MP HEIC → 800 px',
    picture: 'corpus:heif/iphone_13_pro_max.HEIC',
    work: { ...TO_1024, width: 800 },
    alone: true,
    target: fileAnd(30),
  },
  {
    name: '12 MP JPEG → AVIF',
    picture: 'jpeg-12mp',
    work: { format: 'avif', quality: 80 },
    target: atMost(40),
  },
  {
    name: '12 MP TIFF → 800 px',
    picture: 'tiff-12mp',
    work: { ...TO_1024, width: 800 },
    target: fileAnd(16),
  },
  {
    name: '500 frames of GIF, 250 MP → half',
    picture: 'gif-250mp',
    work: { width: 353, format: 'gif' },
    target: fileAnd(24),
  },
];
