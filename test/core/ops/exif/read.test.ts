import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExifTags } from '../../../../src/core/ops/exif/read.ts';
import { type Directories, tiffOf } from '../../support/tiff.ts';
import { eachOutside } from '../../../support/outside.ts';

const DEGREES = [
  [116, 1],
  [23, 1],
  [2971, 100],
] as const;

describe('readExifTags', () => {
  // What the vendor shows of its own sample (operations reference, 5.1).
  it.each([true, false])('prints as the vendor does, little-endian %s', (little) => {
    const sample: Directories = {
      image: {
        0x0112: [7],
        0x011a: [[96, 1]],
        0x0128: [2],
        0x0131: 'Microsoft Windows Photo Viewer 6.1.7600.16385',
        0x0132: '2015:02:11 15:38:27',
      },
      gps: {
        0x00: Uint8Array.of(2, 2, 0, 0),
        0x01: 'N',
        0x02: [
          [0, 1],
          [0, 1],
          [0, 1],
        ],
        0x03: 'E',
        0x12: 'WGS-84',
      },
      thumbnail: { 0x0103: [6], 0x0201: [4518], 0x0202: [3232] },
    };
    expect(readExifTags(tiffOf(sample, little))).toEqual({
      Compression: '6',
      DateTime: '2015:02:11 15:38:27',
      GPSLatitude: '0deg ',
      GPSLatitudeRef: 'North',
      GPSLongitudeRef: 'East',
      GPSMapDatum: 'WGS-84',
      GPSTag: expect.stringMatching(/^\d+$/),
      GPSVersionID: '2 2 0 0',
      JPEGInterchangeFormat: '4518',
      JPEGInterchangeFormatLength: '3232',
      Orientation: '7',
      ResolutionUnit: '2',
      Software: 'Microsoft Windows Photo Viewer 6.1.7600.16385',
      XResolution: '96/1',
    });
  });

  it.each<[string, Directories, Record<string, string>]>([
    [
      'positions in degrees, minutes and seconds',
      { gps: { 2: DEGREES } },
      { GPSLatitude: '116deg 23\' 29.710" ' },
    ],
    [
      'positions no farther than they are not zero',
      {
        gps: {
          2: [
            [39, 1],
            [5542, 100],
            [0, 1],
          ],
        },
      },
      { GPSLatitude: "39deg 55.42000' " },
    ],
    [
      'positions that are none',
      {
        gps: {
          2: [
            [1, 1],
            [2, 0],
            [3, 1],
          ],
        },
      },
      { GPSLatitude: '(1/1 2/0 3/1)' },
    ],
    ['directions that are none', { gps: { 1: 'X' } }, { GPSLatitudeRef: '(X)' }],
    [
      'height',
      { gps: { 5: Uint8Array.of(1), 6: [[1234, 100]] } },
      { GPSAltitudeRef: 'Below sea level', GPSAltitude: '12.3 m' },
    ],
    [
      'time',
      {
        gps: {
          7: [
            [7, 1],
            [5, 1],
            [95, 10],
          ],
        },
      },
      { GPSTimeStamp: '07:05:09.5' },
    ],
    [
      'rationals',
      { photo: { 0x829a: [[1, 17]], 0x829d: [[9, 5]] } },
      { ExposureTime: '1/17', FNumber: '9/5' },
    ],
    ['bytes', { photo: { 0x9000: Uint8Array.of(48, 50, 50, 49) } }, { ExifVersion: '48 50 50 49' }],
    [
      'comments without their character set',
      { photo: { 0x9286: new TextEncoder().encode('ASCII\0\0\0hello  ') } },
      { UserComment: 'hello' },
    ],
    ['text up to its first NUL', { image: { 0x010f: 'Canon\0garbage' } }, { Make: 'Canon' }],
    ['bytes where text should be', { image: { 0x010f: Uint8Array.of(0x41, 0xff) } }, { Make: '65 255' }],
    [
      "the picture's tags before its thumbnail's",
      { image: { 0x0103: [1] }, thumbnail: { 0x0103: [6] } },
      { Compression: '1' },
    ],
    ['nothing of unknown tags', { image: { 0xabcd: [1] } }, {}],
  ])('prints %s', (_what, directories, tags) => {
    const { ExifTag: _photo, GPSTag: _gps, ...read } = readExifTags(tiffOf(directories));
    expect(read).toEqual(tags);
  });

  it('leaves out values that are too long to be of use', () => {
    const long = tiffOf({ image: { 0x010e: 'x'.repeat(3000), 0x0112: [1] } });
    expect(readExifTags(long)).toEqual({ Orientation: '1' });
  });

  it('survives any bytes, and any damage to good ones, within a bound of output', () => {
    const good = tiffOf({
      image: { 0x0112: [6], 0x010e: 'a picture' },
      photo: { 0x829a: [[1, 17]], 0x9286: new TextEncoder().encode('ASCII\0\0\0hello') },
      gps: { 1: 'N', 2: DEGREES, 7: DEGREES },
      thumbnail: { 0x0103: [6] },
    });
    const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(damage, fc.nat(good.length), (bytes, length) => {
        const copy = good.slice(0, Math.max(8, length));
        for (const [at, value] of bytes) if (at < copy.length) copy[at] = value;
        expect(JSON.stringify(readExifTags(copy)).length).toBeLessThan(100_000);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof readExifTags(bytes) === 'object'),
    );
  });

  it('does not follow directories in a circle', () => {
    const file = tiffOf({ image: { 0x0112: [6] } }).slice();
    const view = new DataView(file.buffer);
    view.setUint32(8 + 2 + 12, 8, true);
    expect(readExifTags(file)).toEqual({ Orientation: '6' });
  });

  eachOutside('reads a file that others wrote: %s', ['corpus/exif/Landscape_6.jpg'], (bytes) => {
    const start = Buffer.from(bytes.buffer).indexOf('Exif\0\0') + 6;
    expect(readExifTags(bytes.subarray(start))).toMatchObject({ Orientation: '6' });
  });
});
