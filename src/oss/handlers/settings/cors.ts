/** PutBucketCors, GetBucketCors and DeleteBucketCors. */
import { invalidArgument, malformedXml } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { readText } from '../../protocol/http/body.ts';
import type { CorsRule } from '../../protocol/http/cors.ts';
import { emptyReply, xmlReply } from '../../protocol/http/reply.ts';
import { childElements, childText, childTexts, readXml, type XmlRecord } from '../../protocol/xml/read.ts';
import { writeXml } from '../../protocol/xml/write.ts';
import { readRules, writeRules } from '../../request/access/cors-rules.ts';
import type { Handler } from '../../request/call.ts';

const NAME = 'cors';
const MAX_RULES = 20;
const METHODS = ['GET', 'PUT', 'DELETE', 'POST', 'HEAD'];

/** Replaces all rules, those of the configuration too. Throws `MalformedXML`, `InvalidArgument`. */
export const putCors: Handler = async ({ request, bucket, services }) => {
  const xml = readXml(await readText(request), 'CORSConfiguration');
  const vary = childText(xml, 'ResponseVary')?.trim().toLowerCase() === 'true';
  const rules = childElements(xml, 'CORSRule').map((element) => ({ ...readRule(element), vary }));
  if (rules.length === 0 || rules.length > MAX_RULES) {
    throw malformedXml(`There must be 1 to ${MAX_RULES} rules.`);
  }
  await services.settings.put(bucket.settings.name, NAME, writeRules(rules));
  return emptyReply();
};

/** Throws `NoSuchCORSConfiguration` where nobody has written rules. */
export const getCors: Handler = async ({ bucket, services }) => {
  const record = await services.settings.get(bucket.settings.name, NAME);
  if (record === undefined) throw new OssError('NoSuchCORSConfiguration');
  const kept = readRules(record);
  const ResponseVary = kept.some(({ vary }) => vary);
  const rules = kept.map(({ origins, methods, headers, expose, maxAge }) => ({
    AllowedOrigin: origins,
    AllowedMethod: methods,
    AllowedHeader: headers,
    ExposeHeader: expose,
    MaxAgeSeconds: maxAge,
  }));
  return xmlReply(writeXml('CORSConfiguration', { CORSRule: rules, ResponseVary }));
};

/** Back to what the operator configured. */
export const deleteCors: Handler = async ({ bucket, services }) => {
  await services.settings.delete(bucket.settings.name, NAME);
  return emptyReply(204);
};

function readRule(element: XmlRecord): CorsRule {
  const origins = childTexts(element, 'AllowedOrigin');
  const methods = childTexts(element, 'AllowedMethod');
  const headers = childTexts(element, 'AllowedHeader').map((name) => name.toLowerCase());
  const maxAge = childText(element, 'MaxAgeSeconds')?.trim();
  const isStarred = (text: string) => text.split('*').length <= 2;
  if (origins.length === 0 || !origins.every(isStarred))
    throw malformedXml('An origin has at most one star.');
  if (methods.length === 0 || !methods.every((method) => METHODS.includes(method))) {
    throw malformedXml(`AllowedMethod must be one of ${METHODS.join(', ')}.`);
  }
  if (maxAge !== undefined && !/^\d{1,9}$/.test(maxAge))
    throw invalidArgument('MaxAgeSeconds', maxAge.slice(0, 100));
  const expose = childTexts(element, 'ExposeHeader');
  if (![...headers, ...expose].every((name) => /^[\w*-]+$/.test(name)))
    throw malformedXml('A header has no such name.');
  return { origins, methods, headers, expose, maxAge };
}
