/** Carries out a frame on flowing pixels. */
import type { Frame } from '../image/frame.ts';
import { cutPicture } from '../image/kernels/cut.ts';
import type { Kernels } from '../image/kernels/kernels.ts';
import { turnPicture } from '../image/kernels/turn.ts';
import type { Picture } from '../image/picture.ts';
import { scales } from './fold.ts';

/** The picture a frame makes; the very same object when the frame changes nothing, so its native form survives. */
export function applyFrame(picture: Picture, frame: Frame, kernels: Kernels): Picture {
  const { cut, scale, window, turn } = frame;
  const region = cutPicture(picture, cut);
  const shown = scales(frame) ? kernels.resample(region, scale, window) : cutPicture(region, window);
  return turnPicture(shown, turn);
}
