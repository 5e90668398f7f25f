/** What an upload says about whom to call back, and with what (`x-oss-callback`, `callback`). */
import { invalidArgument, notImplemented } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { textFromBase64 } from '../../protocol/text/base64.ts';
import type { Call } from '../../request/call.ts';

/** A callback that may be made. */
export interface Callback {
  /** To be tried in this order, until one answers; none where the bucket allows none of those that were asked for. */
  readonly urls: readonly URL[];
  /** Text with `${names}` of variables. */
  readonly body: string;
  readonly type: 'application/x-www-form-urlencoded' | 'application/json';
  /** Variables of the caller, by `x:name`. */
  readonly variables: ReadonlyMap<string, string>;
}

const MAX_URLS = 5;
/** Characters that callback and variables have each, as they are sent. */
const MAX_ENCODED = 5 * 1024;
const TOO_LONG = { callback: '0007-00000001', 'callback-var': '0007-00000101' };
/** A variable in the wrong brackets: what is called back would get it as it stands. */
const MISWRITTEN = /\$\([\w.:-]+\)/;
const TYPES = ['application/x-www-form-urlencoded', 'application/json'] as const;

/** The callback that headers or query ask for; undefined for none. Throws as `checkCallback`. */
export function readCallback(call: Call): Callback | undefined {
  const { headers, query } = call;
  const given = (name: string) =>
    headers.get(`x-oss-${name}`) ?? query.text(`x-oss-${name}`) ?? query.text(name);
  const encoded = given('callback');
  if (!encoded) return undefined;
  return checkCallback(call, encoded, variablesOf(given('callback-var')));
}

/**
 * Throws `InvalidArgument` for what is no callback, `NotImplemented` where there is no key to sign any: an upload that asks for
 * a call must not look as if somebody had been called. Hosts that the bucket does not allow are left out: a callback that
 * cannot be made is one that has failed.
 */
export function checkCallback(
  { bucket, services }: Pick<Call, 'bucket' | 'services'>,
  encoded: string,
  variables: ReadonlyMap<string, string>,
): Callback {
  const { callbacks: hosts } = bucket.settings;
  if (services.callbacks === undefined) throw notImplemented('x-oss-callback');
  const given: Partial<Record<string, string>> = readJson(encoded, 'callback');
  const { callbackUrl = '', callbackBody = '', callbackBodyType = TYPES[0] } = given;
  const type = TYPES.find((known) => known === callbackBodyType.toLowerCase());
  if (type === undefined) throw invalidArgument('callbackBodyType', callbackBodyType.slice(0, 100));
  if (callbackBody === '' || MISWRITTEN.test(callbackBody))
    throw invalidArgument('callbackBody', callbackBody.slice(0, 100));
  const urls = callbackUrl.split(';').filter((text) => text.trim() !== '');
  if (urls.length === 0 || urls.length > MAX_URLS)
    throw invalidArgument('callbackUrl', callbackUrl.slice(0, 100));
  const allowed = urls.map(readUrl).filter(({ host }) => isAllowed(host, hosts));
  return { urls: allowed, body: callbackBody, type, variables };
}

/** Names are told apart by case, and begin with `x:`. Throws `InvalidArgument`. */
function variablesOf(encoded: string | undefined): ReadonlyMap<string, string> {
  if (!encoded) return new Map();
  return new Map(Object.entries(readJson(encoded, 'callback-var')).filter(([name]) => name.startsWith('x:')));
}

/** A flat object; what is neither text, number nor word in it is left out. */
function readJson(encoded: string, name: keyof typeof TOO_LONG): Readonly<Record<string, string>> {
  if (encoded.length > MAX_ENCODED) throw invalidArgument(name, encoded.slice(0, 100), TOO_LONG[name]);
  const text = textFromBase64(encoded);
  const parsed = text === undefined ? undefined : parse(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new OssError('InvalidArgument', {
      message: `The ${name} configuration is not json format.`,
      elements: { ArgumentName: name, ArgumentValue: encoded.slice(0, 100) },
    });
  }
  const flat = Object.entries(parsed).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(flat.map(([key, value]) => [key, `${value as string}`]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An address without a scheme is one of plain HTTP. Names and passwords in it are for nobody. */
function readUrl(text: string): URL {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim()) ? text.trim() : `http://${text.trim()}`);
  const isPlain =
    url !== null && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password;
  if (!isPlain || isWord(text)) throw invalidArgument('callbackUrl', text.slice(0, 100));
  return url;
}

/** Whether it is one word and nothing else: the vendor takes `app.example.com` for an address, but not `app`. */
function isWord(text: string): boolean {
  return /^[\w-]+$/.test(text.trim()) && text.trim() !== 'localhost';
}

/** `*.example.com` stands for every name below it; a port other than the scheme's own has to be named. */
export function isAllowed(host: string, hosts: readonly string[]): boolean {
  return hosts.some((allowed) =>
    allowed.startsWith('*.')
      ? host.endsWith(allowed.slice(1)) && host.length >= allowed.length
      : host === allowed,
  );
}
