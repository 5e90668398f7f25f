/** What is handed over is what was planned: sizes of later steps and promised bytes were reckoned from it. */
import { sameSize } from '../../image/geometry.ts';
import type { Picture, Size } from '../../image/picture.ts';

/** The picture. Throws when it has another size than its plan: that is a fault of ours, whatever the file holds. */
export function asPlanned<P extends Pick<Picture, 'width' | 'height'>>(
  picture: P,
  plan: Size,
  by: string,
): P {
  if (sameSize(picture, plan)) return picture;
  const [made, planned] = [picture, plan].map(({ width, height }) => `${width} × ${height}`);
  throw new Error(`${by} made ${made} pixels where ${planned} were planned`);
}
