/** PutBucketWebsite, GetBucketWebsite and DeleteBucketWebsite. */
import { invalidArgument, malformedXml, notImplemented } from '../../protocol/error/errors.ts';
import { OssError } from '../../protocol/error/oss-error.ts';
import { readText } from '../../protocol/http/body.ts';
import { emptyReply, xmlReply } from '../../protocol/http/reply.ts';
import { childElements, readXml } from '../../protocol/xml/read.ts';
import { writeXml } from '../../protocol/xml/write.ts';
import type { Handler } from '../../request/call.ts';
import type { SettingsStore } from '../../ports.ts';
import { type Field, readFields } from '../settings/fields.ts';

/** A bucket as a website. Only what was set is there. */
export interface Website {
  /** Name of the page of a folder: `index.html`. */
  readonly Suffix?: string;
  /** `true`: each folder has its own, else all have that of the root. */
  readonly SupportSubDir?: string;
  /** What a folder without its slash is: `0` sent to the slash, `1` nothing, `2` its page. */
  readonly Type?: string;
  /** Key of the page for what is not there. */
  readonly Key?: string;
  /** Its status. */
  readonly HttpStatus?: string;
}

const NAME = 'website';
const INDEX: readonly Field[] = [
  ['Suffix', /^[^/].{0,1021}$/su],
  ['SupportSubDir', /^(true|false)$/],
  ['Type', /^[012]$/],
];
const ERROR: readonly Field[] = [
  ['Key', /^[^/].{0,1021}$/su],
  ['HttpStatus', /^(200|404)$/],
];

/** Throws `MalformedXML`, `InvalidArgument` for neither page, and `NotImplemented` for routing rules. */
export const putWebsite: Handler = async ({ request, bucket, services }) => {
  const xml = readXml(await readText(request), 'WebsiteConfiguration');
  if (xml['RoutingRules'] !== undefined) throw notImplemented('RoutingRules');
  const [index = {}, error = {}] = ['IndexDocument', 'ErrorDocument'].map(
    (name) => childElements(xml, name)[0],
  );
  const website: Website = { ...readFields(index, INDEX), ...readFields(error, ERROR) };
  if (website.Suffix === undefined && website.Key === undefined) throw invalidArgument('IndexDocument', '');
  if (website.Suffix?.includes('/')) throw malformedXml('Suffix has no slash.');
  await services.settings.put(bucket.settings.name, NAME, { ...website });
  return emptyReply();
};

/** Throws `NoSuchWebsiteConfiguration` where nobody has set one. */
export const getWebsite: Handler = async ({ bucket, services }) => {
  const website = await websiteOf(services.settings, bucket.settings.name);
  if (website === undefined) throw new OssError('NoSuchWebsiteConfiguration');
  const { Suffix, SupportSubDir, Type, Key, HttpStatus } = website;
  return xmlReply(
    writeXml('WebsiteConfiguration', {
      IndexDocument: Suffix === undefined ? undefined : { Suffix, SupportSubDir, Type },
      ErrorDocument: Key === undefined ? undefined : { Key, HttpStatus },
    }),
  );
};

export const deleteWebsite: Handler = async ({ bucket, services }) => {
  await services.settings.delete(bucket.settings.name, NAME);
  return emptyReply(204);
};

/** What was set; undefined for a bucket that is no website. */
export async function websiteOf(settings: SettingsStore, bucket: string): Promise<Website | undefined> {
  return settings.get(bucket, NAME);
}
