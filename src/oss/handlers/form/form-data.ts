/** Reads multipart/form-data (RFC 7578) as it streams in: small fields into memory, the one file as a stream. */
import { OssError } from '../../protocol/error/oss-error.ts';
import { ByteReader, malformedForm } from './byte-reader.ts';
import { type PartHeaders, readPartHeaders } from './part-headers.ts';

/** The fields before the file, and the file. */
export interface Form {
  /** By lower-case name; of several fields with one name the first counts. */
  readonly fields: ReadonlyMap<string, string>;
  /** As the client named the file, without folders. */
  readonly fileName: string;
  /** What the client says the file is. */
  readonly fileType: string | undefined;
  /** Fails with `MalformedPOSTRequest` when the form breaks off; must be read or cancelled. */
  readonly file: ReadableStream<Uint8Array>;
}

/** The header lines of a part. */
const MAX_HEADER_BYTES = 8 * 1024;
/** All fields together, names included: metadata of 8 KiB, a policy, and room. */
const MAX_FIELD_BYTES = 64 * 1024;
const MAX_FIELDS = 200;
/** Line break and header end. */
const CRLF = encode('\r\n');
const BLANK_LINE = encode('\r\n\r\n');

/**
 * Reads as far as the file. Throws `MalformedPOSTRequest` for what is no such form, and
 * `IncorrectNumberOfFilesInPOSTRequest` when it has no file.
 */
export async function readForm(body: ReadableStream<Uint8Array>, contentType: string): Promise<Form> {
  const delimiter = encode(`\r\n--${readBoundary(contentType)}`);
  // The first delimiter has no line break before it unless there is a preamble.
  const reader = new ByteReader(body, CRLF);
  try {
    await reader.takeUntil(delimiter, MAX_HEADER_BYTES);
    return await readParts(reader, delimiter);
  } catch (error) {
    await reader.cancel();
    throw error;
  }
}

async function readParts(reader: ByteReader, delimiter: Uint8Array): Promise<Form> {
  const fields = new Map<string, string>();
  let room = MAX_FIELD_BYTES;
  for (let count = 0; count < MAX_FIELDS; count++) {
    const headers = await nextPart(reader);
    if (headers === undefined) throw wrongNumberOfFiles();
    if (isFile(headers)) return { fields, ...describeFile(headers), file: fileStream(reader, delimiter) };
    const name = headers.name.toLowerCase();
    room -= name.length;
    const bytes = await reader.takeUntil(delimiter, room);
    room -= bytes.length;
    if (!fields.has(name)) fields.set(name, decode(bytes));
  }
  throw malformedForm();
}

/** The header lines after a delimiter; undefined after the last one. */
async function nextPart(reader: ByteReader): Promise<PartHeaders | undefined> {
  const mark = decode(await reader.take(2));
  if (mark === '--') return undefined;
  if (mark !== '\r\n') throw malformedForm();
  return readPartHeaders(decode(await reader.takeUntil(BLANK_LINE, MAX_HEADER_BYTES)));
}

function isFile({ name }: PartHeaders): boolean {
  return name.toLowerCase() === 'file';
}

/** Old browsers send the whole path. */
function describeFile({ fileName = '', contentType }: PartHeaders): Pick<Form, 'fileName' | 'fileType'> {
  return { fileName: fileName.replace(/^.*[/\\]/s, ''), fileType: contentType };
}

function fileStream(reader: ByteReader, delimiter: Uint8Array): ReadableStream<Uint8Array> {
  const pieces = reader.streamUntil(delimiter);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (!done) return controller.enqueue(value);
        await passOver(reader, delimiter);
        controller.close();
      },
      cancel: () => reader.cancel(),
    },
    { highWaterMark: 0 },
  );
}

/** Forms in pages end with the button that was pressed; fields after the file mean nothing, a second file is an error. */
async function passOver(reader: ByteReader, delimiter: Uint8Array): Promise<void> {
  for (;;) {
    const headers = await nextPart(reader);
    if (headers === undefined) return reader.drain();
    if (isFile(headers)) throw wrongNumberOfFiles();
    await reader.takeUntil(delimiter, MAX_FIELD_BYTES);
  }
}

function wrongNumberOfFiles(): OssError {
  return new OssError('IncorrectNumberOfFilesInPOSTRequest');
}

/** 1 to 70 characters (RFC 2046 section 5.1.1). */
function readBoundary(contentType: string): string {
  const parts = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    contentType,
  );
  const boundary = parts?.[1] ?? parts?.[2];
  if (boundary === undefined) throw malformedForm();
  return boundary;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformedForm();
  }
}
