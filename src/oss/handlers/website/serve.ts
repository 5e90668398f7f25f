/** Reads of a bucket that is a website: pages of folders, and a page for what is not there. */
import { OssError } from '../../protocol/error/oss-error.ts';
import { isListing } from '../../protocol/http/listing.ts';
import { emptyReply, type HeaderRecord, type Reply } from '../../protocol/http/reply.ts';
import { authorise } from '../../request/access/permissions.ts';
import { checkReferer } from '../../request/access/referer.ts';
import type { Call, Handler } from '../../request/call.ts';
import { headBucket } from '../bucket/bucket-facts.ts';
import { listObjects } from '../objects/list-objects.ts';
import { getObject } from '../read/get-object.ts';
import { type Website, websiteOf } from './configuration.ts';

/** What a folder without its slash is answered with. */
const [REDIRECTED, MISSING] = ['0', '1'];

/**
 * What a page for what is not there does not say of itself: it would be kept for as long as the page may be, and be confirmed
 * by the page's validators when there is an object at last.
 */
const OF_NOTHING: HeaderRecord = {
  'Cache-Control': 'no-store',
  Expires: undefined,
  ETag: undefined,
  'Last-Modified': undefined,
};

/**
 * Answers a read of an object. Pages are for people: a program that signed gets the object of the asked name, or the page of
 * a folder that is none, and is told when there is neither.
 */
export const readObject: Handler = async (call) => {
  const { key } = call;
  if (!isForPeople(call)) return readForProgram(call);
  if (key.endsWith('/')) {
    const website = await siteOf(call);
    if (website?.Suffix !== undefined) return readPage(call, website, indexOf(key, website));
  }
  try {
    return await getObject(call);
  } catch (error) {
    if (!isMissing(error)) throw error;
    const website = await siteOf(call);
    if (website === undefined) throw error;
    return (await readFolder(call, website)) ?? readError(call, website, error);
  }
};

/** Answers a read of the bucket itself: its first page to whoever did not sign, its objects to everybody else. */
export const readRoot: Handler = async (call) => {
  const { query, method } = call;
  const website = isForPeople(call) && !isListing(query) ? await siteOf(call) : undefined;
  if (website?.Suffix !== undefined) {
    await checkReferer(call);
    return readPage(call, website, website.Suffix);
  }
  await authorise(call, 'read');
  return method === 'HEAD' ? headBucket() : listObjects(call);
};

async function readForProgram(call: Call): Promise<Reply> {
  const { key, method } = call;
  try {
    return await getObject(call);
  } catch (error) {
    // HEAD is how programs ask whether there is an object.
    const isFolder = key.endsWith('/') && method === 'GET' && !isPicture(call);
    if (!isMissing(error) || !isFolder) throw error;
    const website = await siteOf(call);
    if (website?.Suffix === undefined) throw error;
    return getObject({ ...call, key: indexOf(key, website) });
  }
}

async function siteOf({ services, bucket }: Call): Promise<Website | undefined> {
  return websiteOf(services.settings, bucket.settings.name);
}

/** Whether pages may stand in for what was asked for. Pictures are made of that and nothing else. */
function isForPeople(call: Call): boolean {
  return call.caller === undefined && !isPicture(call);
}

function isPicture({ query, headers }: Call): boolean {
  return query.has('x-oss-process') || headers.has('x-oss-process');
}

function isMissing(error: unknown): error is OssError {
  return error instanceof OssError && error.code === 'NoSuchKey';
}

function indexOf(folder: string, { Suffix = '', SupportSubDir }: Website): string {
  return SupportSubDir === 'true' ? folder + Suffix : Suffix;
}

async function readPage(call: Call, website: Website, page: string): Promise<Reply> {
  try {
    return await getObject({ ...call, key: page });
  } catch (error) {
    if (!isMissing(error)) throw error;
    return readError(call, website, error);
  }
}

/** The page of a folder that was asked for without its slash; undefined where there is none. */
async function readFolder(call: Call, website: Website): Promise<Reply | undefined> {
  const { Suffix, SupportSubDir, Type = REDIRECTED } = website;
  const { key, bucket, request } = call;
  if (Suffix === undefined || SupportSubDir !== 'true' || Type === MISSING) return undefined;
  const page = `${key}/${Suffix}`;
  if ((await bucket.objects.head(page)) === undefined) return undefined;
  if (Type !== REDIRECTED) return getObject({ ...call, key: page });
  const { origin, pathname, search } = new URL(request.url);
  return emptyReply(302, { Location: `${origin}${pathname}/${search}` });
}

/** The page for what is not there, where there is one. */
async function readError(call: Call, { Key, HttpStatus = '404' }: Website, error: OssError): Promise<Reply> {
  if (Key === undefined) throw error;
  // Conditions and ranges are about what was asked for.
  const plain = new Headers([...call.headers].filter(([name]) => !/^(if-|range$)/.test(name)));
  const page = await getObject({ ...call, key: Key, headers: plain }).catch(() => undefined);
  if (page === undefined) throw error;
  const status = Number(HttpStatus);
  return status === 200 ? page : { ...page, status, headers: { ...page.headers, ...OF_NOTHING } };
}
