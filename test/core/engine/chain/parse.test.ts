import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChain } from '../../../../src/core/engine/chain/parse.ts';
import type { ProcessError } from '../../../../src/core/spec/error.ts';
import { OPERATIONS } from '../../../../src/core/ops/index.ts';
import { invalidValue, refusalOf } from '../../support/plan.ts';

function canonical(chain: string): string {
  return parseChain(`image/${chain}`, OPERATIONS).text.slice('image/'.length);
}

describe('canonical text', () => {
  it.each([
    ['resize,h_5,w_7,m_lfit', 'resize,w_7,h_5'],
    ['resize,w_7,limit_1,color_ffffff', 'resize,w_7'],
    ['resize,w_007', 'resize,w_7'],
    ['resize,w_1,w_2', 'resize,w_2'],
    ['resize,w_1,e_1,', 'resize,w_1'],
    ['resize,m_pad,w_1,color_ff00AA', 'resize,m_pad,w_1,color_FF00AA'],
    ['rotate,090', 'rotate,90'],
    ['format,jpeg', 'format,jpg'],
    ['quality,90', 'quality,q_90'],
    ['quality,q_80/format,jpeg/resize,w_7/quality,Q_70', 'resize,w_7/format,jpg/quality,Q_70'],
    ['resize,w_1/auto-orient,1', 'resize,w_1'],
    ['auto-orient,0/resize,w_1/interlace,1', 'resize,w_1/auto-orient,0/interlace,1'],
    ['blur,s_2,r_3', 'blur,r_3,s_2'],
    ['crop,w_1,g_nw', 'crop,w_1'],
    ['crop,g_nw', 'crop,g_nw'],
    ['crop,nw', 'crop,g_nw'],
    ['crop,center,w_1', 'crop,w_1,g_center'],
    // Of duplicates only the last one is looked at.
    ['resize,w_abc,h_0,w_7,h_5', 'resize,w_7,h_5'],
    ['watermark,text_?,g_xx,text_SGk,g_se', 'watermark,text_SGk'],
    ['quality,200,q_90', 'quality,q_90'],
    ['format,webp,q_80', 'format,webp'],
    ['format,q_80,webp,png', 'format,webp'],
    ['/resize,w_1//rotate,90/', 'resize,w_1/rotate,90'],
    ['resize,w_1|rotate,90', 'resize,w_1/rotate,90'],
    ['ignore-error,1/resize,w_1', 'resize,w_1'],
    ['bright,-0', 'bright,0'],
    ['info', 'info'],
    // A chain of defaults still encodes the picture again, so it is not the same as no chain.
    ['auto-orient,1', 'auto-orient,1'],
    ['interlace,0', 'auto-orient,1'],
  ])('of %s is %s', (chain, text) => {
    expect(canonical(chain)).toBe(text);
    expect(canonical(text)).toBe(text);
  });

  it('is the same for | and /', () => {
    expect(parseChain('image/resize,w_1|image/rotate,90/blur,r_1,s_1', OPERATIONS).text).toBe(
      parseChain('image/resize,w_1/rotate,90|image/blur,r_1,s_1', OPERATIONS).text,
    );
  });

  it('keeps the order of what changes pixels', () => {
    expect(canonical('rotate,90/resize,w_1')).not.toBe(canonical('resize,w_1/rotate,90'));
  });
});

describe('what a chain tells beside its steps', () => {
  const parsed = (chain: string) => parseChain(`image/${chain}`, OPERATIONS);

  it.each([
    ['resize,w_1', { namedBy: 'nobody', ignoresErrors: false, upright: true, report: undefined }],
    ['format,png', { namedBy: 'chain' }],
    ['format,auto', { namedBy: 'accept' }],
    ['format,auto/format,png', { namedBy: 'chain' }],
    ['info', { namedBy: 'chain', pixels: [], report: expect.objectContaining({ operation: 'info' }) }],
    ['ignore-error,1/info', { ignoresErrors: true, report: expect.objectContaining({ operation: 'info' }) }],
    ['ignore-error,1/resize,w_1/ignore-error,0', { ignoresErrors: false }],
    ['auto-orient,0/resize,w_1/auto-orient,1', { upright: true }],
    ['auto-orient,1/auto-orient,0', { upright: false }],
  ] as [string, object][])('%s', (chain, told) => {
    expect(parsed(chain)).toMatchObject(told);
  });

  it.each(['info/resize,w_1', 'resize,w_1/info', 'quality,q_9/average-hue', 'info/info'])(
    'a report stands alone, not as in %s',
    (chain) => {
      const report = chain.includes('info') ? 'info' : 'average-hue';
      expect(refusalOf(chain)).toEqual(invalidValue(report, chain));
    },
  );
});

