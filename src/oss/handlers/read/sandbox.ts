/**
 * Keeps stored pages from acting as pages of the service: whoever may upload could otherwise run scripts on a domain
 * that serves more than their objects (Content Security Policy Level 3 section 6.3.1; MIME Sniffing section 7).
 */
import type { BucketSettings } from '../../ports.ts';
import type { Reply } from '../../protocol/http/reply.ts';

/** HTML, and every XML: elements of the XHTML and SVG namespaces run scripts in any of them. */
const ACTIVE = /^(text\/(html|xml|xsl)|application\/xml|[^;]*\+xml|multipart\/x-mixed-replace)\s*(;|$)/i;
/** Types by which browsers go and look for themselves, and what is no type at all. */
const SNIFFED =
  /^(unknown\/unknown|application\/unknown|\*\/\*)\s*(;|$)|^(?![\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(;|$))/i;
/** No scripts and an origin of its own; as an `<img>` or inside another page's policy it stays what it is. */
const POLICY = 'sandbox';

/** The answer, with the headers that keep an active object in its sandbox unless the bucket lets it out. */
export function sandboxed(reply: Reply, { scripts = false }: BucketSettings): Reply {
  const type = reply.headers['Content-Type']?.trim();
  if (scripts || type === undefined) return reply;
  const isActive = ACTIVE.test(type);
  if (!isActive && !SNIFFED.test(type)) return reply;
  const policy = isActive ? POLICY : undefined;
  const headers = { 'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': policy };
  return { ...reply, headers: { ...reply.headers, ...headers } };
}
