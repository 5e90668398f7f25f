/** Pictures that no camera takes, as SVG: a page of an application, and a pen drawing. The same for every run. */
import type { Size } from '../src/core/image/picture.ts';

/** The size that they are drawn for. */
export const DRAWN: Size = { width: 1600, height: 1200 };

/** Panels, a chart, icons and rows of small writing on flat ground and a few slow shades. */
export function drawInterface({ width, height }: Size): string {
  const random = dice(1);
  const cards = Array.from({ length: 12 }, (_, i) =>
    card(280 + (i % 4) * 325, 110 + Math.floor(i / 4) * 360, random),
  );
  const menu = Array.from({ length: 22 }, (_, i) => writing(70, 120 + i * 46, 150, 15, '#c9d1e3', random));
  const dots = Array.from(
    { length: 22 },
    (_, i) => `<circle cx="40" cy="${113 + i * 46}" r="9" fill="hsl(${i * 47} 60% 55%)"/>`,
  );
  return svg({ width, height }, [
    '<linearGradient id="g" x2="0" y2="1"><stop stop-color="#4f7df0"/><stop offset="1" stop-color="#2a4fb8"/></linearGradient>',
    `<rect width="${width}" height="${height}" fill="#f3f5f9"/><rect width="250" height="${height}" fill="#222b3f"/>`,
    `<rect width="${width}" height="64" fill="url(#g)"/>`,
    writing(280, 42, 420, 22, '#fff', random),
    ...menu,
    ...dots,
    ...cards,
  ]);
}

/** Contours with hatching, black on white. */
export function drawLineArt({ width, height }: Size): string {
  const random = dice(2);
  const lines = Array.from({ length: 90 }, () => {
    const [x, y, turn] = [random() * width, random() * height, random() * 360];
    const size = 40 + random() * 140;
    const hatch = Array.from(
      { length: Math.floor(size / 7) },
      (_, i) => `M${-size + i * 7} ${size / 2}l${size / 3} ${-size * random()}`,
    );
    const contour = `M${-size} 0C${-size} ${-size} ${size} ${-size * random()} ${size} 0S${-size / 3} ${size} ${-size} 0Z`;
    return `<g transform="translate(${x} ${y}) rotate(${turn})"><path d="${contour}" fill="#fff" stroke-width="3"/><path d="${hatch.join('')}" stroke-width="1"/></g>`;
  });
  return svg({ width, height }, [
    `<rect width="${width}" height="${height}" fill="#fff"/><g stroke="#111" fill="none">`,
    ...lines,
    '</g>',
  ]);
}

function svg({ width, height }: Size, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`;
}

/** A white panel with a title, lines of writing, a chart and a button. */
function card(x: number, y: number, random: () => number): string {
  const lines = Array.from({ length: 6 }, (_, i) =>
    writing(x + 16, y + 64 + i * 20, 265, 11, '#4a5060', random),
  );
  const bars = Array.from({ length: 14 }, (_, i) => {
    const high = 10 + random() * 90;
    return `<rect x="${x + 16 + i * 19}" y="${y + 295 - high}" width="13" height="${high}" fill="#7fb2e5"/>`;
  });
  return [
    `<rect x="${x}" y="${y}" width="300" height="340" rx="10" fill="#fff" stroke="#d8dce6"/>`,
    writing(x + 16, y + 34, 200, 17, '#1b2233', random),
    ...lines,
    ...bars,
    `<rect x="${x + 180}" y="${y + 302}" width="104" height="28" rx="14" fill="url(#g)"/>`,
    writing(x + 200, y + 321, 64, 12, '#fff', random),
  ].join('');
}

/** Strokes as small as letters of this height, in words, on a line that begins at a place. */
function writing(
  x: number,
  y: number,
  length: number,
  high: number,
  colour: string,
  random: () => number,
): string {
  let path = '';
  for (let at = 0; at < length; at += high * 0.62) {
    if (random() < 0.16) continue;
    const [tall, wide] = [high * (random() < 0.3 ? 1 : 0.7), high * 0.4];
    const stem = `M${x + at} ${y}v${-tall}`;
    const bow = `M${x + at} ${y - high * 0.6}c${wide} ${-high * 0.2} ${wide} ${high * 0.3} ${wide} ${high * 0.6}`;
    const ring = `M${x + at} ${y - high * 0.35}a${wide / 2} ${high * 0.33} 0 1 1 0 .1`;
    path += [stem, stem + bow, ring, stem + ring][Math.floor(random() * 4)]!;
  }
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${high / 9}"/>`;
}

/** Numbers from 0 to 1 (a multiplicative congruential generator, Park and Miller, 1988). */
function dice(seed: number): () => number {
  let state = seed * 7919;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
