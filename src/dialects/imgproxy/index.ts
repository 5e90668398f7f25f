/** imgproxy: `/SIGNATURE/OPTIONS/plain/SOURCE@FORMAT` or with the source in base64. */
import { chainOf, type Dialect, fromBase64 } from '../dialect.ts';
import { invalid, ProcessError } from '../../core/spec/error.ts';
import { readOptions } from './options.ts';
import { isSignatureOf } from './signature.ts';
import { actionsOf } from './steps.ts';

/** A signature, at least one option, and what is shown; the whole behind the signature is what is signed. */
const PATH = /^([\w-]+)(\/((?:[a-z_]+:[^/]*\/)+)(?:plain\/(.+)|([\w-][\w\-/]*(?:\.[a-z]+)?)))$/s;

export const imgproxy: Dialect = {
  translate({ key, imgproxy: secret, now }) {
    const [, signature, signed, options = '', plain, encoded] = PATH.exec(key) ?? [];
    if (signature === undefined || signed === undefined) return undefined;
    if (secret !== undefined && !isSignatureOf(signature, signed, secret)) throw forbidden();
    const [, source = '', format] =
      plain === undefined
        ? (/^([^.]*)(?:\.([a-z]+))?$/.exec(encoded ?? '') ?? [])
        : (/^(.*?)(?:@([a-z]+))?$/s.exec(plain) ?? []);
    const given = readOptions(options);
    if (Number(given.get('expires')?.[0] ?? Infinity) * 1000 < now) throw forbidden();
    const address = plain === undefined ? fromBase64(source.replaceAll('/', ''), 'source') : source;
    return { key: keyOf(address), process: chainOf(actionsOf(given, format)) };
  },
  refuse: ({ status, message }) => ({
    contentType: 'text/plain',
    body: status === 403 ? 'Forbidden' : status === 404 ? 'Invalid source image' : `Invalid URL: ${message}`,
  }),
};

function forbidden(): ProcessError {
  return new ProcessError('AccessDenied', 'The signature is not valid.');
}

/** The path of a source's address; `s3://bucket/key` and `local:///key` name a key as well. */
function keyOf(address: string): string {
  const [, path] = /^[a-z\d]+:\/+(?:(?<=local:\/+)|[^/]+\/)(.+)$/s.exec(address) ?? [];
  const key = (path ?? address).replace(/^\/+/, '');
  if (key === '') throw invalid('source', address);
  return key;
}
