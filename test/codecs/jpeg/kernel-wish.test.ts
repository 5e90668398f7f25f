import { expect, it } from 'vitest';
import type { JpegDetails } from '../../../src/codecs/jpeg/header.ts';
import { kernelWish } from '../../../src/codecs/jpeg/kernel-wish.ts';
import { cutOut, whole } from '../../../src/core/image/geometry.ts';
import type { LightWish } from '../../../src/core/image/light.ts';
import type { Source } from '../../../src/core/spec/source.ts';

const source = { width: 100, height: 50, details: { model: 'cmyk' } } as unknown as Source<JpegDetails>;

const light = { exact: true, margin: 2 } as unknown as LightWish;

it.each([
  // Cut, side of the cells, and the cells that it touches.
  [{ x: 5, y: 3, width: 50, height: 30 }, 2, { x: 4, y: 2, width: 52, height: 32 }],
  [{ x: 4, y: 2, width: 50, height: 30 }, 2, { x: 4, y: 2, width: 50, height: 30 }],
  [{ x: 61, y: 21, width: 39, height: 29 }, 2, { x: 60, y: 20, width: 40, height: 30 }],
])('of %o in linear light takes whole cells, those at its edges too', (cut, cell, taken) => {
  const scale = { width: Math.floor(cut.width / 6), height: Math.floor(cut.height / 6) };
  expect(kernelWish(source, { ...cutOut(cut), scale, window: whole(scale), light })).toMatchObject({
    cut: taken,
    scale: { width: taken.width / cell, height: taken.height / cell },
    averaged: { cell, x: cut.x - taken.x, y: cut.y - taken.y, width: cut.width, height: cut.height },
    scales: false,
  });
});
