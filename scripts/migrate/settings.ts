/** A bucket's documents as the records that the service keeps: read by the handlers that callers would send them to. */
import type { Call, Handler } from '../../src/oss/request/call.ts';
import type { SettingsName } from '../../src/oss/ports.ts';
import { putBucketAcl } from '../../src/oss/handlers/bucket/bucket-facts.ts';
import { putBucketTags } from '../../src/oss/handlers/bucket/bucket-tags.ts';
import { putEncryption } from '../../src/oss/handlers/bucket/encryption.ts';
import { putLifecycle } from '../../src/oss/handlers/lifecycle/configuration.ts';
import { putCors } from '../../src/oss/handlers/settings/cors.ts';
import { putProcessConfiguration } from '../../src/oss/handlers/settings/process-configuration.ts';
import { putReferer } from '../../src/oss/handlers/settings/referer.ts';
import { putWebsite } from '../../src/oss/handlers/website/configuration.ts';
import { OssError } from '../../src/oss/protocol/error/oss-error.ts';
import { textOf } from '../lib/xml.ts';
import type { Document, Failure } from './ports.ts';

type Values = Readonly<Record<string, string>>;

const HANDLERS: Readonly<Record<Document['name'], Handler>> = {
  acl: putBucketAcl,
  cors: putCors,
  referer: putReferer,
  processConfiguration: putProcessConfiguration,
  lifecycle: putLifecycle,
  website: putWebsite,
  tagging: putBucketTags,
  encryption: putEncryption,
};
/** Who copies a bucket may do everything with it. */
const OPERATOR = { permissions: ['read', 'write', 'styles'] };

/** Records by setting, in the order of the documents, and the documents that the service refuses. */
export async function settingsOf(
  documents: readonly Document[],
): Promise<{ readonly settings: [SettingsName, Values][]; readonly refused: Failure[] }> {
  const settings: [SettingsName, Values][] = [];
  const refused: Failure[] = [];
  const store = {
    put: async (_bucket: string, name: SettingsName, values: Values) => void settings.push([name, values]),
  };
  for (const document of documents) {
    try {
      await HANDLERS[document.name](callOf(document, store));
    } catch (error) {
      if (!(error instanceof OssError)) throw error;
      refused.push({ key: `?${document.name}`, reason: error.message });
    }
  }
  return { settings, refused };
}

/** As if a caller had sent it. */
function callOf({ xml }: Document, settings: object): Call {
  return {
    request: new Request('http://localhost/', { method: 'PUT', body: xml }),
    headers: new Headers({ 'x-oss-acl': textOf(xml, 'Grant') ?? '' }),
    key: '',
    caller: OPERATOR,
    bucket: { settings: { name: '', protect: [], delimiters: [] } },
    services: { settings },
  } as unknown as Call;
}
