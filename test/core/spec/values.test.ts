import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choice, colour, flag, integer } from '../../../src/core/spec/values.ts';

describe('value types', () => {
  it('read what they write', () => {
    const byte = fc.nat(255);
    fc.assert(
      fc.property(
        fc.integer({ min: -100, max: 100 }),
        fc.record({ red: byte, green: byte, blue: byte }),
        (number, rgb) => {
          expect(integer(-100, 100).read(integer(-100, 100).write(number))).toBe(number);
          expect(colour().read(colour().write(rgb))).toEqual(rgb);
        },
      ),
    );
    for (const value of [true, false]) expect(flag().read(flag().write(value))).toBe(value);
  });

  it.each([
    ['0', 0],
    ['007', 7],
    ['-3', -3],
    ['-0', 0],
    ['10', 10],
    ['11', undefined],
    ['--1', undefined],
    ['1_0', undefined],
    ['', undefined],
    ['NaN', undefined],
    ['9'.repeat(400), undefined],
  ])('reads %j as %s', (text, value) => {
    expect(integer(-10, 10).read(text)).toBe(value);
  });

  it('read no sign where nothing is below zero', () => {
    expect(integer(0, 10).read('-0')).toBeUndefined();
  });

  it('read words exactly', () => {
    const mode = choice('lfit', 'pad');
    expect(['lfit', 'LFIT', ' lfit', 'toString'].map((text) => mode.read(text))).toEqual([
      'lfit',
      undefined,
      undefined,
      undefined,
    ]);
    expect(mode.expects.en).toBe('one of lfit, pad');
  });

  it('read colours in any case, without a hash and whole', () => {
    const red = { red: 255, green: 0, blue: 170 };
    expect(['ff00AA', '#ff00AA', 'f0a', 'ff00AA0', 'gg0000'].map((text) => colour().read(text))).toEqual([
      red,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
