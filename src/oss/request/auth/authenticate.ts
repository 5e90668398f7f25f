/** Who sent a request, and which of its readings they meant (wire reference 1.3, 3 and 4.2). */
import type { Candidate } from '../address/candidates.ts';
import { invalidArgument } from '../../protocol/error/errors.ts';
import { mayNameBucket } from '../address/names.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import type { AccessKey, AccessKeys } from '../../ports.ts';
import { type Attempt, attempt } from './attempt.ts';
import type { Claim } from './claim.ts';
import { isSameText } from './hmac.ts';
import { checkToken, findKey, isKnown } from './keys.ts';
import { readHeaderClaim } from './read-header.ts';
import { readQueryClaim } from './read-query.ts';
import { type EmptyValues, hasEmptyValues, type Signable } from './signable.ts';
import { checkTime, dayOf } from './times.ts';

/** The reading of a request that its signature chose, and whose signature it is. */
export interface Authenticated {
  readonly candidate: Candidate;
  /** Undefined for an anonymous request, which gets its first reading. */
  readonly caller: AccessKey | undefined;
}

/**
 * Checks key, time, signature and token, in this order. Throws the refusals of wire reference 4.2. When header and
 * URL both carry a signature, the header's counts. `mayMake` says that the request could make the bucket it names.
 */
export async function authenticate(
  request: Signable,
  candidates: readonly [Candidate, ...Candidate[]],
  keys: AccessKeys,
  now: number,
  mayMake = false,
): Promise<Authenticated> {
  const claim = readClaim(request);
  if (claim === undefined) return { candidate: candidates[0], caller: undefined };
  // A bucket that is not here is said to be so before anything is said of a key, but to whoever would make it.
  const named = candidates.find(isNamed);
  const isCreation = mayMake && named?.key === '';
  if (named && !isCreation && namesNoBucket(candidates) && !isKnown(keys, claim.id, claim.token)) {
    return { candidate: named, caller: undefined };
  }
  const caller = findKey(keys, claim.id, claim.token);
  checkTime(claim, now);
  const candidate = await findSigned(claim, caller.secret, request, candidates);
  checkToken(caller, claim.token, now);
  return { candidate, caller };
}

/** Whether host or path name a bucket, and none that is here. */
function namesNoBucket(candidates: readonly Candidate[]): boolean {
  const named = candidates.filter(isNamed);
  return named.length > 0 && !named.some(({ known }) => known);
}

function isNamed({ shape, bucket }: Candidate): boolean {
  return (shape === 'virtual' || shape === 'path') && mayNameBucket(bucket);
}

function readClaim({ headers, query }: Signable): Claim | undefined {
  const authorization = headers.get('authorization');
  return authorization === null ? readQueryClaim(query) : readHeaderClaim(authorization, headers);
}

/**
 * The first reading whose signature is the one given. Throws `SignatureDoesNotMatch`, which explains the first, and
 * `InvalidArgument`.
 */
async function findSigned(
  claim: Claim,
  secret: string,
  request: Signable,
  candidates: readonly [Candidate, ...Candidate[]],
): Promise<Candidate> {
  const spellings: EmptyValues[] = hasEmptyValues(request.query) ? ['bare', 'as-written'] : ['bare'];
  // A scope of another day than the date's never happens in an SDK; the vendor refuses it.
  if (claim.version !== 4 || dayOf(claim.date) === claim.scope.date) {
    for (const empty of spellings) {
      for (const candidate of candidates.filter((one) => mayMean(claim, one, request, candidates))) {
        const { signature } = await attempt(claim, secret, request, candidate.resource, empty);
        if (isSameText(signature, claim.signature)) return candidate;
      }
    }
  }
  checkAdditional(claim, request.headers);
  throw mismatch(claim, await attempt(claim, secret, request, candidates[0].resource, 'bare'));
}

/** Throws `InvalidArgument` when headers that were signed besides the usual ones have not come. */
function checkAdditional(claim: Claim, headers: Headers): void {
  const additional = claim.version === 1 ? [] : claim.additional;
  const missing = additional.find((name) => name !== 'host' && !headers.has(name));
  if (missing !== undefined) throw invalidArgument('x-oss-additional-headers', missing.slice(0, 100));
}

/**
 * Only oss-client leaves the bucket out of what it signs, and it knows V1 alone. From anybody else such a signature is
 * for the bucket that the path names, which then is not here: nothing must be written elsewhere.
 */
function mayMean(
  { version, carrier }: Claim,
  { shape }: Candidate,
  request: Signable,
  all: readonly Candidate[],
): boolean {
  if (shape !== 'hidden') return true;
  if (version !== 1) return false;
  // A link that oss-client made is opened by whoever has it.
  const reads = carrier === 'query' && (request.method === 'GET' || request.method === 'HEAD');
  return reads || isOssClient(request.headers) || !namesNoBucket(all);
}

/** Whether a request says that it comes from oss-client. */
export function isOssClient(headers: Headers): boolean {
  return (headers.get('user-agent') ?? '').startsWith('oss-client/');
}

function mismatch(claim: Claim, { stringToSign, canonicalRequest }: Attempt): OssError {
  const bytes = Array.from(new TextEncoder().encode(stringToSign), (byte) =>
    byte.toString(16).toUpperCase().padStart(2, '0'),
  );
  return new OssError('SignatureDoesNotMatch', {
    ec: claim.version === 4 ? '0002-00000201' : '0002-00000040',
    elements: {
      OSSAccessKeyId: claim.id,
      SignatureProvided: claim.signature,
      StringToSign: stringToSign,
      StringToSignBytes: bytes.join(' '),
      ...(canonicalRequest === undefined ? {} : { CanonicalRequest: canonicalRequest }),
    },
  });
}
