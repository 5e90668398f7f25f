import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import type { CodecUse } from '../../src/codecs/codec.ts';
import { counted, forgetOthers, keptBytes } from '../../src/codecs/instance.ts';
import { createCodecs } from '../../src/codecs/registry.ts';
import { createLedger } from '../../src/core/engine/ledger.ts';
import { bodyOf, nodeEngine } from '../../scripts/lib/engine.ts';
import { loadModules } from '../../scripts/lib/modules.ts';

/** A kept instance of so many bytes. */
function fake(bytes: number, ...uses: CodecUse[]) {
  const kept = { bytes, discard: () => void (kept.bytes = 0) };
  return counted(kept, uses);
}

const forgetAll = (): void => forgetOthers(new Set(), 0);

describe('forgetting kept instances', () => {
  afterEach(forgetAll);

  it('gives up the largest others first, and no more than it must', () => {
    const [small, large, middle] = [fake(10, 'encode webp'), fake(30, 'encode png'), fake(20, 'decode png')];
    forgetOthers(new Set(), 60);
    expect(large.bytes).toBe(30);
    forgetOthers(new Set(), 59);
    expect([small.bytes, large.bytes, middle.bytes]).toEqual([10, 0, 20]);
    forgetOthers(new Set(), 9);
    expect([small.bytes, middle.bytes]).toEqual([0, 0]);
  });

  it('spares what is needed, which does not count, and what serves every job', () => {
    const own = fake(100, 'decode jpg', 'encode jpg');
    const shared = fake(100);
    const other = fake(1, 'encode webp');
    forgetOthers(new Set(['encode jpg']), 1);
    expect(other.bytes).toBe(1);
    forgetOthers(new Set(['encode jpg']), 0);
    expect([own.bytes, shared.bytes, other.bytes]).toEqual([100, 100, 0]);
    shared.discard();
  });

  it('does so for a job that is promised all there is, and works on afterwards', async () => {
    const jpg = await sharp({ create: { width: 900, height: 700, channels: 3, background: '#468' } })
      .jpeg()
      .toBuffer();
    const png = await sharp(jpg).png().toBuffer();
    // The ledger's whole capacity is promised to whichever job renders.
    const capacity = 2 ** 40;
    const plain = createLedger({ capacity, maxWaiting: 1 });
    const ledger = { ...plain, reserved: capacity };
    const engine = await nodeEngine({ parts: { ledger, codecs: createCodecs(await loadModules()) } });
    const render = (file: Buffer, text: string) =>
      engine.render({ chain: engine.parse(text), size: file.length, body: bodyOf(file) });

    const bare = keptBytes();
    await render(png, 'image/rotate,90');
    const withPng = keptBytes();
    await render(jpg, 'image/rotate,90');
    const withJpg = keptBytes();
    await render(jpg, 'image/format,png');
    expect(withPng).toBeGreaterThan(bare);
    forgetOthers(new Set(['decode jpg', 'encode jpg']), 0);
    expect(keptBytes()).toBe(withJpg);
    expect((await render(png, 'image/resize,w_30')).size).toBeGreaterThan(0);
  });
});
