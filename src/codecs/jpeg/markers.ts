/** The marker segments before the first scan (T.81 annex B). */

/** Codes of the markers that mean something here. */
export const MARKER = {
  SOF0: 0xc0,
  SOF1: 0xc1,
  SOF2: 0xc2,
  SOF9: 0xc9,
  SOF10: 0xca,
  DHT: 0xc4,
  DAC: 0xcc,
  SOI: 0xd8,
  EOI: 0xd9,
  SOS: 0xda,
  DQT: 0xdb,
  DNL: 0xdc,
  DRI: 0xdd,
  APP0: 0xe0,
  APP1: 0xe1,
  APP2: 0xe2,
  APP14: 0xee,
} as const;

/** A segment's code and content; a view of the file's bytes, shorter than announced when they end early. */
export interface Segment {
  readonly code: number;
  readonly content: Uint8Array;
  readonly complete: boolean;
}

/** A 16-bit number, most significant byte first; 0 beyond the end. */
export function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** True when `bytes` begin with a start-of-image marker and the beginning of another one. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === MARKER.SOI && bytes[2] === 0xff;
}

/** True for markers of frames (T.81 table B.1): DHT, JPG and DAC have codes among them. */
export function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== MARKER.DHT && code !== 0xc8 && code !== MARKER.DAC;
}

/** The segments up to and with the first scan header. Bytes that are no marker are passed over, as decoders do. */
export function* readSegments(bytes: Uint8Array): Generator<Segment> {
  let at = 2;
  while (at + 4 <= bytes.length) {
    const code = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff || code === 0xff || code < 0xc0) at++;
    else if (code >= 0xd0 && code <= 0xd8) at += 2;
    else {
      const end = at + 2 + Math.max(2, uint16(bytes, at + 2));
      yield { code, content: bytes.subarray(at + 4, end), complete: end <= bytes.length };
      if (code === MARKER.SOS || code === MARKER.EOI) return;
      at = end;
    }
  }
}

/** The number of lines that a DNL segment after the first scan gives (T.81 B.2.5); 0 without one. */
export function readLineCount(bytes: Uint8Array): number {
  // What stands before the scan may hold anything: a small picture of its own, say.
  const scan = [...readSegments(bytes)].at(-1)?.content;
  const from = scan ? scan.byteOffset - bytes.byteOffset + scan.length : bytes.length;
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === MARKER.DNL && uint16(bytes, at + 2) === 4) return uint16(bytes, at + 4);
  }
  return 0;
}
