/** The fields of a form that describe its object, as the headers that an upload would have. */
import { invalidArgument } from '../../protocol/error/errors.ts';
import type { Form } from './form-data.ts';

const CONTENT = new Set([
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]);

/** Throws `InvalidArgument` for a value that no header could carry. */
export function formHeaders({ fields, fileType }: Form): Headers {
  const headers = new Headers();
  if (fileType !== undefined) set(headers, 'content-type', fileType);
  for (const [name, value] of fields) {
    if (CONTENT.has(name) || name.startsWith('x-oss-')) set(headers, name, value);
  }
  const type = fields.get('x-oss-content-type');
  if (type) set(headers, 'content-type', type);
  return headers;
}

/** A header carries bytes: text beyond ASCII is there as its UTF-8, each byte a character, as in a request. */
function set(headers: Headers, name: string, value: string): void {
  const bytes = Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join('');
  try {
    headers.set(name, bytes);
  } catch {
    throw invalidArgument(name, value.slice(0, 100));
  }
}
