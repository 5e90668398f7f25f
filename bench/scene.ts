/** A scene with what makes photographs hard: slow shades, contours, fine regular detail, foliage-like clutter, grain. */
import type { Size } from '../src/core/image/picture.ts';

/** Largest distance of two points of the coarsest noise, in pixels, and how many octaves follow it. */
const COARSEST = 512;
const OCTAVES = 8;
/** How much of its amplitude each octave hands to the next. */
const PERSISTENCE = 0.55;
const GRAIN = 16;

/** RGB, three bytes a pixel; the same for every run. */
export function paintScene({ width, height }: Size): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const clouds = cloud(x, y, 1);
      const tint = cloud(x, y, 2);
      const detail = detailAt(x, y, width, height) + GRAIN * (hash(x, y, 3) - 0.5);
      pixels[at] = byte(60 + 150 * clouds + 40 * tint + detail);
      pixels[at + 1] = byte(70 + 140 * clouds - 20 * tint + detail);
      pixels[at + 2] = byte(90 + 110 * clouds - 60 * tint + detail);
    }
  }
  return pixels;
}

/** Hard contours of discs, and fringes of fine lines in one corner. */
function detailAt(x: number, y: number, width: number, height: number): number {
  const cell = 389;
  const radius = Math.hypot((x % cell) - cell / 2, (y % cell) - cell / 2);
  const disc = radius < 90 + 60 * hash(Math.floor(x / cell), Math.floor(y / cell), 4) ? 26 : 0;
  const fringes = x > width * 0.7 && y > height * 0.6 ? 22 * Math.sin(x * 0.7 + y * 0.23) : 0;
  return disc + fringes;
}

/** Value noise of several octaves, about 0 to 1. */
function cloud(x: number, y: number, seed: number): number {
  let sum = 0;
  let amplitude = 1 - PERSISTENCE;
  for (let octave = 0, step = COARSEST; octave < OCTAVES; octave++, step /= 2) {
    sum += amplitude * between(x / step, y / step, seed * 16 + octave);
    amplitude *= PERSISTENCE;
  }
  return sum;
}

/** Smooth interpolation between the random values of a grid. */
function between(x: number, y: number, seed: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const u = smooth(x - left);
  const v = smooth(y - top);
  const above = hash(left, top, seed) * (1 - u) + hash(left + 1, top, seed) * u;
  const below = hash(left, top + 1, seed) * (1 - u) + hash(left + 1, top + 1, seed) * u;
  return above * (1 - v) + below * v;
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

/** A number from 0 to 1 that looks random and depends on nothing but its arguments. */
function hash(x: number, y: number, seed: number): number {
  let mixed = Math.imul(x, 0x27d4_eb2f) ^ Math.imul(y, 0x1656_67b1) ^ Math.imul(seed, 0x9e37_79b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 0x1_0000_0000;
}

function byte(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
