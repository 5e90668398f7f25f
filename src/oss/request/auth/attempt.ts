/** One computation of a claim's signature, for one reading of the request. */
import type { Claim } from './claim.ts';
import { canonicalRequest, stringToSignV4 } from './canonical-v4.ts';
import { stringToSignV1 } from './canonical-v1.ts';
import { stringToSignV2 } from './canonical-v2.ts';
import { sha256, signV1, signV2, signV4 } from './hmac.ts';
import type { EmptyValues, Signable } from './signable.ts';

/** A signature and the texts it was made from, which a refusal repeats. */
export interface Attempt {
  readonly signature: string;
  readonly stringToSign: string;
  /** V4 only. */
  readonly canonicalRequest?: string | undefined;
}

/** The signature `secret` gives to the request when it is for `resource`. */
export async function attempt(
  claim: Claim,
  secret: string,
  request: Signable,
  resource: string,
  empty: EmptyValues,
): Promise<Attempt> {
  if (claim.version === 1) {
    const stringToSign = stringToSignV1(request, claim.date, resource, empty);
    return { stringToSign, signature: await signV1(secret, stringToSign) };
  }
  if (claim.version === 2) {
    const stringToSign = stringToSignV2(request, claim, resource, empty);
    return { stringToSign, signature: await signV2(secret, stringToSign) };
  }
  const canonical = canonicalRequest(request, claim.additional, resource, empty);
  const stringToSign = stringToSignV4(claim, await sha256(canonical));
  const signature = await signV4(secret, claim.scope, stringToSign);
  return { canonicalRequest: canonical, stringToSign, signature };
}
