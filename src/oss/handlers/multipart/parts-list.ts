/** The list of parts that completes an upload (wire reference 2.7). */
import { invalidArgument, malformedXml } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { bareEtag } from '../../protocol/http/conditional.ts';
import { childElements, childText, readXml, type XmlRecord } from '../../protocol/xml/read.ts';
import type { Part } from './parts.ts';
import { MAX_PARTS } from './staging.ts';

/** Smallest part in bytes; the last one may be smaller. */
export const MIN_PART_BYTES = 100 * 1024;

/** A part as the caller names it; the ETag is bare and lower case. */
export interface NamedPart {
  readonly number: number;
  readonly etag: string;
}

/**
 * Reads `CompleteMultipartUpload`. Throws `MalformedXML`, or `InvalidPartOrder` unless the numbers rise. None make an
 * empty object.
 */
export function readPartList(xml: string): NamedPart[] {
  const wanted = childElements(readXml(xml, 'CompleteMultipartUpload'), 'Part').map(readPart);
  if (wanted.length > MAX_PARTS) throw malformedXml(`There are more than ${MAX_PARTS} parts.`);
  wanted.forEach(({ number }, at) => {
    if (number <= (wanted[at - 1]?.number ?? 0)) throw new OssError('InvalidPartOrder');
  });
  return wanted;
}

/** The parts that were named, in order. Throws `InvalidPart` and `EntityTooSmall`. */
export function chooseParts(wanted: readonly NamedPart[], present: readonly Part[]): Part[] {
  const byNumber = new Map(present.map((part) => [part.number, part]));
  const chosen = wanted.map(({ number, etag }) => {
    const part = byNumber.get(number);
    if (part === undefined || bareEtag(part.etag) !== etag) throw invalidPart(number, etag);
    return part;
  });
  checkSizes(chosen);
  return chosen;
}

/** Throws `EntityTooSmall` when any part but the last is smaller than OSS allows. */
export function checkSizes(parts: readonly Part[]): void {
  const small = parts.slice(0, -1).find(({ size }) => size < MIN_PART_BYTES);
  if (small === undefined) return;
  throw new OssError('EntityTooSmall', {
    elements: {
      ProposedSize: `${small.size}`,
      MinSizeAllowed: `${MIN_PART_BYTES}`,
      PartNumber: `${small.number}`,
    },
  });
}

/** The part was never uploaded, or other bytes were. */
export function invalidPart(number: number, etag: string): OssError {
  return new OssError('InvalidPart', { elements: { PartNumber: `${number}`, ETag: etag } });
}

/** 1 to 10000. Throws `InvalidArgument`. */
export function readPartNumber(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > MAX_PARTS) throw invalidArgument('partNumber', text);
  return number;
}

function readPart(element: XmlRecord): NamedPart {
  const [number, etag] = [childText(element, 'PartNumber'), childText(element, 'ETag')];
  if (number === undefined || etag === undefined) throw malformedXml('A part has a PartNumber and an ETag.');
  return { number: readPartNumber(number.trim()), etag: bareEtag(etag) };
}
