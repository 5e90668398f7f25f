import { describe, expect, it } from 'vitest';
import { checkKey, isBucketName } from '../../../../src/oss/request/address/names.ts';

describe('bucket names', () => {
  it.each(['abc', 'a-b', '0a0', 'a'.repeat(63)])('%s is one', (name) =>
    expect(isBucketName(name)).toBe(true),
  );
  it.each(['ab', '-ab', 'ab-', 'Abc', 'a_b', 'a.b', 'a'.repeat(64), ''])('%s is none', (name) =>
    expect(isBucketName(name)).toBe(false),
  );
});

describe('keys', () => {
  it.each(['a', 'dir/', 'a..b', '...', '图 片+1.jpg', 'a//b', '?style', 'a'.repeat(1023)])(
    '%s is one',
    (key) => expect(() => checkKey(key)).not.toThrow(),
  );
  it.each([
    '',
    '/a',
    '\\a',
    'a\0b',
    '..',
    '../a',
    'a/../b',
    'a/.',
    '\ud800',
    'a'.repeat(1024),
    '图'.repeat(342),
  ])('%j is none', (key) =>
    expect(() => checkKey(key)).toThrow(expect.objectContaining({ code: 'InvalidObjectName', status: 400 })),
  );
});
