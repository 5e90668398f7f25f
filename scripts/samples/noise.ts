/** Repeatable noise: the same number for the same place on every machine. */

/** A number from 0 to 1 for a whole place. */
export function hash(x: number, y: number): number {
  let state = Math.imul(x | 0, 0x27d4eb2d) ^ Math.imul(y | 0, 0x165667b1);
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  state = Math.imul(state ^ (state >>> 13), 0x297a2d39);
  return ((state ^ (state >>> 16)) >>> 0) / 0xffffffff;
}

/** Smooth noise from 0 to 1 whose features are about one unit wide. */
export function noise(x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const u = fade(x - left);
  const v = fade(y - top);
  const above = hash(left, top) + (hash(left + 1, top) - hash(left, top)) * u;
  const below = hash(left, top + 1) + (hash(left + 1, top + 1) - hash(left, top + 1)) * u;
  return above + (below - above) * v;
}

/** Noise with ever finer detail, each octave half as strong as the one before; 0 to 1. */
export function clouds(x: number, y: number, octaves: number): number {
  let sum = 0;
  let strength = 0.5;
  for (let octave = 0, scale = 1; octave < octaves; octave++, scale *= 2.03) {
    sum += strength * noise(x * scale + octave * 17.3, y * scale - octave * 9.1);
    strength /= 2;
  }
  return sum / (1 - 2 ** -octaves);
}

/** The outline of mountains: sharp crests and wide valleys; 0 to 1. */
export function ridges(x: number, seed: number, octaves: number): number {
  let sum = 0;
  let strength = 0.5;
  for (let octave = 0, scale = 1; octave < octaves; octave++, scale *= 2.1) {
    sum += strength * (1 - Math.abs(2 * noise(x * scale + seed, seed * 3.7 + octave) - 1));
    strength /= 2;
  }
  return sum;
}

function fade(share: number): number {
  return share * share * (3 - 2 * share);
}
