/** Carries out a geometry on flowing pixels. */
import type { Geometry } from '../../image/geometry.ts';
import { cutPicture } from '../../image/kernels/cut.ts';
import type { Kernels } from '../../image/kernels/kernels.ts';
import { turnPicture } from '../../image/kernels/turn.ts';
import type { Picture } from '../../image/picture.ts';
import { scales } from '../plan/fold.ts';

/**
 * The picture a geometry makes; the very same object when the geometry changes nothing, so its native form survives.
 * A turn of more than `stripBytes` reads the picture several times.
 */
export function applyGeometry(
  picture: Picture,
  geometry: Geometry,
  kernels: Kernels,
  stripBytes?: number,
): Picture {
  const { cut, scale, window, turn } = geometry;
  const region = cutPicture(picture, cut);
  const shown = scales(geometry) ? kernels.resample(region, scale, window) : cutPicture(region, window);
  return turnPicture(shown, turn, stripBytes);
}
