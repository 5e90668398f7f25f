/** Value types of the parameters that are written in base64url. */
import { ProcessError } from '../../spec/error.ts';
import { say } from '../../spec/sentence.ts';
import type { ValueType } from '../../spec/values.ts';
import { readBase64, readBase64Text, writeBase64, writeBase64Text } from '../../spec/base64.ts';

/** Most bytes of a drawn text, in UTF-8 (operations reference, section 2). */
export const MAX_LETTERS_BYTES = 64;
/** Most bytes of an object key, and room for a chain after it. */
const MAX_NAME_BYTES = 2048;

/** A name in base64url: an object key or a font. It must be UTF-8. */
export function base64Name(): ValueType<string> {
  return {
    expects: say(
      `base64url of 1 to ${MAX_NAME_BYTES} bytes of UTF-8`,
      `1 到 ${MAX_NAME_BYTES} 字节 UTF-8 的 base64url`,
    ),
    control: { kind: 'text', maxBytes: MAX_NAME_BYTES },
    read(text) {
      const { length } = readBase64(text) ?? [];
      return length > 0 && length <= MAX_NAME_BYTES ? readBase64Text(text) : undefined;
    },
    write: writeBase64Text,
  };
}

/**
 * A text to draw, in base64url: the bytes. Clients cut at 64 bytes without looking, so a character may be incomplete;
 * it is drawn as U+FFFD.
 */
export function base64Text(): ValueType<Uint8Array> {
  return {
    expects: say(
      `base64url of 1 to ${MAX_LETTERS_BYTES} bytes of UTF-8`,
      `1 到 ${MAX_LETTERS_BYTES} 字节 UTF-8 的 base64url`,
    ),
    control: { kind: 'text', maxBytes: MAX_LETTERS_BYTES },
    read(text) {
      const bytes = readBase64(text);
      return bytes && bytes.length > 0 && bytes.length <= MAX_LETTERS_BYTES ? bytes : undefined;
    },
    write: writeBase64,
  };
}

/** Refuses what is no base64 with the vendor's own sentence. */
export function checkBase64(parameter: string, text: string, ec: string): void {
  if (readBase64(text)) return;
  throw new ProcessError('BadRequest', 'Input is not base64 decoding.', { ec, parameter, value: text });
}

/** Refuses a text that is no base64, empty or too long, each with its own sub-code. */
export function checkText(text: string): void {
  checkBase64('text', text, '0040-00000257');
  const { length } = readBase64(text) ?? [];
  if (length > MAX_LETTERS_BYTES) {
    throw new ProcessError('InvalidArgument', 'font content is too large', {
      ec: '0040-00000259',
      parameter: 'text',
      value: text,
    });
  }
}
