/** imgproxy: `/SIGNATURE/OPTIONS/plain/SOURCE@FORMAT` or with the source in base64. */
import { chainOf, decoded, type Dialect, keyOfAddress } from '../dialect.ts';
import { isOn, numberOf, readOptions } from './options.ts';
import { actionsOf } from './steps.ts';

/** A signature, at least one option, and what is shown. */
const PATH = /^([\w-]+)\/((?:[a-z_-]+:[^/]*\/)+)(?:plain\/(.+)|([\w-][\w\-/]*(?:\.[a-z]+)?))$/s;

export const imgproxy: Dialect = {
  translate({ key, presets }) {
    const [, signature, options = '', plain, encoded = ''] = PATH.exec(key) ?? [];
    if (signature === undefined) return undefined;
    const given = readOptions(options, presets);
    const [address, format] = plain === undefined ? encodedSource(encoded) : plainSource(plain);
    const expires = numberOf(given, 'expires', Infinity) * 1000;
    return {
      key: keyOfAddress(address),
      process: isOn(given, 'raw') ? '' : chainOf(actionsOf(given, format)),
      proof: { signature, expires },
    };
  },
  refuse: ({ status, message }) => ({
    contentType: 'text/plain',
    body: status === 403 ? 'Forbidden' : status === 404 ? 'Invalid source image' : `Invalid URL: ${message}`,
  }),
};

type Source = readonly [address: string, format: string | undefined];

/** `http://a.example/b.jpg@png`. */
function plainSource(text: string): Source {
  const [, address = '', format] = /^(.*?)(?:@([a-z]+))?$/s.exec(text) ?? [];
  return [address, format];
}

/** Base64 that slashes may part, and `.png`. */
function encodedSource(text: string): Source {
  const [address = '', format] = text.split('.');
  return [decoded(address.replaceAll('/', ''), 'source'), format];
}
