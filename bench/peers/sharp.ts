/** libvips through sharp, with one thread and nothing cached: what the same core does in native code. */
import sharp, { type Sharp } from 'sharp';
import type { Peer, Work } from '../work.ts';

export function sharpPeer(): Peer {
  sharp.concurrency(1);
  sharp.cache(false);
  return {
    name: 'sharp',
    run: (bytes, work) => (isHevc(bytes) ? undefined : pipeline(bytes, work).toBuffer()),
  };
}

/** What sharp brings along of libheif decodes AV1 alone. */
function isHevc(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(4, 11)) === 'ftyphei';
}

/** `sharpen` is libvips' quick one: the mask that weighs luminance alone takes several times as long. */
function pipeline(bytes: Uint8Array, work: Work): Sharp {
  const { crop, width, rotate, blur, sharpen, circle, text, format } = work;
  // Pictures of 250 megapixels are over the limit that sharp sets by default.
  const animated = format === 'gif' || format === 'webp';
  let image = sharp(bytes, { limitInputPixels: false, animated });
  if (crop) image = image.extract({ left: crop.x, top: crop.y, width: crop.width, height: crop.height });
  if (width) image = image.resize(width);
  if (rotate) image = image.rotate(rotate, { background: '#fff' });
  if (blur) image = image.blur({ sigma: blur.sigma });
  if (sharpen) image = image.sharpen();
  if (circle) image = image.composite([{ input: circleMask(circle), blend: 'dest-in', gravity: 'centre' }]);
  if (text) image = image.composite([{ input: lettering(text), gravity: 'southeast' }]);
  return encoded(image, work);
}

function encoded(image: Sharp, { format, quality, lossless }: Work): Sharp {
  const settings = quality === undefined ? {} : { quality };
  switch (format) {
    case 'jpg':
      return image.jpeg(settings);
    case 'png':
      return image.png();
    case 'webp':
      return image.webp(lossless ? { lossless } : settings);
    case 'gif':
      return image.gif();
    case 'avif':
      return image.avif(settings);
    case 'tiff':
      return image.tiff({ compression: 'deflate', predictor: 'horizontal' });
  }
}

function circleMask(radius: number): Buffer {
  const side = radius * 2;
  return Buffer.from(
    `<svg width="${side}" height="${side}"><circle cx="${radius}" cy="${radius}" r="${radius}"/></svg>`,
  );
}

/** Text as libvips draws it, through SVG, in whatever font the system has. */
function lettering(text: string): Buffer {
  const width = text.length * 40;
  return Buffer.from(
    `<svg width="${width}" height="60"><text x="${width - 10}" y="44" font-size="40" text-anchor="end">${text}</text></svg>`,
  );
}
