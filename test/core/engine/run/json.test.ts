import { expect, it } from 'vitest';
import { writeJson } from '../../../../src/core/engine/run/json.ts';

it.each([
  [{ RGB: '0x5c783b' }, '{"RGB": "0x5c783b"}'],
  [{}, '{}'],
  [
    { A: { value: '1' }, B: { value: 'x"y\n' } },
    '{\n    "A": {"value": "1"},\n    "B": {"value": "x\\"y\\n"}}',
  ],
  [[1, 'a'], '[1,"a"]'],
  [null, 'null'],
])('writes %j', (value, text) => {
  expect(writeJson(value)).toBe(text);
  expect(JSON.parse(text)).toEqual(value);
});
