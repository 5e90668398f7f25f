/** What holds for every library that is kept: one that trapped is replaced, and one that has grown is given up. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadModules } from '../../scripts/lib/modules.ts';
import { type KeptLibrary, upTo } from '../../src/codecs/embind.ts';
import { keepCodec } from '../../src/codecs/emscripten.ts';
import { keepAvifEncoder } from '../../src/codecs/heif/av1/libavif-encoder.ts';
import { keepLibavif } from '../../src/codecs/heif/av1/libavif.ts';
import { guarded, KEEP_BYTES } from '../../src/codecs/instance.ts';
import type { WasmModules } from '../../src/codecs/modules.ts';

const LIMIT = 2 * KEEP_BYTES;
const PAGE = 65_536;

let modules: WasmModules;
beforeAll(async () => {
  modules = await loadModules();
});

const LIBRARIES: readonly [name: string, keep: () => Promise<KeptLibrary>][] = [
  ['decoder of AVIF', async () => keepLibavif(await modules.avifDecode(), ['decode avif'])],
  ['encoder of AVIF', async () => keepAvifEncoder(await modules.avifEncode(), ['encode avif'])],
];

describe.each(LIBRARIES)('the %s', (_, keep) => {
  it('is another one after a fault', async () => {
    const kept = await keep();
    const first = kept.use(LIMIT);
    expect(kept.use(LIMIT)).toBe(first);
    const nowhere = { at: 0x7fff_0000, length: 64 };
    expect(() => first.call(nowhere, [8, 8, 0x7fff_0000], () => false)).toThrow(WebAssembly.RuntimeError);
    expect(kept.use(LIMIT)).not.toBe(first);
  });

  it('is given up when its work is done, if it has grown beyond what is kept', async () => {
    const kept = await keep();
    async function* allocates(length: number) {
      for await (const bytes of guarded(upTo(LIMIT, kept), async function* (library) {
        library.allocate(length);
        yield library.bytes;
      }))
        yield bytes;
    }
    for await (const bytes of allocates(1024)) expect(bytes).toBeLessThan(KEEP_BYTES);
    expect(kept.bytes).toBeGreaterThan(0);
    for await (const bytes of allocates(KEEP_BYTES)) expect(bytes).toBeGreaterThan(KEEP_BYTES);
    expect(kept.bytes).toBe(0);
  });
});

describe('a library that is driven by its own glue', () => {
  /** Glue around a module without imports, which offers its memory. */
  const keep = () =>
    keepCodec<WebAssembly.Memory>(modules.png, async ({ instantiateWasm }) => {
      let memory: unknown;
      instantiateWasm({}, ({ exports }) => (memory = exports['memory']));
      return memory as WebAssembly.Memory;
    });

  it('is given up when it has grown beyond what is kept', async () => {
    const kept = keep();
    await kept.run(() => 1);
    expect(kept.bytes).toBeGreaterThan(0);
    await kept.run((memory) => memory.grow(KEEP_BYTES / PAGE));
    expect(kept.bytes).toBe(0);
  });

  it('is given up when its work throws', async () => {
    const kept = keep();
    const fails = kept.run(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
    await expect(fails).rejects.toThrow('unreachable');
    expect(kept.bytes).toBe(0);
  });
});
