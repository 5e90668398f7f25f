/** A bucket's documents as the records that the service keeps: read by the handlers that callers would send them to. */
import type { Call, Handler } from '../../src/oss/request/call.ts';
import type { SettingsName } from '../../src/oss/ports.ts';
import { putBucketAcl } from '../../src/oss/handlers/bucket/bucket-facts.ts';
import { putCors } from '../../src/oss/handlers/settings/cors.ts';
import { putProcessConfiguration } from '../../src/oss/handlers/settings/process-configuration.ts';
import { putReferer } from '../../src/oss/handlers/settings/referer.ts';
import type { Document } from './ports.ts';

type Values = Readonly<Record<string, string>>;

const HANDLERS: Readonly<Record<Document['name'], Handler>> = {
  acl: putBucketAcl,
  cors: putCors,
  referer: putReferer,
  processConfiguration: putProcessConfiguration,
};

/** In the order of the documents. Rejects for a document that the service would refuse. */
export async function settingsOf(documents: readonly Document[]): Promise<[SettingsName, Values][]> {
  const kept: [SettingsName, Values][] = [];
  for (const { name, xml } of documents) {
    const settings = {
      put: async (_bucket: string, as: SettingsName, values: Values) => void kept.push([as, values]),
    };
    await HANDLERS[name]({
      request: new Request('http://localhost/', { method: 'PUT', body: xml }),
      headers: new Headers({ 'x-oss-acl': /<Grant>([^<]*)<\/Grant>/.exec(xml)?.[1] ?? '' }),
      bucket: { settings: { name: '', protect: [], delimiters: [] } },
      services: { settings },
    } as unknown as Call);
  }
  return kept;
}
