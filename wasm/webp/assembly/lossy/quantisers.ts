/** Steps of the quantisers (RFC 6386, sections 9.6 and 14.1). */
import { AC_STEPS, DC_STEPS } from './tables/quantisers';

/** Steps of one segment. */
@unmanaged
export class Quantisers {
  y1Dc: i32;
  y1Ac: i32;
  y2Dc: i32;
  y2Ac: i32;
  uvDc: i32;
  uvAc: i32;

  /** Steps for an index and what the picture adds to it for each kind of coefficient. */
  set(index: i32, y1Dc: i32, y2Dc: i32, y2Ac: i32, uvDc: i32, uvAc: i32): void {
    this.y1Dc = dcStep(index + y1Dc);
    this.y1Ac = acStep(index);
    this.y2Dc = dcStep(index + y2Dc) * 2;
    this.y2Ac = max(8, (acStep(index + y2Ac) * 155) / 100);
    this.uvDc = min(132, dcStep(index + uvDc));
    this.uvAc = acStep(index + uvAc);
  }
}

const all = memory.data(4 * 24, 16);

export function quantisers(segment: i32): Quantisers {
  return changetype<Quantisers>(all + segment * 24);
}

function dcStep(index: i32): i32 {
  return load<u8>(DC_STEPS + max(0, min(127, index)));
}

function acStep(index: i32): i32 {
  return load<u16>(AC_STEPS + (max(0, min(127, index)) << 1));
}
