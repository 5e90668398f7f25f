/** How a refusal travels from the renderer to the gateway, and what both ends say when a picture cannot be made. */
import { ProcessError, type ErrorCode, type ErrorDetail } from '../../core/spec/error.ts';
import { OssError } from '../../oss/protocol/error/oss-error.ts';

/** The original, or something that is drawn on it, was replaced or deleted while the picture was asked for. */
export class SourceChanged extends Error {
  override readonly name = 'SourceChanged';
}

const REFUSED = 'x-refused';

interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly detail: ErrorDetail;
}

/**
 * What the caller did wrong, a store that has to be asked again, or news of a change, for `receive` to throw again.
 * Anything else is thrown here.
 */
export function refusalResponse(error: unknown): Response {
  const headers = { 'Cache-Control': 'no-store' };
  if (error instanceof SourceChanged) {
    return new Response(null, { status: 409, headers: { ...headers, [REFUSED]: 'changed' } });
  }
  if (error instanceof OssError && error.code === 'ServiceUnavailable') {
    return new Response(error.message, { status: 503, headers: { ...headers, [REFUSED]: 'unavailable' } });
  }
  if (!(error instanceof ProcessError)) throw error;
  const { code, message, detail, status } = error;
  const refusal: Refusal = { code, message, detail };
  return Response.json(refusal, { status, headers: { ...headers, [REFUSED]: 'process' } });
}

/** Throws what `refusalResponse` was given; nothing for a response that is no refusal. */
export async function throwRefusal(response: Response): Promise<void> {
  const refused = response.headers.get(REFUSED);
  if (refused === 'changed') throw new SourceChanged();
  if (refused === 'unavailable') throw unavailable(await response.text());
  if (refused !== 'process') return;
  const { code, message, detail } = await response.json<Refusal>();
  throw new ProcessError(code, message, detail);
}

/** What a picture is made of cannot be had now: the caller may come back. */
export function unavailable(message: string): OssError {
  return new OssError('ServiceUnavailable', { message });
}

/** Says the same of a mark that is missing and of one that is private. */
export function markNotFound(): ProcessError {
  return new ProcessError('WatermarkError', 'The watermark image cannot be read.', {
    ec: '0040-00000025',
  });
}
