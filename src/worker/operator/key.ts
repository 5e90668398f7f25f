/** The operator's key: what tells and does things that concern nobody else asks for it. */

/** Whether a request carries the key, as `Authorization: Bearer KEY`. Takes the same time whatever it carries. */
export async function carriesKey({ headers }: Request, key: string): Promise<boolean> {
  const given = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? '';
  const [one, other] = await Promise.all([digest(given), digest(key)]);
  return crypto.subtle.timingSafeEqual(one, other);
}

/** Digests are of one length, which keys are not. */
function digest(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
}
