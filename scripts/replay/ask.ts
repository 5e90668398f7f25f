/** Asks a service for a picture and measures what comes. */
import sharp from 'sharp';
import { type Credentials, signUrl } from '../../packages/url/src/index.ts';

/** A service that is asked. */
export interface Side {
  /** With the bucket behind it in path style. */
  readonly base: string;
  readonly bucket: string;
  readonly region: string;
  readonly credentials: Credentials | undefined;
}

/** What came. */
export interface Seen {
  /** 0 when no answer came. */
  readonly status: number;
  readonly type: string;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Of an error's XML. */
  readonly code: string | undefined;
  /** Why no answer came. */
  readonly error: string | undefined;
}

/** What came, and the picture itself while it is compared. */
export interface Answered {
  readonly seen: Seen;
  readonly body: Uint8Array;
}

const PATIENCE = 30_000;
/** Bytes of an answer that are read; what is longer is no picture of a site. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Asks for a path with a chain. Never rejects: what goes wrong is part of the report. */
export async function ask(side: Side, path: string, chain: string): Promise<Answered> {
  const started = performance.now();
  try {
    const response = await fetch(await addressOf(side, path, chain), {
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'manual',
    });
    const body = await bodyOf(response);
    const milliseconds = Math.round(performance.now() - started);
    return { body, seen: await seenOf(response, body, milliseconds) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const nothing = { type: '', bytes: 0, width: undefined, height: undefined, code: undefined };
    const milliseconds = Math.round(performance.now() - started);
    const reason = cause instanceof Error ? cause.message : String(cause);
    return { body: new Uint8Array(), seen: { ...nothing, status: 0, milliseconds, error: reason } };
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

async function addressOf(side: Side, path: string, chain: string): Promise<string> {
  const { base, credentials } = side;
  const clean = path.replace(/^\/+/, '');
  if (credentials) return signUrl({ ...side, credentials, key: keyOf(clean), process: chain });
  // Bytes beyond ASCII were sent as they are: they go as what they stand for.
  const sent = clean.replaceAll(
    /[^\x21-\x7e]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `${base}/${sent}${chain === '' ? '' : `?x-oss-process=${encodeURIComponent(chain)}`}`;
}

function keyOf(path: string): string {
  try {
    return decodeURIComponent(Buffer.from(path, 'latin1').toString());
  } catch {
    return path;
  }
}

async function seenOf(response: Response, body: Uint8Array, milliseconds: number): Promise<Seen> {
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  const isPicture = response.ok && type.startsWith('image/');
  const { width, height } = isPicture ? await measure(body) : {};
  const code = response.ok ? undefined : /<Code>([^<]*)<\/Code>/.exec(Buffer.from(body).toString())?.[1];
  const { status } = response;
  return { status, type, bytes: body.length, milliseconds, width, height, code, error: undefined };
}

async function measure(body: Uint8Array): Promise<{ width?: number; height?: number }> {
  // The library does not read bitmaps, and theirs is a short header.
  if (body[0] === 0x42 && body[1] === 0x4d && body.length >= 26) {
    const file = Buffer.from(body);
    return { width: file.readInt32LE(18), height: Math.abs(file.readInt32LE(22)) };
  }
  const { width, height } = await sharp(body)
    .metadata()
    .catch(() => ({ width: undefined, height: undefined }));
  return { ...(width !== undefined && { width }), ...(height !== undefined && { height }) };
}
