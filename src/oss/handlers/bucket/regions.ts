/** DescribeRegions: the one region of this service, under the address that was asked. */
import { writeXml } from '../../protocol/xml/write.ts';
import { bucketDenied } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { xmlReply, type Reply } from '../../protocol/http/reply.ts';
import type { ServiceCall } from '../../request/call.ts';
import { LOCATION } from './bucket-facts.ts';

/** Answers `?regions`, or `?regions=oss-cn-hangzhou`. Throws `NoSuchRegion` for another one. */
export async function describeRegions({ caller, query, host }: ServiceCall): Promise<Reply> {
  if (caller === undefined) throw bucketDenied();
  const asked = query.text('regions') ?? LOCATION;
  if (asked !== LOCATION) throw new OssError('NoSuchRegion');
  const region = {
    Region: LOCATION,
    InternetEndpoint: host,
    InternalEndpoint: host,
    AccelerateEndpoint: host,
  };
  return xmlReply(writeXml('RegionInfoList', { RegionInfo: region }));
}
