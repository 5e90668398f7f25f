import { expect, it } from 'vitest';
import { loadModules } from '../../scripts/lib/modules.ts';
import { createCodecs } from '../../src/codecs/registry.ts';

it('each format has the quality that the vendor writes it with, or none', async () => {
  const codecs = createCodecs(await loadModules());
  const qualities = [...codecs].map(([format, { defaultQuality }]) => [format, defaultQuality]);
  expect(Object.fromEntries(qualities)).toEqual({
    jpg: 85,
    webp: 80,
    avif: 60,
    heic: undefined,
    png: undefined,
    gif: undefined,
    bmp: undefined,
    tiff: undefined,
  });
});
