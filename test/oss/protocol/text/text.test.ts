import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, textFromBase64, toBase64, toHex } from '../../../../src/oss/protocol/text/base64.ts';
import {
  decodeForm,
  decodePercent,
  encodePath,
  encodeStrict,
} from '../../../../src/oss/protocol/text/percent.ts';
import { readQuery } from '../../../../src/oss/protocol/text/query.ts';

describe('base64', () => {
  it('agrees with Node for any bytes, and reads both alphabets with or without padding', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = toBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        for (const form of [text, text.replace(/=+$/, ''), Buffer.from(bytes).toString('base64url')]) {
          expect(fromBase64(form)).toEqual(bytes);
        }
      }),
    );
  });
  it('reads the same key from both alphabets', () => {
    expect(textFromBase64('b3V0L+e7k+aenD8/Pi5qcGc=')).toBe('out/结果??>.jpg');
    expect(textFromBase64('b3V0L-e7k-aenD8_Pi5qcGc')).toBe('out/结果??>.jpg');
  });
  it.each(['a', 'ab!c', 'a=b', 'YQ===', ' YQ=='])('refuses %j', (text) =>
    expect(fromBase64(text)).toBeUndefined(),
  );
  it('refuses bytes that are no UTF-8', () => expect(textFromBase64('/w==')).toBeUndefined());
  it('writes hexadecimal', () => expect(toHex(new Uint8Array([0, 10, 255]))).toBe('000aff'));
});

describe('percent-encoding', () => {
  it('leaves only the unreserved characters', () =>
    expect(encodeStrict("aZ0-_.~!'()* /,图")).toBe('aZ0-_.~%21%27%28%29%2A%20%2F%2C%E5%9B%BE'));
  it('keeps slashes in paths', () => expect(encodePath('a b/c')).toBe('a%20b/c'));
  it('gives any text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => decodePercent(encodeStrict(text)) === text),
    );
  });
  it('tells a plus from a space where asked to', () => {
    expect(decodeForm('a+b%2B')).toBe('a b+');
    expect(decodePercent('a+b%2B')).toBe('a+b+');
    expect(decodePercent('%e0%80')).toBeUndefined();
  });
});

describe('queries', () => {
  it('keeps order, repetition and whether a value was assigned', () => {
    const query = readQuery('?b=1&acl&a=&b=2');
    expect(query.parameters).toEqual([
      { name: 'b', value: '1', assigned: true },
      { name: 'acl', value: '', assigned: false },
      { name: 'a', value: '', assigned: true },
      { name: 'b', value: '2', assigned: true },
    ]);
    expect(query.value('b')).toBe('1');
    expect(query.value('a')).toBe('');
    expect(query.text('a')).toBeUndefined();
    expect(query.has('acl')).toBe(true);
    expect(query.has('constructor')).toBe(false);
  });
  it('decodes names and values', () =>
    expect(readQuery('?x-oss-process=image%2Fresize%2Cw_1+2').value('x-oss-process')).toBe(
      'image/resize,w_1 2',
    ));
  it('refuses broken escapes', () =>
    expect(() => readQuery('?a=%zz')).toThrow(expect.objectContaining({ code: 'InvalidArgument' })));
});
