/** Asks the service as a caller would. */
import { exports } from 'cloudflare:workers';

const ORIGIN = 'http://127.0.0.1:8787';

/** A request to the gateway; `path` without its leading slash. */
export function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return exports.default.fetch(new Request(`${ORIGIN}/${path}`, init));
}

/** An object processed by a chain without its `image/`, or by a whole process text. */
export function process(key: string, chain: string, init: RequestInit = {}): Promise<Response> {
  const text = /^(style|sys|video)\//.test(chain) ? chain : `image/${chain}`;
  return ask(`${encodeURIComponent(key)}?x-oss-process=${encodeURIComponent(text)}`, init);
}

/** The whole body. */
export async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await response.arrayBuffer());
}

/** What an error answer says. */
export async function errorOf(response: Response): Promise<{
  status: number;
  code: string | undefined;
  message: string | undefined;
  ec: string | undefined;
}> {
  const xml = await response.text();
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return { status: response.status, code: element('Code'), message: element('Message'), ec: element('EC') };
}
