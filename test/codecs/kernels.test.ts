/** What plans say of kernels that nothing was done with yet. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadModules } from '../../scripts/lib/modules.ts';
import { TABLE_BYTES as GIF } from '../../src/codecs/gif/kernel.ts';
import { guarded, guardedSync, keepInstance } from '../../src/codecs/instance.ts';
import type { WasmModules } from '../../src/codecs/modules.ts';
import { type PngExports, TABLE_BYTES as PNG } from '../../src/codecs/png/kernel.ts';
import { TABLE_BYTES as WEBP } from '../../src/codecs/webp/kernel.ts';
import { ProcessError } from '../../src/core/spec/error.ts';

let modules: WasmModules;
beforeAll(async () => {
  modules = await loadModules();
});

it.each([
  ['gif', GIF],
  ['png', PNG],
  ['webp', WEBP],
] as const)('the tables of %s are planned as large as they are', (name, planned) => {
  const kept = keepInstance(modules[name]);
  kept.use();
  expect(kept.bytes).toBe(planned);
});

describe('an instance', () => {
  const errors: [string, Error, number][] = [
    ['a trap', new WebAssembly.RuntimeError('unreachable'), 0],
    ['a fault of ours', new RangeError('offset is out of bounds'), 0],
    ['a refusal', new ProcessError('ImageTooLarge', 'too large'), PNG],
  ];

  it.each(errors)('after %s', async (_, error, left) => {
    const kept = keepInstance<PngExports>(modules.png);
    async function* fails(): AsyncGenerator<number> {
      yield 1;
      throw error;
    }
    const given: number[] = [];
    const work = async () => {
      for await (const one of guarded(kept, fails)) given.push(one);
    };
    await expect(work()).rejects.toBe(error);
    expect(given).toEqual([1]);
    expect(kept.bytes).toBe(left);
  });

  it.each(errors)('after %s where nothing is waited for', (_, error, left) => {
    const kept = keepInstance<PngExports>(modules.png);
    function* fails(): Generator<number> {
      yield 1;
      throw error;
    }
    expect(() => [...guardedSync(kept, fails)]).toThrow(error);
    expect(kept.bytes).toBe(left);
  });

  it('that has grown larger than is kept is given up when its work is done', () => {
    const kept = keepInstance<PngExports>(modules.png, [], PNG - 1);
    function* works(): Generator<number> {
      yield kept.bytes;
    }
    expect([...guardedSync(kept, works)]).toEqual([PNG]);
    expect(kept.bytes).toBe(0);
  });
});
