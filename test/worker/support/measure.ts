/** Reads just enough of an encoded picture to check it: independent of the codecs under test. */

/** What a header tells. */
export interface Measured {
  readonly format: 'jpg' | 'png' | 'webp' | 'bmp';
  readonly width: number;
  readonly height: number;
}

/** Format and size of an encoded picture. Throws for anything else. */
export function measure(bytes: Uint8Array): Measured {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0) === 0xffd8) return { format: 'jpg', ...frameSize(view) };
  if (view.getUint32(0) === 0x89504e47) {
    return { format: 'png', width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (view.getUint32(0) === 0x52494646) return { format: 'webp', ...webpSize(view) };
  if (view.getUint16(0) === 0x424d) {
    return { format: 'bmp', width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
  }
  throw new Error('neither JPEG, PNG, WebP nor BMP');
}

/** The first quantisation table of a JPEG. */
export function quantisation(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = findSegment(view, (marker) => marker === 0xdb);
  return [...bytes.subarray(at + 5, at + 5 + 64)];
}

/** T.81 annex B.2.2: SOF0 to SOF15 but the three that are something else. */
function frameSize(view: DataView): { width: number; height: number } {
  const isFrame = (marker: number) =>
    marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
  const at = findSegment(view, isFrame);
  return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
}

/** Offset of the marker of the first segment that fits. */
function findSegment(view: DataView, fits: (marker: number) => boolean): number {
  let at = 2;
  while (!fits(view.getUint8(at + 1))) at += 2 + view.getUint16(at + 2);
  return at;
}

function webpSize(view: DataView): { width: number; height: number } {
  switch (view.getUint32(12)) {
    case 0x56503820: // VP8
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      // VP8L
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    default: // VP8X
      return {
        width: (view.getUint32(24, true) & 0xffffff) + 1,
        height: (view.getUint32(27, true) & 0xffffff) + 1,
      };
  }
}
