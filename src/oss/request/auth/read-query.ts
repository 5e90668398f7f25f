/** Reads the signature parameters of a presigned URL. */
import { OssError } from '../../protocol/error/oss-error.ts';
import { invalidArgument } from '../../protocol/error/errors.ts';
import type { Query } from '../../protocol/text/query.ts';
import type { Claim, ClaimV1, ClaimV2, ClaimV4 } from './claim.ts';
import { readAdditional, readCredential, V4 } from './credential.ts';

const V2 = 'OSS2';
const V4_MARKS = ['x-oss-signature-version', 'x-oss-credential', 'x-oss-signature'];
const V1_MARKS = ['OSSAccessKeyId', 'Signature'];

/** Undefined for a URL that carries no part of a signature; throws `AccessDenied` when it carries only some. */
export function readQueryClaim(query: Query): Claim | undefined {
  if (query.text('x-oss-signature-version') === V2) return readV2(query);
  if (V4_MARKS.some((name) => query.has(name))) return readV4(query);
  if (V1_MARKS.some((name) => query.has(name))) return readV1(query);
  return undefined;
}

/** Whether a request says who sent it, be it true or not. */
export function isSigned(headers: Headers, query: Query): boolean {
  return headers.has('authorization') || [...V4_MARKS, ...V1_MARKS].some((name) => query.has(name));
}

function readV1(query: Query): ClaimV1 {
  return {
    version: 1,
    carrier: 'query',
    id: required(query, 'OSSAccessKeyId'),
    signature: required(query, 'Signature'),
    token: query.text('security-token'),
    date: query.value('Expires') ?? '',
  };
}

function readV2(query: Query): ClaimV2 {
  return {
    version: 2,
    carrier: 'query',
    id: required(query, 'x-oss-access-key-id'),
    signature: required(query, 'x-oss-signature'),
    token: query.text('security-token'),
    date: query.value('x-oss-expires') ?? '',
    additional: readAdditional(query.value('x-oss-additional-headers') ?? ''),
  };
}

function readV4(query: Query): ClaimV4 {
  const version = required(query, 'x-oss-signature-version');
  if (version !== V4) throw invalidArgument('x-oss-signature-version', version);
  const text = required(query, 'x-oss-credential');
  const credential = readCredential(text);
  if (credential === undefined) throw invalidArgument('x-oss-credential', text);
  return {
    version: 4,
    carrier: 'query',
    ...credential,
    signature: required(query, 'x-oss-signature'),
    token: query.text('x-oss-security-token'),
    date: query.value('x-oss-date') ?? '',
    additional: readAdditional(query.value('x-oss-additional-headers') ?? ''),
    expires: query.value('x-oss-expires') ?? '',
  };
}

function required(query: Query, name: string): string {
  const value = query.text(name);
  if (value === undefined) {
    throw new OssError('AccessDenied', { message: `The signed URL has no ${name}.` });
  }
  return value;
}
