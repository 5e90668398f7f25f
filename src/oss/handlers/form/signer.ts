/** Who signed a form. The signature covers the policy's base64 text and nothing else (wire reference 2.9). */
import { readCredential, V4 } from '../../request/auth/credential.ts';
import { isSameText, signV1, signV4 } from '../../request/auth/hmac.ts';
import { checkToken, findKey } from '../../request/auth/keys.ts';
import { MAX_LIFE, MAX_SKEW } from '../../request/auth/times.ts';
import { invalidArgument, missingArgument } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { readCompactDate } from '../../protocol/http/dates.ts';
import type { AccessKey, AccessKeys } from '../../ports.ts';

type Fields = ReadonlyMap<string, string>;

interface Signed {
  readonly id: string;
  readonly signature: string;
  sign(secret: string): Promise<string>;
}

/**
 * The key of a form with a policy. Throws `MissingArgument` for a policy without a signature and the refusals of any
 * signature.
 */
export async function findSigner(
  fields: Fields,
  policy: string,
  keys: AccessKeys,
  now: number,
): Promise<AccessKey> {
  const isV4 = fields.has('x-oss-signature-version') || fields.has('x-oss-credential');
  const { id, signature, sign } = isV4 ? readV4(fields, policy, now) : readV1(fields, policy);
  const token = fields.get('x-oss-security-token');
  const key = findKey(keys, id, token);
  if (!isSameText(await sign(key.secret), signature)) throw mismatch(id, signature, policy);
  checkToken(key, token, now);
  return key;
}

function readV1(fields: Fields, policy: string): Signed {
  return {
    id: needed(fields, 'OSSAccessKeyId'),
    signature: needed(fields, 'Signature'),
    sign: (secret) => signV1(secret, policy),
  };
}

function readV4(fields: Fields, policy: string, now: number): Signed {
  const version = needed(fields, 'x-oss-signature-version');
  if (version !== V4) throw invalidArgument('x-oss-signature-version', version);
  const written = needed(fields, 'x-oss-credential');
  const credential = readCredential(written);
  if (credential === undefined) throw invalidArgument('x-oss-credential', written);
  checkDate(needed(fields, 'x-oss-date'), credential.scope.date, now);
  return {
    id: credential.id,
    signature: needed(fields, 'x-oss-signature'),
    sign: (secret) => signV4(secret, credential.scope, policy),
  };
}

/** The date is not under the signature; the scope's day is, so the two must agree. */
function checkDate(date: string, day: string, now: number): void {
  const time = readCompactDate(date);
  if (time === undefined || !date.startsWith(day)) throw invalidArgument('x-oss-date', date);
  if (time - now > MAX_SKEW || now - time > MAX_LIFE * 1000) throw new OssError('RequestTimeTooSkewed');
}

function needed(fields: Fields, name: string): string {
  const value = fields.get(name.toLowerCase());
  if (!value) throw missingArgument(name);
  return value;
}

function mismatch(id: string, signature: string, policy: string): OssError {
  return new OssError('SignatureDoesNotMatch', {
    elements: { OSSAccessKeyId: id, SignatureProvided: signature, StringToSign: policy },
  });
}
