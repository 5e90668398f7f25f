/** The refusals of the WebP codec, as the vendor words them (operations reference, section 9). */
import { ProcessError } from '../../core/spec/error.ts';

/** The file breaks the rules of its format. */
export function damagedWebp(): ProcessError {
  return new ProcessError('BadWebPImage', 'The webp image file may be damaged.', { ec: '0040-00000010' });
}

/** The encoder gave up: a picture within the side limit can still hold more detail than its first partition. */
export function tooLargeForWebp(): ProcessError {
  return new ProcessError('ImageTooLarge', 'The picture is too large to be written as webp.', {
    ec: '0040-00000011',
  });
}
