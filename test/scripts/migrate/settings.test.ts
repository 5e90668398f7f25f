/** What a bucket has of its own: all of it goes along, and what cannot is named. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type OSS from 'ali-oss';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../../scripts/migrate/journal.ts';
import { connect, ossSource, ossTarget } from '../../../scripts/migrate/oss.ts';
import { type Document, DOCUMENTS, type Source } from '../../../scripts/migrate/ports.ts';
import { r2Target } from '../../../scripts/migrate/r2.ts';
import { migrate } from '../../../scripts/migrate/run.ts';
import { settingsOf } from '../../../scripts/migrate/settings.ts';
import type { Face } from '../../../src/oss/face.ts';
import { createWorld, KEY } from '../../oss/support/memory.ts';
import { serve, type Served } from '../../oss/support/serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Between = (request: Request, face: Face) => Promise<Response>;
const PASS: Between = (request, face) => face(request);

/** A service that is source or target of a migration. */
async function startService(bucket: string, between: () => Between) {
  const world = createWorld({ buckets: [{ name: bucket, acl: 'public-read' }] });
  world.clock.time = Date.now();
  const served = await serve((request) => between()(request, world.face));
  const endpoint = `http://127.0.0.1:${served.port}`;
  const client = connect({ endpoint, ...KEY, region: 'oss-cn-hangzhou' }, bucket);
  return { served, client, source: ossSource(client, bucket), target: ossTarget(client, bucket) };
}

let [client, source, served]: [OSS, Source, Served] = [] as never;
/** What stands between the migration and its source. */
let between: Between;
beforeEach(async () => {
  between = PASS;
  ({ client, source, served } = await startService('examplebucket', () => between));
});
afterEach(() => served.close());

const END = { kind: 'oss', endpoint: 'http://a', bucket: 'examplebucket', prefix: '' } as const;
const options = (name: string) => ({
  journal: openJournal(join(folder, `${name}.jsonl`), { from: END, to: END }),
  concurrency: 2,
  settings: true,
});

describe('settings of a bucket', () => {
  const WRITTEN: Readonly<Record<string, string>> = {
    cors: '<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>',
    lifecycle:
      '<LifecycleConfiguration><Rule><ID>tmp</ID><Prefix>tmp/</Prefix><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>',
    website:
      '<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument></WebsiteConfiguration>',
    tagging: '<Tagging><TagSet><Tag><Key>shop</Key><Value>7</Value></Tag></TagSet></Tagging>',
    encryption:
      '<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>',
  };
  const ALL = DOCUMENTS.toSorted();
  async function writeAll(): Promise<void> {
    for (const [subres, content] of Object.entries(WRITTEN)) {
      const place = { method: 'PUT', bucket: 'examplebucket', object: '', subres };
      await client.request({ ...place, content, mime: 'application/xml', successStatuses: [200] });
    }
  }
  const named = (documents: readonly Document[]) => documents.map(({ name }) => name).toSorted();

  it('are those that were written, and what every bucket has', async () => {
    expect(named(await source.documents())).toEqual(['acl', 'processConfiguration', 'referer']);
    await writeAll();
    expect(named(await source.documents())).toEqual(ALL);
  });

  it('go along to another endpoint, where they are told as before', async () => {
    await writeAll();
    const other = await startService('targetbucket', () => PASS);
    try {
      const order = options('settings');
      const dry = await migrate(source, other.target, { ...order, dry: true });
      expect([dry.documents.toSorted(), dry.refused]).toEqual([ALL, []]);
      expect(named(await other.source.documents())).toEqual(['acl', 'processConfiguration', 'referer']);
      const tally = await migrate(source, other.target, order);
      expect([tally.documents.toSorted(), tally.refused]).toEqual([ALL, []]);
      expect(await other.source.documents()).toEqual(await source.documents());
    } finally {
      await other.served.close();
    }
  });

  it('are the records that the Worker reads, and those that it would refuse are named', async () => {
    await writeAll();
    const { settings } = await settingsOf(await source.documents());
    expect(Object.fromEntries(settings)).toMatchObject({
      acl: { acl: 'public-read' },
      lifecycle: { rules: expect.stringContaining('"Prefix":"tmp/"') as unknown },
      website: { Suffix: 'index.html' },
      tagging: { shop: '7' },
      encryption: { SSEAlgorithm: 'AES256' },
      processConfiguration: { StyleDelimiters: '!' },
    });
    between = async (request, face) => {
      if (!new URL(request.url).searchParams.has('website')) return face(request);
      return new Response(
        '<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument><RoutingRules/></WebsiteConfiguration>',
      );
    };
    const account = { endpoint: 'http://127.0.0.1:1', id: 'id', secret: 'secret' };
    const target = r2Target(account, { bucket: 'b', prefix: '', seenAs: 'seen' });
    const tally = await migrate(source, target, { ...options('dry'), dry: true });
    expect(tally.refused).toEqual([
      { key: '?website', reason: expect.stringContaining('RoutingRules') as unknown },
    ]);
    expect(tally.documents.toSorted()).toEqual(ALL.filter((name) => name !== 'website'));
  });

  it('that an endpoint refuses are named, and nothing else is left behind', async () => {
    await writeAll();
    const other = await startService(
      'targetbucket',
      () => (request, face) =>
        request.method === 'PUT' && request.url.includes('?lifecycle')
          ? Promise.resolve(new Response('', { status: 501 }))
          : face(request),
    );
    try {
      const order = options('refused');
      const tally = await migrate(source, other.target, order);
      expect(tally.refused.map(({ key }) => key)).toEqual(['?lifecycle']);
      expect(named(await other.source.documents())).toEqual(ALL.filter((name) => name !== 'lifecycle'));
    } finally {
      await other.served.close();
    }
  });
});
