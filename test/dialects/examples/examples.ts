import type { ImgproxySettings } from '../../../src/dialects/dialect.ts';

/**
 * Requests as the vendors' documentation writes them, and the canonical chain each is; empty for the original itself, and
 * undefined for what is documented there and refused here.
 */
export type Examples = readonly (readonly [
  address: string,
  chain: string | undefined,
  settings?: ImgproxySettings,
])[];

/** What the examples call by name. */
export const PRESETS = {
  sharp: 'sharpen:0.7',
  awesome: 'resizing_type:fill/format:jpg',
  thumbnail: 'rs:fit:100:100',
  blurry: 'bl:2',
  watermarked: 'wm:0.5:soea:10:10',
};

/** What the operator of imgproxy says in them: the key of its page on encryption, and the object `logo.png`. */
export const SETTINGS: ImgproxySettings = {
  sourceKey: '1eb5b0e971ad7f45324c1bb15c947cb207c43152fa5c6c7f35c4f36e0c18e0f1',
  mark: 'logo.png',
};
