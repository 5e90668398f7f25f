/** Carries out a geometry on flowing pixels. */
import type { Geometry } from '../../image/geometry.ts';
import { cutPicture } from '../../image/kernels/cut.ts';
import type { Kernels } from '../../image/kernels/kernels.ts';
import { turnPicture } from '../../image/kernels/turn.ts';
import type { Light } from '../../image/light.ts';
import type { Picture } from '../../image/picture.ts';
import { scales } from '../plan/fold.ts';

/** How a geometry is carried out. */
export interface Manner {
  /** The light that is scaled in; `gamma` when left out. */
  readonly light?: Light | undefined;
  /** A turn of more than these reads the picture several times. */
  readonly stripBytes?: number | undefined;
}

/** The picture a geometry makes; the very same object when the geometry changes nothing, so its native form survives. */
export function applyGeometry(
  picture: Picture,
  geometry: Geometry,
  kernels: Kernels,
  { light, stripBytes }: Manner = {},
): Picture {
  const { cut, scale, window, turn } = geometry;
  const region = cutPicture(picture, cut);
  const shown = scales(geometry)
    ? kernels.resample(region, scale, window, light)
    : cutPicture(region, window);
  return turnPicture(shown, turn, stripBytes);
}
