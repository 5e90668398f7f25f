/** The owner and ACL documents. There is one owner: whoever runs the service. */
import type { BucketAcl, ObjectAcl } from '../../ports.ts';
import { writeXml, type XmlElement } from '../../protocol/xml/write.ts';

/** SDKs fail without an owner, and do nothing with it. */
export const OWNER: XmlElement = { ID: '1', DisplayName: '1' };

/** The `AccessControlPolicy` document of a bucket or object. */
export function aclXml(acl: BucketAcl | ObjectAcl): string {
  return writeXml('AccessControlPolicy', { Owner: OWNER, AccessControlList: { Grant: acl } });
}
