/** PutBucketReferer and GetBucketReferer. */
import { readText } from '../../protocol/http/body.ts';
import { emptyReply, xmlReply } from '../../protocol/http/reply.ts';
import { childElements, childText, childTexts, readXml } from '../../protocol/xml/read.ts';
import { writeXml } from '../../protocol/xml/write.ts';
import { NO_RULES, readReferer, writeReferer } from '../../request/access/referer.ts';
import type { Handler } from '../../request/call.ts';

const NAME = 'referer';

/** Replaces the rules; empty lists let every page through. Throws `MalformedXML`. */
export const putReferer: Handler = async ({ request, bucket, services }) => {
  const xml = readXml(await readText(request), 'RefererConfiguration');
  const isTrue = (name: string, otherwise: string) =>
    (childText(xml, name) ?? otherwise).trim().toLowerCase() === 'true';
  const pages = (name: string) => childElements(xml, name).flatMap((list) => childTexts(list, 'Referer'));
  const rules = {
    allowEmpty: isTrue('AllowEmptyReferer', 'true'),
    truncate: isTrue('AllowTruncateQueryString', 'true'),
    truncatePath: isTrue('TruncatePath', 'false'),
    allowed: pages('RefererList'),
    denied: pages('RefererBlacklist'),
  };
  await services.settings.put(bucket.settings.name, NAME, writeReferer(rules));
  return emptyReply();
};

/** The rules, or those that let every page through. */
export const getReferer: Handler = async ({ bucket, services }) => {
  const record = await services.settings.get(bucket.settings.name, NAME);
  const rules = record === undefined ? NO_RULES : readReferer(record);
  const { allowEmpty, truncate, truncatePath = false, allowed, denied } = rules;
  return xmlReply(
    writeXml('RefererConfiguration', {
      AllowEmptyReferer: allowEmpty,
      AllowTruncateQueryString: truncate,
      TruncatePath: truncatePath,
      RefererList: { Referer: allowed },
      RefererBlacklist: denied.length > 0 ? { Referer: denied } : undefined,
    }),
  );
};
