import { describe, expect, it } from 'vitest';
import { plainCodecs } from '../support/codec.ts';
import { reportOf } from '../support/engine.ts';
import { plain } from '../support/pictures.ts';
import { invalidValue, refusalOf } from '../support/plan.ts';
import { tiffOf } from '../support/tiff.ts';

const PICTURE = plain({ width: 424, height: 333 }, [1, 2, 3, 255]);

describe('info', () => {
  it('tells the basic fields in alphabetical order, laid out as the vendor does', async () => {
    const codecs = plainCodecs({ source: { density: { unit: 1, x: 1, y: 1 } } });
    expect(await reportOf(PICTURE, 'info', { codecs })).toBe(`{
    "FileSize": {"value": "${424 * 333 * 4 + 12}"},
    "Format": {"value": "jpg"},
    "FrameCount": {"value": "1"},
    "ImageHeight": {"value": "333"},
    "ImageWidth": {"value": "424"},
    "ResolutionUnit": {"value": "1"},
    "XResolution": {"value": "1/1"},
    "YResolution": {"value": "1/1"}}`);
  });

  it('writes a density with a fraction as one', async () => {
    const codecs = plainCodecs({ source: { density: { unit: 3, x: 28.35, y: 28 } } });
    expect(JSON.parse(await reportOf(PICTURE, 'info', { codecs }))).toMatchObject({
      XResolution: { value: '2835/100' },
      YResolution: { value: '28/1' },
    });
  });

  it('leaves resolution out when the file has none', async () => {
    expect(Object.keys(JSON.parse(await reportOf(PICTURE, 'info')))).toEqual([
      'FileSize',
      'Format',
      'FrameCount',
      'ImageHeight',
      'ImageWidth',
    ]);
  });

  it('merges Exif under the stored size and format, and over the density', async () => {
    const exif = tiffOf({ image: { 0x0100: [9], 0x0112: [7], 0x011a: [[96, 1]] } });
    const codecs = plainCodecs({ source: { exif, orientation: 7, density: { unit: 1, x: 72, y: 72 } } });
    expect(JSON.parse(await reportOf(PICTURE, 'info', { codecs }))).toMatchObject({
      ImageWidth: { value: '424' },
      ImageHeight: { value: '333' },
      Orientation: { value: '7' },
      XResolution: { value: '96/1' },
      YResolution: { value: '72/1' },
    });
  });

  it('reads no more of the file than its header', async () => {
    let read = 0;
    async function* body(file: Uint8Array) {
      for (let at = 0; at < file.length; at += 1000, read += 1000) yield file.subarray(at, at + 1000);
    }
    await reportOf(PICTURE, 'info', { body });
    expect(read).toBeLessThan(20_000);
  });

  it('stands alone', () => {
    expect(refusalOf('info/resize,w_1')).toEqual(invalidValue('info', 'info/resize,w_1'));
    expect(refusalOf('info,1')).toEqual(invalidValue('info', '1'));
  });
});
