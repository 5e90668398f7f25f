/** What a bucket of this service always is: never versioned, never logged, without access points, and paid for by its owner. */
import { malformedXml, notImplemented } from '../../protocol/error/errors.ts';
import { readText } from '../../protocol/http/body.ts';
import { readCount } from '../../protocol/http/listing.ts';
import { emptyReply, xmlReply } from '../../protocol/http/reply.ts';
import { childText, readXml } from '../../protocol/xml/read.ts';
import { writeXml } from '../../protocol/xml/write.ts';
import type { Handler } from '../../request/call.ts';

/** `?versioning` of a bucket that never had versions has no status. */
export const getVersioning: Handler = async () => xmlReply(writeXml('VersioningConfiguration', {}));

/** `?logging` of a bucket whose requests were never written down in another. One SDK fails without the inner element. */
export const getLogging: Handler = async () =>
  xmlReply(writeXml('BucketLoggingStatus', { LoggingEnabled: '' }));

/** Ends what never began. */
export const deleteLogging: Handler = async () => emptyReply(204);

/** `?accessPoint`: the access points of all buckets, of which there are none. */
export const listAccessPoints: Handler = async ({ query }) =>
  xmlReply(
    writeXml('ListAccessPointsResult', {
      IsTruncated: false,
      MaxKeys: readCount(query, 'max-keys', 100, 1, 1000),
      AccessPoints: '',
    }),
  );

/** `?requestPayment`. */
export const getRequestPayment: Handler = async () =>
  xmlReply(writeXml('RequestPaymentConfiguration', { Payer: 'BucketOwner' }));

/** Takes what is so already. Throws `NotImplemented` for requesters that pay, `MalformedXML`. */
export const putRequestPayment: Handler = async ({ request }) => {
  const payer = childText(readXml(await readText(request), 'RequestPaymentConfiguration'), 'Payer')?.trim();
  if (payer === 'Requester') throw notImplemented('Payer Requester');
  if (payer !== 'BucketOwner') throw malformedXml('Payer must be BucketOwner or Requester.');
  return emptyReply();
};
