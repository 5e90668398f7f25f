/** `filename:NAME:IS_ENCODED` and `return_attachment`: what a result is called by whoever stores it. */
import { decoded, lookUp } from '../dialect.ts';
import { isOn, isSet, type Options } from './options.ts';

/** Endings that are not the media type's own word. */
const ENDINGS: Readonly<Record<string, string>> = { jpeg: 'jpg' };

/** Writes `Content-Disposition` for a media type (RFC 6266); undefined where neither option asks for it. Throws ProcessError. */
export function dispositionOf(options: Options, key: string): ((type: string) => string) | undefined {
  const [name, encoded] = options.get('filename') ?? [];
  const isAttached = isOn(options, 'return_attachment');
  if (name === undefined && !isAttached) return undefined;
  const given = isSet(encoded) ? decoded(name ?? '', 'filename') : name;
  const kind = isAttached ? 'attachment' : 'inline';
  return (type) => `${kind}; ${parameter((given ?? stemOf(key)) + endingOf(type))}`;
}

/** The name of an object, without folders and ending. */
function stemOf(key: string): string {
  const [, stem = ''] = /([^/]*?)(?:\.\w*)?$/.exec(key) ?? [];
  return stem === '' ? 'image' : stem;
}

function endingOf(type: string): string {
  const [, word] = /^image\/([a-z]+)$/.exec(type) ?? [];
  return word === undefined ? '' : `.${lookUp(ENDINGS, word) ?? word}`;
}

/** Quotes, letters of other scripts and what ends a line are written in percent. */
function parameter(file: string): string {
  return /^[\w .()-]+$/.test(file) ? `filename="${file}"` : `filename*=UTF-8''${encodeURIComponent(file)}`;
}
