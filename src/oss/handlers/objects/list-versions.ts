/** ListObjectVersions of a bucket that never kept versions: every object is its latest one, called `null`. */
import { writeKeysXml } from '../../protocol/xml/write.ts';
import { xmlReply } from '../../protocol/http/reply.ts';
import { encoder } from '../../protocol/http/listing.ts';
import type { Handler } from '../../request/call.ts';
import { describeObject, lastOf, passed, readLimit } from './list-objects.ts';

/** Lists objects and common prefixes in byte order of their keys. Throws `InvalidArgument`. */
export const listVersions: Handler = async ({ bucket, query }) => {
  const { encode, encoding } = encoder(query);
  const [prefix, delimiter] = [query.text('prefix') ?? '', query.text('delimiter')];
  const limit = readLimit(query);
  const after = query.text('key-marker');
  const startAfter = passed({ after, prefix, delimiter });
  const page = await bucket.objects.list({ prefix, delimiter, startAfter, limit });
  const next = page.cursor === undefined ? undefined : lastOf(page);
  return xmlReply(
    writeKeysXml('ListVersionsResult', {
      Name: bucket.settings.name,
      Prefix: encode(prefix),
      KeyMarker: encode(after ?? ''),
      VersionIdMarker: query.text('version-id-marker') ?? '',
      MaxKeys: limit,
      Delimiter: encode(delimiter ?? ''),
      EncodingType: encoding,
      IsTruncated: next !== undefined,
      NextKeyMarker: next === undefined ? undefined : encode(next),
      NextVersionIdMarker: next === undefined ? undefined : 'null',
      Version: page.objects.map((head) => ({
        ...describeObject(head, bucket.settings, encode, true),
        VersionId: 'null',
        IsLatest: true,
      })),
      CommonPrefixes: page.prefixes.map((text) => ({ Prefix: encode(text) })),
    }),
  );
};
