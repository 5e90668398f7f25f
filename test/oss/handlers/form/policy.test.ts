import { describe, expect, it } from 'vitest';
import { checkPolicy } from '../../../../src/oss/handlers/form/conditions.ts';
import { readPolicy } from '../../../../src/oss/handlers/form/policy.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const EXPIRATION = '2025-03-01T13:00:00.000Z';
const END = Date.parse(EXPIRATION);
const policyOf = (...conditions: unknown[]) => readPolicy(encode({ expiration: EXPIRATION, conditions }));

describe('readPolicy', () => {
  it('reads every kind of condition', () => {
    const policy = policyOf(
      { bucket: 'b', 'X-Oss-Date': 'd' },
      ['EQ', '$Key', 'k'],
      ['starts-with', '$key', ''],
      ['in', '$content-type', ['image/png']],
      ['not-in', '$cache-control', ['no-cache']],
      ['content-length-range', 1, 100],
      ['content-length-range', 0, 50],
    );
    expect(policy).toEqual({
      expires: END,
      conditions: [
        { operator: 'eq', name: 'bucket', operand: 'b' },
        { operator: 'eq', name: 'x-oss-date', operand: 'd' },
        { operator: 'eq', name: 'key', operand: 'k' },
        { operator: 'starts-with', name: 'key', operand: '' },
        { operator: 'in', name: 'content-type', operand: ['image/png'] },
        { operator: 'not-in', name: 'cache-control', operand: ['no-cache'] },
      ],
      sizes: { least: 1, most: 50 },
    });
  });

  it.each([
    ['no base64', '!!!'],
    ['no JSON', Buffer.from('hello').toString('base64')],
    ['a list', encode([])],
    ['a million brackets', Buffer.from('['.repeat(1_000_000)).toString('base64')],
    ['a deep operand', encode({ expiration: EXPIRATION, conditions: [['eq', '$key', [[['"]']]]]] })],
    ['no expiration', encode({ conditions: [] })],
    ['an expiration that is no date', encode({ expiration: 'tomorrow', conditions: [] })],
    ['a month too many', encode({ expiration: '2025-13-01T13:00:00.000Z', conditions: [] })],
    ['no conditions', encode({ expiration: EXPIRATION })],
    ...[
      'text',
      7,
      null,
      [],
      ['eq', '$key'],
      ['eq', 'key', 'k'],
      ['eq', '$key', 5],
      ['like', '$key', 'k'],
      ['in', '$key', 'k'],
      ['content-length-range', 5, 1],
      ['content-length-range', 'a', 9],
      ['content-length-range', 1],
      { key: 5 },
    ].map((condition): [string, string] => [
      `the condition ${JSON.stringify(condition)}`,
      encode({ expiration: EXPIRATION, conditions: [condition] }),
    ]),
  ])('refuses %s', (_what, text) => {
    expect(() => readPolicy(text)).toThrow(expect.objectContaining({ code: 'InvalidPolicyDocument' }));
  });
});

it.each([5, 1_000_000])('says of %i brackets that they are too many', (count) => {
  const text = Buffer.from('['.repeat(count)).toString('base64');
  expect(() => readPolicy(text)).toThrow('Invalid Policy: It is nested too deeply.');
});

it.each([
  '!!!',
  ...['{', '[[[['].map((text) => Buffer.from(text).toString('base64')),
  ...[[], 'text', 7, null].map(encode),
])('says of %j that it is no object', (text) => {
  expect(() => readPolicy(text)).toThrow('Invalid Policy: It must be a JSON object in base64.');
});

describe('checkPolicy', () => {
  const fields = new Map([
    ['key', 'user/a.jpg'],
    ['content-type', 'image/png'],
  ]);
  const check = (condition: unknown, now = END) =>
    checkPolicy(policyOf(condition), (name) => fields.get(name), now);

  it.each([
    [{ key: 'user/a.jpg' }],
    [['eq', '$key', 'user/a.jpg']],
    [['starts-with', '$key', 'user/']],
    [['starts-with', '$absent', '']],
    [['in', '$content-type', ['image/jpg', 'image/png']]],
    [['not-in', '$content-type', ['text/html']]],
    [['not-in', '$absent', ['text/html']]],
  ])('lets %j pass', (condition) => {
    expect(() => check(condition)).not.toThrow();
  });

  it.each([
    [{ key: 'user/b.jpg' }, '["eq", "$key", "user/b.jpg"]'],
    [['starts-with', '$key', 'admin/'], '["starts-with", "$key", "admin/"]'],
    [['eq', '$absent', ''], '["eq", "$absent", ""]'],
    [['in', '$content-type', ['a/b', 'c/d']], '["in", "$content-type", ["a/b", "c/d"]]'],
    [['in', '$absent', ['a/b']], '["in", "$absent", ["a/b"]]'],
    [['not-in', '$content-type', ['image/png']], '["not-in", "$content-type", ["image/png"]]'],
  ])('stops %j', (condition, shown) => {
    const message = `Invalid according to Policy: Policy Condition failed: ${shown}`;
    expect(() => check(condition)).toThrow(expect.objectContaining({ code: 'AccessDenied', message }));
  });

  it('ends with its last millisecond', () => {
    const message = 'Invalid according to Policy: Policy expired.';
    expect(() => check({ key: 'user/a.jpg' }, END + 1)).toThrow(
      expect.objectContaining({ code: 'AccessDenied', message }),
    );
  });
});
