/** What a picture of its own begins with (RFC 9649, section 3.4): its signature, size and whether it may be transparent. */
import { putBits } from '../../../../shared/bits';

export function writeSignature(width: u32, height: u32, opaque: bool): void {
  putBits(0x2f, 8);
  putBits(width - 1, 14);
  putBits(height - 1, 14);
  putBits(opaque ? 0 : 1, 1);
  putBits(0, 3);
}
