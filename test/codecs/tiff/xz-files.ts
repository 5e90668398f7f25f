/** Streams of LZMA2 in .xz files: some by xz 5.2, and stored ones put together here. */

/** Words of a small language, with a stray byte now and then. */
export function words(length: number): Uint8Array {
  let state = 1;
  const random = (shift: number, below: number) => (state >> shift) % below;
  const next = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff);
  const letter = () => {
    next();
    return 97 + random(16, 26);
  };
  const known = Array.from({ length: 40 }, (_, i) => Array.from({ length: 3 + (i % 7) }, letter));
  const out: number[] = [];
  while (out.length < length) {
    next();
    out.push(...known[random(16, 40)]!);
    if (((state >> 8) & 7) === 0) out.push((state >> 20) & 255);
  }
  return Uint8Array.from(out.slice(0, length));
}

/** What xz made of some bytes. */
export interface XzFile {
  readonly name: string;
  readonly data: Uint8Array;
  readonly xz: Uint8Array;
}

const FAR = words(700);

export const XZ_FILES: readonly XzFile[] = [
  {
    name: 'words, by the preset that libtiff uses',
    data: words(1200),
    xz: Buffer.from(
      '/Td6WFoAAAD/EtlBAgAhARYAAAB0L+Wj4ASvAgFdADcdy3ACAKG5xz6l77RN1mDmOx+KDPFQoJR8esvV8kYl7l4xGR+F+BQngbqV' +
        'qECcyGs03NsmH/1XAg3kfeuqd9awQieEAOocSpfmL+O7KrKQd2g/FfIC+cVNuBfpgRdeKLFdhoR8X6uc5ccfi2JIjGZ5T8NxICp6' +
        'feQkMFm6LK7+/zWJ+xU0+9Lqu1KZXT2dmgtwizuAgW3fKbyf3VJP6otmuUVnlMuL39Bz9D5Zijs120NRKgmGfZxZiOz6uGqvU8zw' +
        '3fDaPnKemT3OoU0NCm4B06s/lPszzm4fXxOm0PiYLxJ+R8HumOfXF0ceBHfKnF7GYEL7niYZXGgWUPH1QtHUYbVR6bsB2BBw8ohA' +
        'eNJBCfd3ZR1aU5pxM6KFae4BMb0JGSYIOdgWG0XXrbRSaiuxHbk8iBqSV3y4Hs4HzP3+pbbxUsXzCgRmmSCuckkW2il4PsW33C4x' +
        '8rUIZPTqy6t1XFy6F0CRIaVGh2RSFVLpXKrb20JtcMCUJDHksGiVay06rftN/a6NIXNpbv4JxQlsGTlEY5FnWgaNBT5gkQpVHrjA' +
        'hwxTNqtTsYJzQ1Jc1dul8rXXy4eMMaF+37VguRWLNQwLFWhtviCXoIyRzP2dUqdg0lXN8fI+OTMKuUp8zvBB3izZBQYo1AXodsw0' +
        'Bb0SmoZJi3aaaV4PCln7IgQqAAAAAAAAAZUEsAkAAPiA3WmoAAr8AgAAAAAAWVo=',
      'base64',
    ),
  },
  {
    name: 'differences three bytes apart, with contexts by position',
    data: Uint8Array.from({ length: 1500 }, (_, i) => i * 3 + Math.floor(i / 60)),
    xz: Buffer.from(
      '/Td6WFoAAAD/EtlBAgEDAQIhARby6M1E4AXbABk/AAAAwMOh6andWh9oFIBJ+Bkd78AbBT1WDAAAAAAAAAEt3AsAAABs12PjqAAK' +
        '/AIAAAAAAFla',
      'base64',
    ),
  },
  {
    name: 'more than is kept of the past',
    data: Uint8Array.from({ length: 420_000 }, (_, i) => FAR[i % 700]!),
    xz: Buffer.from(
      '/Td6WFoAAAD/EtlBAgAhAQAAAAA3J5fW5mifAdVdADcdy3ACAKG5xz6l77RN1mDmOx+KDPFQoJR8esvV8kYl7l4xGR+F+BQngbqV' +
        'qECcyGs03NsmH/1XAg3kfeuqd9awQieEAOocSpfmL+O7KrKQd2g/FfIC+cVNuBfpgRdeKLFdhoR8X6uc5ccfi2JIjGZ5T8NxICp6' +
        'feQkMFm6LK7+/zWJ+xU0+9Lqu1KZXT2dmgtwizuAgW3fKbyf3VJP6otmuUVnlMuL39Bz9D5Zijs120NRKgmGfZxZiOz6uGqvU8zw' +
        '3fDaPnKemT3OoU0NCm4B06s/lPszzm4fXxOm0PiYLxJ+R8HumOfXF0ceBHfKnF7GYEL7niYZXGgWUPH1QtHUYbVR6bsB2BBw8ohA' +
        'eNJBCfd3ZR1aU5pxM6KFae4BMb0JGSYIOdgWG0XXrbRSaiuxHbk8iBqSV3y4Hs4HzP3+pbbxUsXzCgRmmSCuckkW2du73YZDgN7T' +
        'dXvX3BiklKCf4ua8XxECF2FRwAdmXB5SDubqv0f/b1KayCoSwxtKEmsaX4t1WEq50nWrvHLQVQ9mC+GYL7G/9qYSGsuPf1I+UugL' +
        '39dMFyEiDkMa7auD5yYjqPgGi9n1f9YNGz99d6uDFCFu0dV68z4UU2J2rFnkxphlTAAAAAAAAAHpA6DRGQBdC57vqAAK/AIAAAAA' +
        'AFla',
      'base64',
    ),
  },
];

/** Bytes of the header of streams that use no filter but LZMA2. */
const HEADER_BYTES = 24;

/** Chunks of stored bytes, with a coded one between them that forgets all before it. */
export function mixedXz(): XzFile {
  const { data, xz } = XZ_FILES[0]!;
  const size = (xz[HEADER_BYTES + 3]! << 8) | xz[HEADER_BYTES + 4]!;
  const coded = xz.subarray(HEADER_BYTES, HEADER_BYTES + 6 + size + 1);
  const stored = Uint8Array.from({ length: 65_536 }, (_, i) => Math.imul(i, 0x9e37_79b1) >>> 24);
  const before = [Uint8Array.of(1, 255, 255), stored, Uint8Array.of(2, 0, 4), stored.subarray(0, 5)];
  return {
    name: 'chunks stored and coded',
    data: Buffer.concat([stored, stored.subarray(0, 5), data, stored.subarray(0, 9)]),
    xz: Buffer.concat([
      xz.subarray(0, HEADER_BYTES),
      ...before,
      coded,
      Uint8Array.of(2, 0, 8),
      stored.subarray(0, 9),
      Uint8Array.of(0),
    ]),
  };
}
