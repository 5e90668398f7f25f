/** A photograph-like picture in any size and format. */
import sharp, { type Sharp } from 'sharp';
import type { Size } from '../../../src/core/image/picture.ts';
import { paintScene } from '../../../bench/scene.ts';

const SCENE: Size = { width: 1632, height: 1224 };

/** Painted once and scaled from there: painting takes longer than everything else. */
let scene: Buffer | undefined;

/** The scene, `fill`ing this size. */
export function photograph({ width, height }: Size): Sharp {
  scene ??= Buffer.from(paintScene(SCENE));
  return sharp(scene, { raw: { ...SCENE, channels: 3 } }).resize(width, height, { fit: 'fill' });
}
