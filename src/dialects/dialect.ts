/** What a dialect is: another vendor's URL language, read into the language of this service. */
import { readBase64Text } from '../core/spec/base64.ts';
import { invalid } from '../core/spec/error.ts';

/** What a dialect sees of a request. */
export interface Asking {
  /** Decoded key, as the address has it. */
  readonly key: string;
  /** The query, decoded, in the order it was written. */
  readonly parameters: readonly {
    readonly name: string;
    readonly value: string;
    readonly assigned: boolean;
  }[];
  /** Options by the names that the operator gave them, for a language that has such. */
  readonly presets?: Readonly<Record<string, string>> | undefined;
  readonly imgproxy?: ImgproxySettings | undefined;
}

/** What an operator may say of addresses of imgproxy. */
export interface ImgproxySettings {
  /** Key and salt, hexadecimal, that addresses are signed with; undefined where they need not be. */
  readonly key?: string | undefined;
  readonly salt?: string | undefined;
  /** The key, hexadecimal, that sources are encrypted with. */
  readonly sourceKey?: string | undefined;
  /** True where addresses name presets and nothing else. */
  readonly presetsOnly?: boolean | undefined;
  /** The object that `watermark` draws. */
  readonly mark?: string | undefined;
  /** Percent of opacity that it has at most; 100 when left out. */
  readonly opacity?: number | undefined;
}

/** A request in the language of this service. */
export interface Translated {
  /** Empty where it is in `sealed`. */
  readonly key: string;
  /** The address of the picture in base64url, encrypted by the operator: an initialization vector and AES-CBC. */
  readonly sealed?: string | undefined;
  /** A chain, which may hold operations of `EVERY_OPERATION`, or `style/NAME`; empty for the original. */
  readonly process: string;
  /** What shows that the operator wrote the address, where its language has that. */
  readonly proof?: Proof | undefined;
  /** How this vendor writes what a report says; as this service does unless told otherwise. */
  readonly report?: ReportWriter | undefined;
  /** Formats whose originals are shown as they are stored, whatever is asked for. */
  readonly keptFormats?: readonly string[] | undefined;
  /** True where the original is shown unless what is made of it is smaller. */
  readonly onlySmaller?: boolean | undefined;
  /** The `Content-Disposition` of an answer of this media type, where the request asks for one. */
  readonly disposition?: ((type: string) => string) | undefined;
}

/** Writes a report in a vendor's words; `md5` of the original in hexadecimal, where that is known. */
export type ReportWriter = (facts: Report, md5?: string) => unknown;

/** A signature over all of the path that stands behind it, as it was written. */
export interface Proof {
  readonly signature: string;
  /** Milliseconds since 1970 from which on it is worth nothing. */
  readonly expires: number;
}

/** What reports tell: texts by name, each wrapped as `{ value }` but for the colour; tags of Exif with the type of TIFF. */
export type Report = Readonly<Record<string, string | Fact>>;

/** One of them. */
export interface Fact {
  readonly value: string;
  readonly type?: number;
}

/** An error, before it has a form. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  readonly host: string;
  readonly key: string;
}

/** An error as a vendor sends it: an XML document `Error` of these elements, or a body of its own. */
export type Refused = (
  | { readonly elements: Readonly<Record<string, string>> }
  | { readonly contentType: string; readonly body: string }
) & { readonly headers?: Readonly<Record<string, string>> | undefined };

/** One language. */
export interface Dialect {
  /** Undefined for a request that is not in this language. Throws ProcessError for what it cannot say here. */
  translate(asking: Asking): Translated | undefined;
  /** Whether the original is to be shown where the request asks for what is wrong, too large or not offered; false when left out. */
  forgives?(asking: Asking): boolean;
  refuse(refusal: Refusal): Refused;
}

/** The value of the first of these parameters that is given. */
export function parameterOf({ parameters }: Asking, name: string): string | undefined {
  return parameters.find((parameter) => parameter.name === name && parameter.value !== '')?.value;
}

/** What a table has for a word of a caller's; undefined for a word that it does not have. */
export function lookUp<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

/** The key that an address of a picture names: the path of a URL, whatever host or bucket it says, or the key itself. */
export function keyOfAddress(address: string): string {
  // Servers on the way may have made one slash of two.
  const url = address.replace(/^(https?:)\/+/, '$1//');
  const key = /^[a-z][a-z\d+.-]*:\//.test(url) && URL.canParse(url) ? pathOf(url) : address;
  return key.replace(/^\/+/, '');
}

function pathOf(url: string): string {
  const { pathname } = new URL(url);
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/** A sharpening that is given as a deviation: what `1` asks for is what pictures get that were made smaller. */
export function sharpenAction(deviation: number): string {
  return `sharpen,${Math.min(399, Math.max(50, Math.round(deviation * 100)))}`;
}

/** The text of a parameter in base64. Throws ProcessError for what is none. */
export function decoded(text: string, parameter: string): string {
  const plain = readBase64Text(text);
  if (plain === undefined) throw invalid(parameter, text.slice(0, 100));
  return plain;
}

/** `{"width": {"value": "400"}}` and `{"RGB": "0x…"}` alike: the text of a fact; empty when it is not told. */
export function factOf(facts: Report, name: string): string {
  const fact = facts[name];
  return typeof fact === 'string' ? fact : (fact?.value ?? '');
}

/** A chain of these actions; `auto-orient,1`, which changes nothing, where there are none. */
export function chainOf(actions: readonly string[]): string {
  return `image/${actions.length === 0 ? 'auto-orient,1' : actions.join('/')}`;
}
