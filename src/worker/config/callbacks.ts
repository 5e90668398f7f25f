/** The key pair that signs callbacks, and the hosts that a bucket allows to be called. */
import { fromBase64 } from '../../oss/protocol/text/base64.ts';
import { hidden, text, unacceptable, type Setting } from './setting.ts';

/** The private half, and where its public half can be read. */
export interface CallbackKey {
  /** PKCS #8 as PEM. */
  readonly pem: string;
  readonly url: string;
}

/** Reads the secret `CALLBACK_KEY` and `CALLBACK_KEY_URL`, of which neither is anything without the other. */
export function readCallbackKey(key: Setting, url: Setting): CallbackKey | undefined {
  if (key.value === undefined) return undefined;
  const secret = hidden(key);
  const pem = text(secret);
  const inner = /^-----BEGIN PRIVATE KEY-----([\sA-Za-z0-9+/=]+)-----END PRIVATE KEY-----\s*$/.exec(pem)?.[1];
  if (inner === undefined || fromBase64(inner.replaceAll(/\s/g, '')) === undefined)
    throw unacceptable(secret, 'an RSA key in PEM that begins with -----BEGIN PRIVATE KEY-----');
  const address = URL.parse(text(url));
  if (address === null) throw unacceptable(url, 'the address of the public key');
  return { pem, url: address.href };
}

/** A host with its port, lower case; `*.` in front stands for every name below. Never all hosts there are. */
export function callbackHost(setting: Setting): string {
  const name = text(setting).toLowerCase();
  if (!/^(\*\.(?=.*\.))?[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$/.test(name))
    throw unacceptable(setting, 'a host such as app.example.com, *.example.com or app.example.com:8443');
  return name;
}
