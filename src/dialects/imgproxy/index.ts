/** imgproxy: `/SIGNATURE/OPTIONS/plain/SOURCE@FORMAT`, or with the source in base64, or encrypted. */
import { ProcessError } from '../../core/spec/error.ts';
import { type Asking, chainOf, decoded, type Dialect, keyOfAddress, type Translated } from '../dialect.ts';
import { dispositionOf } from './disposition.ts';
import { formatOf, isOn, numberOf, type Options, readOptions } from './options.ts';
import { actionsOf } from './steps.ts';

/** What is shown: as it is, encrypted, or in base64 that slashes may part. */
const SOURCE =
  '(?:plain\\/(?<plain>.+)|enc\\/(?<sealed>[\\w\\-/]+(?:\\.[a-z]+)?)|(?<encoded>[\\w-][\\w\\-/]*(?:\\.[a-z]+)?))$';
/** A signature, at least one option, and what is shown. */
const PATH = new RegExp(`^(?<signature>[\\w-]+)\\/(?<options>(?:[a-z_-]+:[^/]*\\/)+)${SOURCE}`, 's');
/** The same where names of presets stand for options. */
const PRESETS_PATH = new RegExp(`^(?<signature>[\\w-]+)\\/(?<presets>[^/]+)\\/${SOURCE}`, 's');

export const imgproxy: Dialect = {
  translate(asking) {
    const parts = partsOf(asking);
    if (parts === undefined) return undefined;
    const given = readOptions(parts.options, asking.presets);
    const { format, ...source } = sourceOf(parts, asking);
    const asked = given.get('format')?.[0] ?? format;
    const written = asked === undefined ? undefined : formatOf(asked);
    return {
      ...source,
      process: isOn(given, 'raw') ? '' : chainOf(actionsOf(given, written, asking.imgproxy)),
      // At 0 it never does.
      proof: { signature: parts.signature, expires: (numberOf(given, 'expires', 0) || Infinity) * 1000 },
      keptFormats: keptFormats(given, written),
      disposition: dispositionOf(given, source.key),
    };
  },
  refuse: ({ status, message }) => ({
    contentType: 'text/plain',
    body: status === 403 ? 'Forbidden' : status === 404 ? 'Invalid source image' : `Invalid URL: ${message}`,
  }),
};

/** The parts of an address, by name. */
interface Parts {
  readonly signature: string;
  readonly options: string;
  readonly plain?: string;
  readonly sealed?: string;
  readonly encoded?: string;
}

function partsOf({ key, presets = {}, imgproxy: settings }: Asking): Parts | undefined {
  if (!settings?.presetsOnly) return PATH.exec(key)?.groups as Parts | undefined;
  const { presets: names = '', ...parts } = PRESETS_PATH.exec(key)?.groups ?? {};
  // Any object may lie in two folders: only presets that there are make an address of it.
  const isKnown = names.split(':').every((name) => Object.hasOwn(presets, name));
  if (parts['signature'] === undefined || (parts['encoded'] !== undefined && !isKnown)) return undefined;
  return { ...parts, options: `preset:${names}/` } as Parts;
}

/** Where the picture is, and the format that is written behind that. */
function sourceOf(
  { plain, sealed, encoded = '' }: Parts,
  { imgproxy: settings }: Asking,
): Pick<Translated, 'key' | 'sealed'> & { readonly format: string | undefined } {
  if (plain !== undefined) {
    const [, address = '', format] = /^(.*?)(?:@([a-z]+))?$/s.exec(plain) ?? [];
    return { key: keyOfAddress(address), format };
  }
  const [text = '', format] = (sealed ?? encoded).split('.');
  const whole = text.replaceAll('/', '');
  if (sealed === undefined) return { key: keyOfAddress(decoded(whole, 'source')), format };
  if (settings?.sourceKey === undefined)
    throw new ProcessError('NotImplemented', 'This bucket has no key for encrypted sources.');
  return { key: '', sealed: whole, format };
}

/** `skip_processing:gif:webp`: those of them that would be written in their own format. */
function keptFormats(options: Options, written: string | undefined): string[] | undefined {
  const formats = options.get('skip_processing')?.map(formatOf);
  return formats?.filter((format) => written === undefined || format === written);
}
