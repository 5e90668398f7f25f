/** NAL units of a stream with start codes (ITU-T H.265, annex B), given as base64. */
export function unitsOf(stream: string): Uint8Array[] {
  return splitUnits(new Uint8Array(Buffer.from(stream, 'base64')));
}

/** The same of its bytes. */
export function splitUnits(bytes: Uint8Array): Uint8Array[] {
  const starts = Array.from(bytes.keys()).filter(
    (at) => bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 1,
  );
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? bytes.length;
    // A fourth zero may stand before a start code.
    return bytes.slice(start + 3, bytes[end - 1] === 0 ? end - 1 : end);
  });
}
