/** The one place where a thrown error becomes an answer. */
import { ProcessError } from '../../../core/spec/error.ts';
import { errorPage } from './error-page.ts';
import { emptyReply, xmlReply, type Reply } from './reply.ts';
import { toBase64 } from '../text/base64.ts';
import { writeXml } from '../xml/write.ts';
import { ForeignError } from '../error/foreign-error.ts';
import { OssError } from '../error/oss-error.ts';

/** What of the request an error body repeats. */
export interface FailedRequest {
  readonly method: string;
  readonly host: string;
  readonly requestId: string;
  /** `Accept-Language` of a person whose browser opened the address; undefined for everyone else. */
  readonly reader?: { readonly accepts: string | null } | undefined;
}

/** Bytes of an error in a header: clients stop reading at 8 or 16 KiB of headers, and base64 adds a third. */
const MAX_HEADER_XML = 4096;

/** Seconds after which a caller that was turned away for load may come back. */
const RETRY_AFTER = '2';

/**
 * OssError and ProcessError say what they are; anything else is 500 `InternalError` without detail. HEAD has no
 * body: `x-oss-err` carries the XML in base64, which several SDKs read.
 */
export function errorReply(error: unknown, failed: FailedRequest): Reply {
  return error instanceof ForeignError ? foreignReply(error, failed) : ossReply(error, failed);
}

function foreignReply(
  { error, dialect, key }: ForeignError,
  { host, requestId, reader }: FailedRequest,
): Reply {
  const { status, code, message } = error;
  const refused = dialect.refuse({ status, code, message, requestId, host, key });
  const headers = {
    ...refused.headers,
    'Retry-After': status === 503 ? RETRY_AFTER : undefined,
    'Cache-Control': 'no-store',
  };
  if (reader) return errorPage(error, { requestId, headers, accepts: reader.accepts });
  if ('elements' in refused) return xmlReply(writeXml('Error', refused.elements), status, headers);
  const body = new TextEncoder().encode(refused.body);
  const own = { 'Content-Type': refused.contentType, 'Content-Length': `${body.length}` };
  return { status, headers: { ...headers, ...own }, body };
}

function ossReply(error: unknown, { method, host, requestId, reader }: FailedRequest): Reply {
  const known =
    error instanceof OssError || error instanceof ProcessError ? error : new OssError('InternalError');
  if (known.status === 304) return emptyReply(304);
  const { ec } = known.detail;
  const fields = {
    Code: known.code,
    Message: known.message,
    RequestId: requestId,
    HostId: host,
    ...elements(known),
    ...(ec === undefined ? {} : { EC: ec, RecommendDoc: `https://api.aliyun.com/troubleshoot?q=${ec}` }),
  };
  const xml = writeXml('Error', fields);
  const headers = {
    ...(known instanceof OssError ? known.detail.headers : {}),
    'x-oss-ec': ec,
    'x-oss-err': method === 'HEAD' ? toBase64(forHeader(fields)) : undefined,
    'Retry-After': known.status === 503 ? RETRY_AFTER : undefined,
    'Cache-Control': 'no-store',
  };
  return reader
    ? errorPage(known, { requestId, headers, accepts: reader.accepts })
    : xmlReply(xml, known.status, headers);
}

/** As long as it may be: values that repeat the request are cut first to what shows, then to what identifies them. */
function forHeader(fields: Readonly<Record<string, string>>): Uint8Array {
  const versions = [Infinity, 256, 32].map((longest) => {
    const cut = Object.entries(fields).map(([name, value]): [string, string] => [name, clip(value, longest)]);
    return new TextEncoder().encode(writeXml('Error', Object.fromEntries(cut)));
  });
  return versions.find(({ length }) => length <= MAX_HEADER_XML) ?? new Uint8Array();
}

function clip(text: string, longest: number): string {
  return text.length <= longest ? text : `${Array.from(text.slice(0, longest)).slice(0, -1).join('')}…`;
}

function elements(error: OssError | ProcessError): Readonly<Record<string, string>> {
  if (error instanceof OssError) return error.detail.elements ?? {};
  const { parameter, value } = error.detail;
  return {
    ...(parameter === undefined ? {} : { ArgumentName: parameter }),
    ...(value === undefined ? {} : { ArgumentValue: value }),
  };
}
