import { describe, expect, it } from 'vitest';
import {
  MAX_ACTIONS,
  MAX_PROCESS_BYTES,
  readActions,
  readProcess,
} from '../../../../src/core/engine/chain/language.ts';

describe('readProcess', () => {
  it.each([
    ['image/resize,w_100', { chain: 'image/resize,w_100', style: undefined, saveAs: undefined }],
    ['style/thumb', { chain: undefined, style: 'thumb', saveAs: undefined }],
    ['style/a/b,c_d', { chain: undefined, style: 'a/b,c_d', saveAs: undefined }],
    [
      'image/resize,w_512|image/indexcrop,x_256,i_0|sys/saveas,o_YS5qcGc,b_YnVja2V0',
      {
        chain: 'image/resize,w_512|image/indexcrop,x_256,i_0',
        style: undefined,
        saveAs: { o: 'YS5qcGc', b: 'YnVja2V0' },
      },
    ],
    ['style/thumb|sys/saveas,o_YQ==', { chain: undefined, style: 'thumb', saveAs: { o: 'YQ==' } }],
  ])('reads %s', (text, expected) => {
    expect(readProcess(text)).toEqual(expected);
  });

  it.each([
    'video/snapshot,t_1',
    'resize,w_100',
    '',
    'image/resize,w_1|video/x',
    'image/resize,w_1|doc/preview',
    'style/a|image/resize,w_1',
    'sys/other|',
  ])('refuses %j', (text) => {
    expect(() => readProcess(text)).toThrow(
      expect.objectContaining({ code: 'InvalidArgument', status: 400 }),
    );
  });

  it('refuses a text of more bytes than the bound, counting bytes and not characters', () => {
    const fits = `style/${'图'.repeat(Math.floor((MAX_PROCESS_BYTES - 6) / 3))}`;
    expect(readProcess(fits).style).toHaveLength(Math.floor((MAX_PROCESS_BYTES - 6) / 3));
    expect(() => readProcess(`${fits}图`)).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ ec: '0017-00000288' }) }),
    );
  });
});

describe('readActions', () => {
  it('splits an argument at its first underscore only, since base64url holds more', () => {
    expect(readActions('image/watermark,text_a_b-c_')[0]?.args).toEqual([
      { key: 'text', value: 'a_b-c_', text: 'text_a_b-c_' },
    ]);
  });

  it('keeps a leading underscore as a bare value and drops a trailing comma', () => {
    expect(readActions('image/rotate,_9,')[0]?.args).toEqual([{ key: undefined, value: '_9', text: '_9' }]);
  });

  it('reads | and / alike', () => {
    const names = readActions('image/resize,w_1/rotate,90|image/blur,r_1,s_1').map(({ name }) => name);
    expect(names).toEqual(['resize', 'rotate', 'blur']);
  });

  it.each([
    'image//resize,w_1/rotate,90',
    'image/resize,w_1//rotate,90',
    'image/resize,w_1/rotate,90/',
    'image/resize,w_1|rotate,90',
    'image/resize,w_1|/rotate,90|',
    'image/resize,w_1|image/|image//rotate,90',
    'image/|image/resize,w_1/rotate,90',
  ])('drops the empty actions of %s', (text) => {
    expect(readActions(text)).toEqual(readActions('image/resize,w_1/rotate,90'));
    expect(readProcess(text).chain).toBe(text);
  });

  it.each(['image/', 'image//', 'image/|image/', 'image/,w_1'])(
    'refuses %s, which asks for nothing',
    (text) => {
      expect(() => readActions(text)).toThrow(
        expect.objectContaining({ detail: expect.objectContaining({ ec: '0040-00000212' }) }),
      );
    },
  );

  it('refuses more actions than the bound', () => {
    const chain = (count: number) => `image/${Array.from({ length: count }, () => 'bright,1').join('/')}`;
    expect(readActions(chain(MAX_ACTIONS))).toHaveLength(MAX_ACTIONS);
    expect(() => readActions(chain(MAX_ACTIONS + 1))).toThrow(
      expect.objectContaining({ code: 'InvalidArgument' }),
    );
  });
});
