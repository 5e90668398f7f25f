/** Asks the service: pictures, reports, listings and styles. Signed when the reader has given a key. */
import { pictureUrl } from '../../packages/url/src/picture.ts';
import {
  type Credentials,
  pathText,
  queryText,
  signQuery,
  signRequest,
} from '../../packages/url/src/sign.ts';
import type { EngineRefusal } from './engine/messages.ts';
import { IN_PAGE, type OwnPicture, processInPage } from './in-page.ts';

/** Who asks, if anybody, and the picture that is in the page, if there is one. */
export interface Client {
  readonly credentials: Credentials | undefined;
  readonly own?: OwnPicture | undefined;
}

/** A picture or report, and what was told of its making. */
export interface Answer {
  readonly blob: Blob;
  readonly type: string;
  /** `miss` or `hit`; undefined for an original. */
  readonly cache: string | undefined;
  /** Milliseconds between asking and the last byte. */
  readonly milliseconds: number;
  /** What `x-img-plan` says, by name. */
  readonly plan: Readonly<Record<string, string>>;
}

/** What the service refused. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly status: number;
  readonly ec: string | undefined;

  constructor(status: number, code: string, message: string, ec: string | undefined) {
    super(message);
    this.status = status;
    this.code = code;
    this.ec = ec;
  }
}

/** A style as the listing gives it. */
export interface StyleEntry {
  readonly name: string;
  readonly content: string;
}

/** What a request is for. */
export interface ServiceRequest {
  readonly bucket: string;
  readonly key?: string | undefined;
  readonly method?: string | undefined;
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  readonly body?: Blob | string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The address of an object and what is made of it. */
export function addressOf(bucket: string, key: string, process: string): string {
  return pictureUrl({ base: `${location.origin}/${bucket}`, key, process });
}

/** An address that holds for an hour, whoever asks. */
export async function signedAddress(
  credentials: Credentials,
  bucket: string,
  key: string,
  process: string,
): Promise<string> {
  const query = process === '' ? {} : { 'x-oss-process': process };
  const signed = await signQuery({ credentials, bucket, key, query }, 3600);
  return `${location.origin}/${bucket}/${pathText(key)}${queryText(signed)}`;
}

/** One picture or report. Throws Refusal. */
export async function ask(client: Client, asked: ServiceRequest): Promise<Answer> {
  const started = performance.now();
  if (asked.bucket === IN_PAGE) return askInPage(client, asked, started);
  const response = await request(client, asked);
  const blob = await response.blob();
  const timing = response.headers.get('server-timing') ?? '';
  return {
    blob,
    type: response.headers.get('content-type') ?? '',
    cache: /cache;desc="(\w+)"/.exec(timing)?.[1],
    milliseconds: performance.now() - started,
    plan: readPlan(response.headers.get('x-img-plan') ?? ''),
  };
}

/** The same of the picture in the page. A style is the service's: it is asked for its chain. */
async function askInPage(client: Client, { key, query }: ServiceRequest, started: number): Promise<Answer> {
  const { own } = client;
  if (!own || own.file.name !== key) {
    const message = 'This picture was in the page that the link is from: drop it here.';
    throw new Refusal(0, 'NotInThisPage', message, undefined);
  }
  const { file, bucket } = own;
  const asked = query?.['x-oss-process'];
  const style = asked === undefined ? undefined : /^style\/(.*)$/s.exec(asked)?.[1];
  const process = style === undefined ? asked : await readStyle(client, bucket, style);
  const { blob, plan } =
    process === undefined
      ? { blob: file, plan: {} }
      : await processInPage({ file, process, bucket }).catch(
          ({ status, code, message, ec }: EngineRefusal) => {
            throw new Refusal(status, code, message, ec);
          },
        );
  const milliseconds = performance.now() - started;
  return { blob, type: blob.type, cache: undefined, milliseconds, plan };
}

/** Any request of the object API. Throws Refusal for what is not 2xx. */
export async function request(
  { credentials }: Client,
  { bucket, key = '', method = 'GET', query = {}, body, signal }: ServiceRequest,
): Promise<Response> {
  const type = body instanceof Blob ? body.type || 'application/octet-stream' : 'application/xml';
  const headers: Record<string, string> = body === undefined ? {} : { 'Content-Type': type };
  const signature = credentials
    ? await signRequest({ credentials, bucket, key, method, query, headers })
    : {};
  const response = await fetch(`/${bucket}/${pathText(key)}${queryText(query)}`, {
    method,
    headers: { ...headers, ...signature },
    body: body ?? null,
    signal: signal ?? null,
    // What is told of an answer is of this one, and for this key.
    cache: 'no-store',
  });
  if (!response.ok) throw readRefusal(response.status, await response.text());
  return response;
}

/** Keys of a bucket's objects below a prefix, the first hundred. */
export async function listKeys(client: Client, bucket: string, prefix: string): Promise<string[]> {
  const query = { 'list-type': '2', prefix, 'max-keys': '100' };
  const xml = await (await request(client, { bucket, query })).text();
  return textsOf(xml, 'Contents > Key');
}

/** All styles of a bucket. */
export async function listStyles(client: Client, bucket: string): Promise<StyleEntry[]> {
  const xml = await (await request(client, { bucket, query: { style: undefined } })).text();
  const names = textsOf(xml, 'Style > Name');
  const contents = textsOf(xml, 'Style > Content');
  return names.map((name, index) => ({ name, content: contents[index] ?? '' }));
}

async function readStyle(client: Client, bucket: string, name: string): Promise<string> {
  const xml = await (await request(client, { bucket, query: { style: undefined, styleName: name } })).text();
  return textsOf(xml, 'Style > Content')[0] ?? '';
}

/** Writes a style. */
export async function putStyle(client: Client, bucket: string, { name, content }: StyleEntry): Promise<void> {
  const body = `<Style><Content>${escapeXml(content)}</Content></Style>`;
  await request(client, { bucket, method: 'PUT', query: { style: undefined, styleName: name }, body });
}

/** Removes a style; one that is not there is no error. */
export async function deleteStyle(client: Client, bucket: string, name: string): Promise<void> {
  await request(client, { bucket, method: 'DELETE', query: { style: undefined, styleName: name } });
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function textsOf(xml: string, selector: string): string[] {
  const found = new DOMParser().parseFromString(xml, 'application/xml').querySelectorAll(selector);
  return [...found].map((element) => element.textContent ?? '');
}

function readRefusal(status: number, xml: string): Refusal {
  const [code = `HTTP ${status}`] = textsOf(xml, 'Error > Code');
  const [message = ''] = textsOf(xml, 'Error > Message');
  const [ec] = textsOf(xml, 'Error > EC');
  return new Refusal(status, code, message, ec);
}

/** `bytes=4711; route="dct 1/4"` by name. */
function readPlan(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w-]+)=("[^"]*"|[^;]*)/g)];
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value.replaceAll('"', '')]));
}
