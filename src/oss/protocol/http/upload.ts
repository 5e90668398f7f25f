/** The body of a request that goes into the store: it streams, and says what it announced about itself. */
import { invalidArgument, invalidDigest, tooLarge } from '../error/errors.ts';
import { OssError } from '../error/oss-error.ts';
import { MAX_BODY_BYTES } from '../digest/meter.ts';
import { fromBase64, toHex } from '../text/base64.ts';

/** A body that was not read yet. */
export interface Upload {
  /** Fails with `IncompleteBody` when the sender goes away. */
  readonly stream: ReadableStream<Uint8Array>;
  /** Undefined for a chunked body. */
  readonly length: number | undefined;
  /** `Content-MD5` in hexadecimal. */
  readonly md5: string | undefined;
}

/** Throws `InvalidDigest`, `InvalidArgument` or `EntityTooLarge` for what the headers announce. */
export function readUpload({ headers, body, signal }: Request): Upload {
  const length = readLength(headers.get('content-length') ?? undefined);
  const md5 = readDigest(headers.get('content-md5') ?? undefined);
  const stream = incoming(body, async () => {
    if (length !== undefined) return false;
    // A busy host may tell of the end before it tells that the sender has gone.
    await new Promise<void>((resolve) => void setTimeout(resolve, 0));
    return signal.aborted;
  });
  return { stream, length: body === null ? 0 : length, md5 };
}

function readLength(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw invalidArgument('Content-Length', text.slice(0, 100));
  const length = Number(text);
  if (length > MAX_BODY_BYTES) throw tooLarge(MAX_BODY_BYTES, length);
  return length;
}

function readDigest(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const bytes = fromBase64(text.trim());
  if (bytes?.length !== 16) throw invalidDigest(text);
  return toHex(bytes);
}

/**
 * What is refused before a byte is read stays unlocked: the host has to take it off the connection. The end of a chunked
 * body whose sender has gone is no end: nobody announced how long it is, and its last chunk may be missing.
 */
function incoming(body: Request['body'], isTorn: () => Promise<boolean>): ReadableStream<Uint8Array> {
  const source = body as ReadableStream<Uint8Array> | null;
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        reader ??= source?.getReader();
        const chunk = await reader?.read().catch(() => {
          throw new OssError('IncompleteBody');
        });
        if (chunk?.done === false) controller.enqueue(chunk.value);
        else if (await isTorn()) throw new OssError('IncompleteBody');
        else controller.close();
      },
      cancel: async (reason) => (reader ?? source)?.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
