/** Reads the `Authorization` header. */
import { OssError } from '../../protocol/error/oss-error.ts';
import type { Claim, ClaimV1, ClaimV2, ClaimV4 } from './claim.ts';
import { readAdditional, readCredential, V4 } from './credential.ts';

/** Throws `InvalidArgument` for every scheme but those of V1, V2 and V4. */
export function readHeaderClaim(authorization: string, headers: Headers): Claim {
  const [, scheme = '', rest = ''] = /^(\S+)\s+(.+)$/.exec(authorization.trim()) ?? [];
  const token = headers.get('x-oss-security-token') ?? undefined;
  if (scheme === 'OSS') return readV1(rest, headers, token);
  if (scheme === 'OSS2') return readV2(rest, headers, token);
  if (scheme === V4) return readV4(rest, headers, token);
  throw malformed();
}

function readV1(text: string, headers: Headers, token: string | undefined): ClaimV1 {
  const [, id, signature] = /^([^:\s]+):(\S+)$/.exec(text) ?? [];
  if (id === undefined || signature === undefined) throw malformed();
  // ali-oss sends only the first; browsers cannot send the second.
  const date = headers.get('x-oss-date') ?? headers.get('date') ?? '';
  return { version: 1, carrier: 'header', id, signature, token, date };
}

/** `AccessKeyId:ID,AdditionalHeaders:a;b,Signature:…`. */
function readV2(text: string, headers: Headers, token: string | undefined): ClaimV2 {
  const fields = new Map(text.split(',').map((part) => readField(part, ':')));
  const [id, signature] = [fields.get('AccessKeyId'), fields.get('Signature')];
  if (!id || !signature) throw malformed();
  const date = headers.get('x-oss-date') ?? headers.get('date') ?? '';
  const additional = readAdditional(fields.get('AdditionalHeaders') ?? '');
  return { version: 2, carrier: 'header', id, signature, token, date, additional };
}

function readV4(text: string, headers: Headers, token: string | undefined): ClaimV4 {
  const fields = new Map(text.split(',').map((part) => readField(part, '=')));
  const credential = readCredential(fields.get('Credential') ?? '');
  const signature = fields.get('Signature');
  if (credential === undefined || !signature) throw malformed();
  return {
    version: 4,
    carrier: 'header',
    ...credential,
    signature,
    token,
    // The first Go SDK sends only the second, and signs its text.
    date: headers.get('x-oss-date') ?? headers.get('date') ?? '',
    additional: readAdditional(fields.get('AdditionalHeaders') ?? ''),
    expires: '',
  };
}

function readField(part: string, mark: string): [name: string, value: string] {
  const field = part.trim();
  const split = field.indexOf(mark);
  return split < 0 ? [field, ''] : [field.slice(0, split), field.slice(split + 1)];
}

function malformed(): OssError {
  return new OssError('InvalidArgument', { message: 'Authorization header is invalid.' });
}
