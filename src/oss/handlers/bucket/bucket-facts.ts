/** Reads about one bucket, and its "creation" when it is there already (wire reference 2.6). */
import { invalidArgument, missingArgument } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { BUCKET_ACLS } from '../../request/access/in-force.ts';
import { allows } from '../../request/access/permissions.ts';
import type { Call, ServiceCall } from '../../request/call.ts';
import { toIsoDate } from '../../protocol/http/dates.ts';
import { emptyReply, xmlReply, type Reply } from '../../protocol/http/reply.ts';
import type { BucketAcl, BucketSettings } from '../../ports.ts';
import { writeXml, type XmlElement } from '../../protocol/xml/write.ts';
import { aclXml, OWNER } from './acl-xml.ts';

/** Every bucket is everywhere; SDKs want the name of a place, and this is the one their examples use. */
const REGION = 'cn-hangzhou';
/** The same as a location. */
export const LOCATION = `oss-${REGION}`;

/** There are no others; clients that print it expect a name. */
const RESOURCE_GROUP = 'rg-default';

/** The vendor's own host names have a twin for machines inside. */
const VENDOR = /^(oss-(?:[a-z0-9]+-)*[a-z0-9]+)(\.aliyuncs\.com)$/;

/** `?bucketInfo`, in the elements that every SDK was seen to read. */
export async function getBucketInfo({ bucket, host, services }: Call): Promise<Reply> {
  const { settings } = bucket;
  const { SSEAlgorithm = 'None' } = (await services.settings.get(settings.name, 'encryption')) ?? {};
  const info = {
    AccessMonitor: 'Disabled',
    BlockPublicAccess: false,
    CrossRegionReplication: 'Disabled',
    TransferAcceleration: 'Disabled',
    ResourceGroupId: RESOURCE_GROUP,
    ...describeBucket(settings, host),
    DataRedundancyType: settings.made?.redundancy ?? 'LRS',
    Owner: OWNER,
    AccessControlList: { Grant: settings.acl },
    Comment: '',
    ServerSideEncryptionRule: { SSEAlgorithm },
    BucketPolicy: { LogBucket: '', LogPrefix: '' },
  };
  return xmlReply(writeXml('BucketInfo', { Bucket: info }));
}

/** What listings and infos both say of a bucket. Its endpoints are the host that was asked. */
export function describeBucket({ name, created, made }: BucketSettings, host: string): XmlElement {
  const endpoint = host.startsWith(`${name}.`) ? host.slice(name.length + 1) : host;
  return {
    CreationDate: toIsoDate(created),
    ExtranetEndpoint: endpoint,
    IntranetEndpoint: endpoint.replace(VENDOR, '$1-internal$2'),
    Location: LOCATION,
    Name: name,
    Region: REGION,
    StorageClass: made?.storageClass ?? 'Standard',
  };
}

/** `?acl`; the C# SDK asks for it to learn whether a bucket exists. */
export async function getBucketAcl({ bucket }: Call): Promise<Reply> {
  return xmlReply(aclXml(bucket.settings.acl));
}

/** `?location`. */
export async function getBucketLocation(): Promise<Reply> {
  return xmlReply(
    `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint>${LOCATION}</LocationConstraint>`,
  );
}

/** Whether there is such a bucket, and where. */
export async function headBucket(): Promise<Reply> {
  return emptyReply(200, { 'x-oss-bucket-region': LOCATION });
}

/** `PUT ?acl`: what callers that do not sign may do from now on; nothing changes where that is not said. Throws `InvalidArgument`. */
export async function putBucketAcl({ bucket, headers, services }: Call): Promise<Reply> {
  if (headers.has('x-oss-acl')) {
    await services.settings.put(bucket.settings.name, 'acl', { acl: readAcl(headers) });
  }
  return emptyReply(200, { Location: `/${bucket.settings.name}` });
}

function readAcl(headers: Headers): BucketAcl {
  const text = headers.get('x-oss-acl');
  if (text === null) throw missingArgument('x-oss-acl');
  const acl = BUCKET_ACLS.find((known) => known === text);
  if (acl === undefined) throw invalidArgument('x-oss-acl', text);
  return acl;
}

/** Creating a bucket that is there already succeeds, as with the vendor, and changes its ACL if it says one. */
export async function putBucket(call: Call): Promise<Reply> {
  const { name } = call.bucket.settings;
  return askedAcl(call, name) ? putBucketAcl(call) : emptyReply(200, { Location: `/${name}` });
}

/**
 * The ACL that a bucket shall be created with, be it there already or not; undefined where the request says none. Throws
 * `AccessDenied` for a key that may not change the bucket's settings, `InvalidArgument`, `MissingArgument`.
 */
export function askedAcl({ caller, headers, query }: ServiceCall, bucket: string): BucketAcl | undefined {
  if (!headers.has('x-oss-acl') && !query.has('acl')) return undefined;
  if (!caller || !allows(caller, 'styles', bucket)) throw new OssError('AccessDenied');
  return readAcl(headers);
}
