/** What a handler answers; one place makes a Response of it. */

/** Names in the spelling they are sent in: some SDKs look them up by exact case. */
export type HeaderRecord = Readonly<Record<string, string | undefined>>;

/** An answer without the headers every answer has. */
export interface Reply {
  readonly status: number;
  readonly headers: HeaderRecord;
  readonly body: ReadableStream<Uint8Array> | Uint8Array | string | undefined;
}

/** An answer without a body; for HEAD, `Content-Length` may say what a body would have. */
export function emptyReply(status = 200, headers: HeaderRecord = {}): Reply {
  return {
    status,
    headers: status === 204 || status === 304 ? headers : { 'Content-Length': '0', ...headers },
    body: undefined,
  };
}

/** An answer with text as its body. `Content-Length` counts its bytes. */
export function textReply(
  contentType: string,
  text: string,
  status = 200,
  headers: HeaderRecord = {},
): Reply {
  const body = new TextEncoder().encode(text);
  return {
    status,
    headers: { ...headers, 'Content-Type': contentType, 'Content-Length': `${body.length}` },
    body,
  };
}

/** An XML answer. */
export function xmlReply(text: string, status = 200, headers: HeaderRecord = {}): Reply {
  return textReply('application/xml', text, status, headers);
}
