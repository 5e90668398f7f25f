/** Asks a service for a picture and measures what comes. */
import { addressOf, type Place } from '../lib/place.ts';
import { textOf } from '../lib/xml.ts';
import { type Look, lookOf } from './look.ts';

/** What came. */
export interface Seen {
  /** 0 when no answer came. */
  readonly status: number;
  readonly type: string;
  readonly bytes: number;
  readonly milliseconds: number;
  /** Of a picture that could be decoded to its end. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly frames: number | undefined;
  /** Of an error's XML. */
  readonly code: string | undefined;
  /** Why no answer came. */
  readonly error: string | undefined;
}

/** What came, and the body itself while it is compared. */
export interface Answered {
  readonly seen: Seen;
  readonly body: Uint8Array;
  /** Undefined for what is no picture, or cannot be read as one. */
  readonly look: Look | undefined;
}

const PATIENCE = 30_000;
/** Bytes of an answer that are read; what is longer is no picture of a site. */
const MOST_BYTES = 64 * 1024 * 1024;
/** What is known where nothing came. */
const NOTHING = {
  type: '',
  bytes: 0,
  width: undefined,
  height: undefined,
  frames: undefined,
  code: undefined,
};

/** Asks for a path, as it stands in a log, with a chain. Never rejects: what goes wrong is part of the report. */
export async function ask(place: Place, path: string, chain: string): Promise<Answered> {
  const started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  try {
    const response = await fetch(await addressOf(place, { key: keyOf(path), process: chain }), {
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'manual',
    });
    const body = await bodyOf(response);
    return await answered(response, body, elapsed());
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const seen = { ...NOTHING, status: 0, milliseconds: elapsed(), error: reason };
    return { body: new Uint8Array(), look: undefined, seen };
  }
}

async function bodyOf(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error(`The answer is longer than ${MOST_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A path's key: percent-encoded, or in the bytes that were sent. */
function keyOf(path: string): string {
  const text = Buffer.from(path.replace(/^\/+/, ''), 'latin1').toString();
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function answered(response: Response, body: Uint8Array, milliseconds: number): Promise<Answered> {
  const { status } = response;
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  const look = response.ok && type.startsWith('image/') ? await lookOf(body) : undefined;
  const { width, height, frames } = look ?? NOTHING;
  const code = response.ok ? undefined : textOf(Buffer.from(body).toString(), 'Code');
  const seen = {
    status,
    type,
    bytes: body.length,
    milliseconds,
    width,
    height,
    frames,
    code,
    error: undefined,
  };
  return { seen, body, look };
}
