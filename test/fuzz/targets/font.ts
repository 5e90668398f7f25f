/** Fonts of the bucket: whatever the bytes are, a text is drawn or the font is refused by name, and soon. */
import { bytesSource, nodeText } from '../../../scripts/lib/text.ts';
import { ProcessError } from '../../../src/core/spec/error.ts';
import { cffFont } from '../../text/support/cff.ts';
import { HAN, KAI, LATIN, packageFile, unpacked } from '../../text/support/fonts.ts';

export const name = 'font';

/** Small fonts of every kind: variable and plain TrueType, CFF, and WOFF2. */
export async function seeds(): Promise<Uint8Array[]> {
  const cff = cffFont({
    glyphs: [
      ['endchar'],
      [10, 20, 'rmoveto', 50, 60, 70, 80, 'hvcurveto', -107, 'callsubr', 'endchar'],
      [0, 'hmoveto', 1, 2, 3, 4, 5, 6, 7, 'hflex', -107, 'callgsubr', 'endchar'],
    ],
    locals: [[12, -34, 'rlineto', 'return']],
    globals: [[-107, 'callsubr', 'return']],
    groups: [0, 0, 0],
  });
  return [await unpacked(LATIN), await unpacked(KAI), await unpacked(HAN), cff, packageFile(KAI)];
}

const TEXT = 'ABgŵ é图片的一 AVTo.';
let runs = 0;

/** Throws when the engine does anything but draw or refuse. */
export async function run(bytes: Uint8Array): Promise<void> {
  const source = bytesSource(bytes, `font-${runs++}`);
  try {
    const request = { text: TEXT, font: 'mine', size: 30, rotate: runs % 2 === 0 ? 0 : 33 };
    const line = await nodeText()(request, () => Promise.resolve(source));
    line.draw({ x: 0, y: 0, width: Math.min(line.width, 2000), height: Math.min(line.height, 500) });
  } catch (error) {
    if (!(error instanceof ProcessError) || error.status !== 400) throw error;
  }
}
