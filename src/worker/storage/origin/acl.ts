/** Who may read an object at its origin: whoever may not there must not here because it was copied. */
import type { BucketAcl, ObjectAcl } from '../../../oss/ports.ts';
import { OssError } from '../../../oss/protocol/error/oss-error.ts';
import { inTime } from '../patience.ts';
import { createRecent } from '../recent.ts';
import type { Ask } from './ask.ts';
import type { OriginAccess } from './request.ts';

/** The ACL that an object gets here; undefined for none of its own. */
export type Acls = (key: string) => Promise<ObjectAcl | undefined>;

/** Seconds that an answer is good for: a head and the bytes behind it ask once, a bucket's own ACL hardly changes. */
const OBJECT_SECONDS = 10;
const BUCKET_SECONDS = 60;
const REMEMBERED = 1000;

const OPEN: readonly ObjectAcl[] = ['public-read', 'public-read-write'];
const EVERYBODY = 'http://acs.amazonaws.com/groups/global/AllUsers';

/**
 * Asks about each object. What can only be read with a key and tells nothing of itself is private. `acl` is that of the
 * bucket here. Throws `ServiceUnavailable`.
 */
export function createAcls(access: OriginAccess, ask: Ask, acl: BucketAcl): Acls {
  // Without a key only what everybody may read is found at all.
  if (access.acl === 'bucket' || access.key === undefined) return async () => undefined;
  const known = createRecent<ObjectAcl | undefined>(REMEMBERED);
  const bucket = createRecent<ObjectAcl | undefined>(1);
  const document = (key: string) => aclDocument(ask, key);

  async function bucketAcl(): Promise<ObjectAcl | undefined> {
    const before = bucket.get('');
    if (before) return before.value;
    // A private bucket here is as closed as one can be.
    const isOpen = acl === 'private' || OPEN.includes(grantOf(await document('')));
    bucket.set('', isOpen ? undefined : 'private', BUCKET_SECONDS);
    return isOpen ? undefined : 'private';
  }

  async function objectAcl(key: string): Promise<ObjectAcl | undefined> {
    const xml = await document(key);
    if (access.kind === 's3') return isPublic(xml) ? 'public-read' : 'private';
    const grant = grantOf(xml);
    return grant === 'default' ? bucketAcl() : grant;
  }

  return async (key) => {
    const before = known.get(key);
    if (before) return before.value;
    const found = await objectAcl(key);
    known.set(key, found, OBJECT_SECONDS);
    return found;
  };
}

/** Empty where nobody tells. */
async function aclDocument(ask: Ask, key: string): Promise<string> {
  try {
    const answer = await ask({ method: 'GET', key, query: 'acl' });
    return answer === undefined ? '' : await inTime(answer.text());
  } catch (error) {
    if (error instanceof OssError && error.code === 'MirrorFailed') return '';
    throw error;
  }
}

/** What a document of OSS says; whatever is not understood is private. */
function grantOf(xml: string): ObjectAcl {
  const grant = /<Grant>\s*([a-z-]+)\s*<\/Grant>/.exec(xml)?.[1];
  return (['default', ...OPEN] as const).find((known) => known === grant) ?? 'private';
}

/** Whether a document of S3 lets everybody read. */
function isPublic(xml: string): boolean {
  const grants = xml.split('<Grant>').slice(1);
  return grants.some((grant) => grant.includes(EVERYBODY) && /<Permission>(READ|FULL_CONTROL)</.test(grant));
}
