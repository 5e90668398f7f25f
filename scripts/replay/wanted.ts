/** What a request wants of an object: the object itself, a chain, or a named style. */

/** What is made of an object. */
export interface Wanted {
  /** As it was sent, one character a byte. */
  readonly path: string;
  /** `image/…`, `style/NAME`, another family; empty for the object itself. Percent-decoded. */
  readonly chain: string;
}

const PROCESS = 'x-oss-process=';

/** Reads path and query. `delimiters` part a key from the name of a style. */
export function readWanted(url: string, delimiters: string): Wanted {
  const [withQuery] = url.split('#', 1) as [string];
  const mark = withQuery.indexOf('?');
  const path = mark < 0 ? withQuery : withQuery.slice(0, mark);
  const asked = mark < 0 ? undefined : processOf(withQuery, mark);
  if (asked !== undefined) return { path, chain: asked };
  const at = styleMark(path, delimiters);
  return at < 0
    ? { path, chain: '' }
    : { path: path.slice(0, at).replace(/@$/, ''), chain: `style/${decoded(path.slice(at + 1))}` };
}

/** Undefined where the query asks for nothing. */
function processOf(url: string, mark: number): string | undefined {
  let at = url.indexOf(PROCESS, mark);
  while (at >= 0 && url[at - 1] !== '?' && url[at - 1] !== '&') at = url.indexOf(PROCESS, at + 1);
  if (at < 0) return undefined;
  const end = url.indexOf('&', at);
  const text = url.slice(at + PROCESS.length, end < 0 ? undefined : end);
  return text === '' ? undefined : decoded(text);
}

/** The last delimiter of the last segment, with the name of a style behind it. */
function styleMark(path: string, delimiters: string): number {
  for (let at = path.length - 1; at >= 0 && path[at] !== '/'; at--) {
    if (delimiters.includes(path[at]!)) return /^[A-Za-z0-9_.%-]{1,189}$/.test(path.slice(at + 1)) ? at : -1;
  }
  return -1;
}

/** Bytes as text: percent-encoding is undone once, `+` is a space, what is no UTF-8 becomes U+FFFD. */
export function decoded(text: string): string {
  const plain = text.replaceAll('+', ' ');
  if (!/[%\x80-\xff]/.test(plain)) return plain;
  const bytes = plain.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
