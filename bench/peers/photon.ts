/** `@cf-wasm/photon`: the Rust library that Workers use most for pictures. */
import {
  crop as cropImage,
  PhotonImage,
  resize,
  SamplingFilter,
  sharpen as sharpenImage,
} from '@cf-wasm/photon';
import { isPlain, type Peer, type Work } from '../work.ts';

/** Above this many bytes of file its memory, four bytes a pixel several times over, makes the run pointless. */
const LARGEST_FILE = 4 * 1024 * 1024;

export function photonPeer(): Peer {
  return {
    name: 'photon',
    run(bytes, work) {
      if (
        work.circle ||
        work.text ||
        work.rotate ||
        work.blur ||
        work.lossless ||
        bytes.length > LARGEST_FILE ||
        !isPlain(bytes, work)
      )
        return undefined;
      return Promise.resolve(process(bytes, work));
    },
  };
}

function process(bytes: Uint8Array, { crop, width, sharpen, format, quality }: Work): Uint8Array {
  let image = PhotonImage.new_from_byteslice(bytes);
  const become = (next: PhotonImage): void => {
    image.free();
    image = next;
  };
  if (crop) become(cropImage(image, crop.x, crop.y, crop.x + crop.width, crop.y + crop.height));
  if (width) {
    const height = Math.round((width * image.get_height()) / image.get_width());
    become(resize(image, width, height, SamplingFilter.Lanczos3));
  }
  if (sharpen) sharpenImage(image);
  try {
    return encoded(image, format, quality ?? 80);
  } finally {
    image.free();
  }
}

/** Its WebP is lossless, whatever the quality. */
function encoded(image: PhotonImage, format: Work['format'], quality: number): Uint8Array {
  switch (format) {
    case 'jpg':
      return image.get_bytes_jpeg(quality);
    case 'png':
      return image.get_bytes();
    default:
      return image.get_bytes_webp();
  }
}
