/** Reads of a bucket that is a website: pages of folders, and a page for what is not there. */
import { OssError } from '../../protocol/error/oss-error.ts';
import { emptyReply, type Reply } from '../../protocol/http/reply.ts';
import { authorise } from '../../request/access/permissions.ts';
import type { Call, Handler } from '../../request/call.ts';
import { headBucket } from '../bucket/bucket-facts.ts';
import { listObjects } from '../objects/list-objects.ts';
import { getObject } from '../read/get-object.ts';
import { type Website, websiteOf } from './configuration.ts';

/** What a folder without its slash is answered with. */
const [REDIRECTED, MISSING] = ['0', '1'];

/**
 * Answers a read of an object. To a caller that signed, an object of the asked name comes before the page of a folder, and
 * what is missing is an error that programs can read.
 */
export const readObject: Handler = async (call) => {
  const { key, caller } = call;
  if (isChained(call)) return getObject(call);
  if (caller === undefined && key.endsWith('/')) {
    const website = await siteOf(call);
    if (website?.Suffix !== undefined) return readPage(call, website, indexOf(key, website));
  }
  try {
    return await getObject(call);
  } catch (error) {
    if (!(error instanceof OssError) || error.code !== 'NoSuchKey') throw error;
    const website = await siteOf(call);
    if (website === undefined) throw error;
    return (await readFolder(call, website)) ?? readError(call, website, error);
  }
};

/** Answers a read of the bucket itself: its first page to whoever did not sign, its objects to everybody else. */
export const readRoot: Handler = async (call) => {
  const { caller, query, method } = call;
  const website = caller === undefined && query.parameters.length === 0 ? await siteOf(call) : undefined;
  if (website?.Suffix !== undefined) return readPage(call, website, website.Suffix);
  await authorise(call, 'read');
  return method === 'HEAD' ? headBucket() : listObjects(call);
};

async function siteOf({ services, bucket }: Call): Promise<Website | undefined> {
  return websiteOf(services.settings, bucket.settings.name);
}

/** Pictures are made of what was asked for and nothing else. */
function isChained({ query, headers }: Call): boolean {
  return query.has('x-oss-process') || headers.has('x-oss-process');
}

function indexOf(folder: string, { Suffix = '', SupportSubDir }: Website): string {
  return SupportSubDir === 'true' ? folder + Suffix : Suffix;
}

async function readPage(call: Call, website: Website, page: string): Promise<Reply> {
  try {
    return await getObject({ ...call, key: page });
  } catch (error) {
    if (!(error instanceof OssError) || error.code !== 'NoSuchKey') throw error;
    return readError(call, website, error);
  }
}

/** The page of a folder that was asked for in vain; undefined where there is none. */
async function readFolder(call: Call, website: Website): Promise<Reply | undefined> {
  const { Suffix, SupportSubDir, Type = REDIRECTED } = website;
  const { key, bucket, request } = call;
  if (Suffix === undefined) return undefined;
  if (key.endsWith('/')) return readPage(call, website, indexOf(key, website));
  if (SupportSubDir !== 'true' || Type === MISSING) return undefined;
  const page = `${key}/${Suffix}`;
  if ((await bucket.objects.head(page)) === undefined) return undefined;
  if (Type !== REDIRECTED) return getObject({ ...call, key: page });
  const { origin, pathname, search } = new URL(request.url);
  return emptyReply(302, { Location: `${origin}${pathname}/${search}` });
}

/** The page for what is not there, where there is one and the reader is a person. */
async function readError(call: Call, { Key, HttpStatus = '404' }: Website, error: OssError): Promise<Reply> {
  if (Key === undefined || call.caller !== undefined) throw error;
  const { headers } = call;
  // Conditions and ranges are about what was asked for.
  const plain = new Headers([...headers].filter(([name]) => !/^(if-|range$)/.test(name)));
  const page = await getObject({ ...call, key: Key, headers: plain }).catch(() => undefined);
  if (page === undefined) throw error;
  return { ...page, status: Number(HttpStatus) };
}
