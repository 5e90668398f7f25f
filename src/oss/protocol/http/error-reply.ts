/** The one place where a thrown error becomes an answer. */
import { ProcessError } from '../../../core/spec/error.ts';
import { xmlReply, type Reply } from './reply.ts';
import { toBase64 } from '../text/base64.ts';
import { writeXml } from '../xml/write.ts';
import { OssError } from '../error/oss-error.ts';

/** What of the request an error body repeats. */
export interface FailedRequest {
  readonly method: string;
  readonly host: string;
  readonly requestId: string;
}

/** Seconds after which a caller that was turned away for load may come back. */
const RETRY_AFTER = '2';

/**
 * OssError and ProcessError say what they are; anything else is 500 `InternalError` without detail. HEAD has no
 * body: `x-oss-err` carries the XML in base64, which several SDKs read.
 */
export function errorReply(error: unknown, { method, host, requestId }: FailedRequest): Reply {
  const known =
    error instanceof OssError || error instanceof ProcessError ? error : new OssError('InternalError');
  const { ec } = known.detail;
  const xml = writeXml('Error', {
    Code: known.code,
    Message: known.message,
    RequestId: requestId,
    HostId: host,
    ...elements(known),
    ...(ec === undefined ? {} : { EC: ec, RecommendDoc: `https://api.aliyun.com/troubleshoot?q=${ec}` }),
  });
  return xmlReply(xml, known.status, {
    ...(known instanceof OssError ? known.detail.headers : {}),
    'x-oss-ec': ec,
    'x-oss-err': method === 'HEAD' ? toBase64(new TextEncoder().encode(xml)) : undefined,
    'Retry-After': known.status === 503 ? RETRY_AFTER : undefined,
    'Cache-Control': 'no-store',
  });
}

function elements(error: OssError | ProcessError): Readonly<Record<string, string>> {
  if (error instanceof OssError) return error.detail.elements ?? {};
  const { parameter, value } = error.detail;
  return {
    ...(parameter === undefined ? {} : { ArgumentName: parameter }),
    ...(value === undefined ? {} : { ArgumentValue: value }),
  };
}