describe('a refusal', () => {
  const detailOf = (chain: string) => {
    try {
      parseChain(`image/${chain}`, OPERATIONS);
    } catch (error) {
      const { operation, parameter, value, expected } = (error as ProcessError).detail;
      return { operation, parameter, value, expected: expected?.en };
    }
    return undefined;
  };

  it.each([
    ['resize,w_0', 'resize', 'w', '0', /^an integer from 1 to/],
    ['rotate,361', 'rotate', 'rotate', '361', /^an integer from 0 to 360$/],
    ['resize,100', 'resize', 'resize', '100', /^parameters written as m_VALUE: m, /],
    ['sharpen', 'sharpen', 'sharpen', '', /^an integer from 50 to 399$/],
    ['slim,1', undefined, 'slim', undefined, /^one of .*resize/],
    ['info,x_1', 'info', 'info', 'x_1', undefined],
  ] as const)('of %s tells what is accepted', (chain, operation, parameter, value, expected) => {
    const { expected: told, ...detail } = detailOf(chain)!;
    expect(detail).toEqual({ operation, parameter, value });
    if (expected) expect(told).toMatch(expected);
    else expect(told).toBeUndefined();
  });
});

describe('parseChain', () => {
  it.each([
    [
      'slim,1',
      { code: 'InvalidArgument', status: 400, message: 'The action: slim is invalid.', ec: '0040-00000213' },
    ],
    [
      'blindwatermark,content_SGk',
      {
        code: 'InvalidArgument',
        status: 400,
        message: 'The action: blindwatermark is invalid.',
        ec: '0040-00000213',
      },
    ],
    ['', { code: 'InvalidArgument', status: 400, message: 'No action is given.', ec: '0040-00000212' }],
    ['resize,w_7,w_abc', invalidValue('w', 'abc', '0040-00000312')],
    [
      'resize,w_1|slim',
      { code: 'InvalidArgument', status: 400, message: 'The action: slim is invalid.', ec: '0040-00000213' },
    ],
    [
      'constructor,1',
      {
        code: 'InvalidArgument',
        status: 400,
        message: 'The action: constructor is invalid.',
        ec: '0040-00000213',
      },
    ],
    ['resize', invalidValue('resize', '', '0040-00000322')],
    ['resize,constructor_1', invalidValue('resize', 'constructor_1', '0040-00000322')],
    ['resize,w=100', invalidValue('resize', 'w=100', '0040-00000322')],
    ['resize,100,200', invalidValue('resize', '100,200', '0040-00000322')],
    ['blur,r_3,s=2', invalidValue('s', 's=2', '0040-00000242')],
    ['resize,__proto___1,w_0', invalidValue('w', '0', '0040-00000312')],
    [
      'Resize,w_1',
      {
        code: 'InvalidArgument',
        status: 400,
        message: 'The action: Resize is invalid.',
        ec: '0040-00000213',
      },
    ],
  ])('refuses %s', (chain, refusal) => {
    expect(refusalOf(chain)).toEqual(refusal);
  });

  it('reads or refuses any text, and never anything else', () => {
    const words = fc.constantFrom(
      'resize',
      'crop',
      'w_1',
      'x_-1',
      'rotate',
      '90',
      ',',
      '/',
      '|',
      'image/',
      '_',
      'P_1',
      'quality',
      'ÿ',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (parts) => {
        try {
          const { text } = parseChain(`image/${parts.join('')}`, OPERATIONS);
          expect(parseChain(text, OPERATIONS).text).toBe(text);
        } catch (error) {
          expect(error).toMatchObject({ name: 'ProcessError', status: 400 });
        }
      }),
      { numRuns: 500 },
    );
  });
});
