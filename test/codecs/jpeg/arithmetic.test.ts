/** Frames in arithmetic coding (T.81 annexes D, F.1.4 and G.1.3), written by the IJG's `cjpeg -arithmetic`. */
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, reference, sourceOf, wishFor, worst } from './support.ts';

const FILES: readonly (readonly [name: string, base64: string])[] = [
  [
    'sequential, 4:2:0',
    `
    /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxO
    UlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P
    T09PT09PT0//yQARCAAXAB0DASIAAhEBAxEB/8wACgAQEAUBEBEF/9oADAMBAAIRAxEAPwDSNYogctqdt+aTOKFjX9J4U575gxql
    I+KUbOqyIEaSgsFy2pXdjscVMVXRaS/dLCBrSkyXk8uIUcKumDwpVAjyNIna9VMWPYnNt3Ch1ArfvMU32Sct9BsDGAOqgOqqwDqt
    tQ84RbH32S7LpAxiRkSIwyP/AGurh5ewTGH9Pnjyt4656FWIB8/VAbkoPCps5w/b9ky+dMaoHjHEjdCYIf/Z
    `,
  ],
  [
    'sequential with restarts, 4:4:4',
    `
    /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7
    gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8
    fHx8fHx8fHz/yQARCAAXAB0DAREAAhEBAxEB/8wACgAQEAUBEBEF/90ABAAB/9oADAMBAAIRAxEAPwDRu7wIuYSRUzdGr/Z/UNdb
    gP/QrdAd7vrkPI4JtIebIDGZ8dpA/9HRvyt2vLhgdj0eJIiSAO+A/9LRmsvXDgDCYukSlqgr/wBvIkbFphCnCP/T/qltPgT2NBqK
    CEYDwhZv27T1gP/U/wAl9ae7s0fIoAZ7CFGgTgFfQP/V+8ZulbLUGStgsoGkCui2tZb/1v8AJULL4VJGB2EVScfK5bqKRG9xPP/X
    +HigaqzXPcRezFsyB4D/0O6QZdZkpCU/2Tm07KeRS+TNYP/R0Kd5lCd4/ocA36nZIVeRxq6e68MR9UD/0v56u38qYLGS4Cf7knB/
    Qf/Z
    `,
  ],
  [
    'progressive, 4:2:0',
    `
    /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxO
    UlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P
    T09PT09PT0//ygARCAAXAB0DASIAAhEBAxEB/8wABgAQARD/2gAMAwEAAhADEAAAAdGGuwZmE9Sbt8s86su8YcRGKmeTsP/MAAQQ
    Bf/aAAgBAQABBQKLUxxJAbdFMNpEVwU2RNFgueEcTkY4K/rA/8wABBEF/9oACAEDAQE/ATmpAXKtDKcQNtBwURDoJHCYxMD/zAAE
    EQX/2gAIAQIBAT8BFVLBRDw9uURraHI4Lwb/zAAEEAX/2gAIAQEABj8Cw//MAAQQBf/aAAgBAQABPyEpiywtKV4/tXee6Wbw/9oA
    DAMBAAIAAwAAABA/7/D/zAAEEQX/2gAIAQMBAT8QHy5/OxUTgP/MAAQRBf/aAAgBAgEBPxCyT4xte/3ZHqJgpZNg/8wABBAF/9oA
    CAEBAAE/EDWqFbXGSqllTcabuX/AiTGNhMAZ++3P3KZK03bDJJDvCv/Z
    `,
  ],
];

describe.each(FILES)('%s', (name, text) => {
  const file = new Uint8Array(Buffer.from(text, 'base64'));

  it('equals libjpeg-turbo', async () => {
    expect(sourceOf(file)).toMatchObject({
      width: 29,
      height: 23,
      interlaced: name.startsWith('progressive'),
    });
    expect(worst(await decode(file), await reference(file))).toBeLessThanOrEqual(4);
  });

  it('gives the same picture when it is scaled as it is decoded', async () => {
    const size = { width: 10, height: 8 };
    const small = await decode(file, wishFor(sourceOf(file), { scale: size }));
    expect(worst(small, await reference(file, size))).toBeLessThan(60);
  });

  it('is shown as far as it comes, and never brings the decoder down', async () => {
    const whole = await decode(file);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 100, max: file.length - 1 }), fc.nat(255), async (at, byte) => {
        const broken = file.slice();
        broken[at] = byte;
        for (const bad of [broken, file.subarray(0, at)]) {
          const refused = (error: unknown) => expect(error).toMatchObject({ code: 'BadRequest' });
          await Promise.resolve()
            .then(() => decode(bad))
            .catch(refused);
        }
        expect(await decode(file)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });
});

describe('frames nobody shows', () => {
  it.each([0xc3, 0xc5, 0xc6, 0xc7, 0xcb, 0xcd, 0xce, 0xcf])('SOF %i is refused as a format', (code) => {
    const file = new Uint8Array(Buffer.from(FILES[0]![1], 'base64'));
    file[file.findIndex((byte, at) => byte === 0xff && file[at + 1] === 0xc9) + 1] = code;
    expect(() => sourceOf(file)).toThrow(
      expect.objectContaining({ code: 'BadRequest', detail: { ec: '0040-00000005' } }),
    );
  });
});

const small = new URL('../../../../shared/corpus/formats/test1.arith.jpg', import.meta.url);
it.skipIf(!existsSync(small))('a file with a DAC segment of its own equals libjpeg-turbo', async () => {
  const file = new Uint8Array(readFileSync(small));
  expect(worst(await decode(file), await reference(file))).toBeLessThanOrEqual(4);
});
