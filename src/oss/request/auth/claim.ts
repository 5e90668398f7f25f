/** What a request says about who signed it. Nothing here is checked yet. */

/** What a V4 signature is bound to. */
export interface Scope {
  /** `20250301`. */
  readonly date: string;
  readonly region: string;
  readonly product: string;
}

interface CommonClaim {
  readonly carrier: 'header' | 'query';
  /** Access key id. */
  readonly id: string;
  readonly signature: string;
  /** The security token of a temporary key. */
  readonly token: string | undefined;
}

/** HMAC-SHA1 over method, type, date and resource (wire reference 3.1). */
export interface ClaimV1 extends CommonClaim {
  readonly version: 1;
  /** Text of the date slot: an HTTP date in a header, seconds since 1970 in a URL; empty when absent. */
  readonly date: string;
}

/** HMAC-SHA256 over what V1 signs and every parameter: few use it. */
export interface ClaimV2 extends CommonClaim {
  readonly version: 2;
  /** As V1's; in a URL it is called `x-oss-expires`. */
  readonly date: string;
  /** Headers that are signed besides the usual ones; lower case, sorted. */
  readonly additional: readonly string[];
}

/** HMAC-SHA256 over a canonical request (wire reference 3.3). */
export interface ClaimV4 extends CommonClaim {
  readonly version: 4;
  readonly scope: Scope;
  /** `x-oss-date`, `20250301T120000Z`, or else `Date`, as written; empty when absent. */
  readonly date: string;
  /** Headers that are signed besides the usual ones; lower case. */
  readonly additional: readonly string[];
  /** `x-oss-expires`, seconds; only in a URL. */
  readonly expires: string;
}

/** Who says to have signed, in any version. */
export type Claim = ClaimV1 | ClaimV2 | ClaimV4;
