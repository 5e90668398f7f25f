/** What calls applications back after uploads. */

/** Calls applications back. */
export interface Callbacks {
  /** Where they find the public half of the key that signs. */
  readonly keyUrl: string;
  /** RSASSA-PKCS1-v1_5 with MD5 (RFC 8017 section 8.2), as OSS signs. */
  sign(message: Uint8Array): Promise<Uint8Array>;
  /**
   * Posts to one address, and follows it nowhere else. Rejects when there is no whole answer in time, or a longer one than
   * anybody sends.
   */
  post(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array,
  ): Promise<{ readonly status: number; readonly body: Uint8Array }>;
  /** The address of the machine that a request came from; empty where nobody knows. */
  clientOf(request: Request): string;
}
