/** Reads about one bucket, which the operator configured, and its "creation" (wire reference 2.6). */
import type { Call } from '../../request/call.ts';
import { toIsoDate } from '../../protocol/http/dates.ts';
import { emptyReply, xmlReply, type Reply } from '../../protocol/http/reply.ts';
import type { BucketSettings } from '../../ports.ts';
import { writeXml, type XmlElement } from '../../protocol/xml/write.ts';
import { aclXml, OWNER } from './acl-xml.ts';

/** Every bucket is everywhere; SDKs want the name of a place, and this is the one their examples use. */
const REGION = 'cn-hangzhou';
/** The same as a location. */
export const LOCATION = `oss-${REGION}`;

/** `?bucketInfo`, in the elements that every SDK was seen to read. */
export async function getBucketInfo({ bucket, host }: Call): Promise<Reply> {
  const { settings } = bucket;
  const info = {
    AccessMonitor: 'Disabled',
    ...describeBucket(settings, host),
    DataRedundancyType: 'LRS',
    Owner: OWNER,
    AccessControlList: { Grant: settings.acl },
    ServerSideEncryptionRule: { SSEAlgorithm: 'None' },
    BucketPolicy: { LogBucket: '', LogPrefix: '' },
  };
  return xmlReply(writeXml('BucketInfo', { Bucket: info }));
}

/** What listings and infos both say of a bucket. Its endpoints are the host that was asked. */
export function describeBucket({ name, created }: BucketSettings, host: string): XmlElement {
  const endpoint = host.startsWith(`${name}.`) ? host.slice(name.length + 1) : host;
  return {
    CreationDate: toIsoDate(created),
    ExtranetEndpoint: endpoint,
    IntranetEndpoint: endpoint,
    Location: LOCATION,
    Name: name,
    Region: REGION,
    StorageClass: 'Standard',
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
  return emptyReply(200, { 'x-oss-bucket-region': REGION });
}

/** Creating a bucket that is configured already changes nothing and succeeds, as with the vendor. */
export async function putBucket({ bucket }: Call): Promise<Reply> {
  return emptyReply(200, { Location: `/${bucket.settings.name}` });
}
