/**
 * A line of a log as a request: the common format, which those of OSS, nginx and Apache begin with, lines of JSON as
 * Cloudflare pushes them, and bare addresses.
 */

/** A request that somebody made. */
export interface Entry {
  readonly method: string;
  /** Path and query as they were sent, without the host. */
  readonly url: string;
  /** Undefined where the line does not tell. */
  readonly status: number | undefined;
  readonly bytes: number;
  readonly milliseconds: number | undefined;
}

/** Why a line is no request. */
export type Fault = 'empty' | 'comment' | 'no request' | 'broken JSON' | 'broken request';

const METHOD = /^(GET|HEAD|PUT|POST|DELETE|OPTIONS|PATCH|CONNECT|TRACE|PROPFIND)$/;

/** Reads a line, one character a byte, whatever format it has. */
export function readEntry(line: string): Entry | Fault {
  const first = line[0];
  if (first === undefined || line.trim() === '') return 'empty';
  if (first === '#') return 'comment';
  if (first === '{') return readJson(line);
  const quote = line.indexOf(' "');
  if (quote > 0) return readCommon(line, quote + 2);
  return readAddress(line.trim());
}

/** `IP - - [time] "GET /key?query HTTP/1.1" status bytes milliseconds "referer" …` */
function readCommon(line: string, start: number): Entry | Fault {
  const end = line.indexOf('" ', start);
  if (end < 0) return 'broken request';
  const request = line.slice(start, end);
  if (request === '-') return 'no request';
  const methodEnd = request.indexOf(' ');
  const method = request.slice(0, methodEnd);
  if (methodEnd < 0 || !METHOD.test(method)) return 'broken request';
  // Some clients send spaces; what follows the last one is the protocol.
  const protocol = request.lastIndexOf(' HTTP/');
  const url = pathOf(request.slice(methodEnd + 1, protocol > methodEnd ? protocol : undefined));
  if (url === undefined) return 'broken request';
  const [status, bytes, time] = line.slice(end + 2, end + 60).split(' ', 3);
  return {
    method,
    url,
    status: numberOf(status),
    bytes: numberOf(bytes) ?? 0,
    // Only OSS tells the time here; others go on with the referer in quotes.
    milliseconds: numberOf(time),
  };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Path and query of an address, or of what is one already; undefined when it is neither. */
function pathOf(text: string): string | undefined {
  if (text.startsWith('/')) return text;
  const scheme = /^https?:\/\/[^/?#]+/i.exec(text);
  if (!scheme) return undefined;
  const rest = text.slice(scheme[0].length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function readAddress(text: string): Entry | Fault {
  // `host/key?query` without a scheme.
  const url =
    pathOf(text) ?? (/^[\w.-]+\.[a-z]{2,}\//i.test(text) ? text.slice(text.indexOf('/')) : undefined);
  if (url === undefined || /\s/.test(url)) return 'no request';
  return { method: 'GET', url, status: undefined, bytes: 0, milliseconds: undefined };
}

/** Names that logs of JSON give to what is wanted, the first that is there. */
const NAMES = {
  method: ['ClientRequestMethod', 'method', 'request_method'],
  url: ['ClientRequestURI', 'ClientRequestPath', 'url', 'uri', 'request_uri', 'URL', 'path', 'key'],
  status: ['EdgeResponseStatus', 'status', 'http_status', 'statusCode'],
  bytes: ['EdgeResponseBytes', 'bytes', 'size', 'body_bytes_sent', 'response_size'],
  milliseconds: ['OriginResponseDurationMs', 'EdgeTimeToFirstByteMs', 'milliseconds', 'ms', 'duration'],
} as const;

function readJson(line: string): Entry | Fault {
  let record: Record<string, unknown>;
  try {
    // JSON is UTF-8 (RFC 8259, section 8.1); everything else here is one character a byte.
    record = JSON.parse(Buffer.from(line, 'latin1').toString()) as Record<string, unknown>;
  } catch {
    return 'broken JSON';
  }
  const find = (names: readonly string[]) =>
    names.map((name) => record[name]).find((value) => value !== undefined);
  const url = find(NAMES.url);
  if (typeof url !== 'string') return 'no request';
  const number = (names: readonly string[]) => {
    const value = Number(find(names) ?? Number.NaN);
    return Number.isFinite(value) ? value : undefined;
  };
  const method = find(NAMES.method);
  const bytes = Buffer.from(url).toString('latin1');
  return {
    method: typeof method === 'string' ? method.toUpperCase() : 'GET',
    url: pathOf(bytes) ?? `/${bytes}`,
    status: number(NAMES.status),
    bytes: number(NAMES.bytes) ?? 0,
    milliseconds: number(NAMES.milliseconds),
  };
}
