/** `?live`: the live channels of a bucket that never had one. */
import { readCount } from '../../protocol/http/listing.ts';
import { xmlReply } from '../../protocol/http/reply.ts';
import { writeXml } from '../../protocol/xml/write.ts';
import type { Handler } from '../../request/call.ts';

const DEFAULT_KEYS = 100;
const MAX_KEYS = 1000;

/** Lists none. Throws `InvalidArgument`. */
export const listLiveChannels: Handler = async ({ query }) =>
  xmlReply(
    writeXml('ListLiveChannelResult', {
      Prefix: query.text('prefix') ?? '',
      Marker: query.text('marker') ?? '',
      MaxKeys: readCount(query, 'max-keys', DEFAULT_KEYS, 1, MAX_KEYS),
      IsTruncated: false,
      NextMarker: '',
    }),
  );
