/** Nothing is lost and nothing is said that is not so: stores that fail, objects that change, runs that are killed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../../scripts/migrate/journal.ts';
import { connect, ossSource, ossTarget } from '../../../scripts/migrate/oss.ts';
import { r2Target } from '../../../scripts/migrate/r2.ts';
import { migrate } from '../../../scripts/migrate/run.ts';
import type { MigrationOptions, Tally } from '../../../scripts/migrate/work.ts';
import type { Face } from '../../../src/oss/face.ts';
import { createWorld, KEY, type World } from '../../oss/support/memory.ts';
import { serve, type Served } from '../../oss/support/serve.ts';
import { crc64, md5, type R2, startR2 } from './support/r2.ts';

const folder = mkdtempSync(join(tmpdir(), 'loss-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let [world, served, r2]: [World, Served, R2] = [] as never;
/** What stands between the migration and its source. */
let between: (request: Request, face: Face) => Promise<Response>;
let journals = 0;
beforeEach(async () => {
  world = createWorld({ buckets: [{ acl: 'public-read' }] });
  // Ten minutes ago: the clock of the fake R2 is that of the machine.
  world.clock.time = Date.now() - 600_000;
  between = (request, face) => face(request);
  served = await serve((request) => between(request, world.face));
  r2 = await startR2();
  journals++;
});
afterEach(async () => {
  await served.close();
  await r2.close();
});

const account = (port: number) => ({
  endpoint: `http://127.0.0.1:${port}`,
  id: KEY.id,
  secret: KEY.secret,
  region: 'oss-cn-hangzhou',
});
const END = { kind: 'oss', endpoint: 'http://a', bucket: 'examplebucket', prefix: '' } as const;
const journal = () =>
  openJournal(join(folder, `${journals}.jsonl`), { from: END, to: { ...END, kind: 'r2' } });

function run(options: Partial<MigrationOptions> = {}, partBytes?: number): Promise<Tally> {
  const [endpoint, place] = [`http://127.0.0.1:${r2.port}`, { bucket: 'b', prefix: '', seenAs: 'seen' }];
  const target = r2Target({ endpoint, id: 'id', secret: 'secret' }, place, partBytes);
  return migrate(sourceOf(), target, { journal: journal(), concurrency: 4, ...options });
}

const bytes = (index: number) => new TextEncoder().encode(`object ${index} `.repeat(1 + (index % 50) * 20));
async function fill(count: number): Promise<void> {
  for (let index = 0; index < count; index++) await world.put('examplebucket', `k/${index}`, bytes(index));
}

/** Every object of the source is at the target, to the byte. */
async function expectAll(): Promise<void> {
  const objects = (await world.buckets.get('examplebucket')?.objects.list({ limit: 1000 }))?.objects ?? [];
  expect(objects.length).toBeGreaterThan(0);
  const held = objects.map(({ key }) => [key, r2.stored.get(`/b/${key}`)?.etag]);
  expect(held).toEqual(objects.map(({ key, etag }) => [key, etag]));
}

describe('a migration', () => {
  it('outlasts a source and a target that fail now and then, and bodies that break off', async () => {
    await fill(40);
    let asked = 0;
    between = async (request, face) => {
      asked++;
      if (asked % 7 === 0) return new Response('no', { status: 500 });
      const response = await face(request);
      if (asked % 11 !== 0 || request.method !== 'GET' || request.url.includes('?')) return response;
      const half = (await response.arrayBuffer()).slice(0, 3);
      return new Response(half, { status: 200, headers: response.headers });
    };
    r2.fails = () => (r2.asked.length % 5 === 0 ? 503 : undefined);
    const first = await run();
    between = (request, face) => face(request);
    r2.fails = () => undefined;
    const second = await run();
    expect(first.copied + second.copied).toBe(40);
    expect(second.failed).toEqual([]);
    await expectAll();
  });

  it('notes the version that it copied, not the one that it had been told of', async () => {
    await fill(20);
    let changed = false;
    between = async (request, face) => {
      if (!changed && request.url.includes('/k/7?acl')) {
        changed = true;
        await world.put('examplebucket', 'k/7', 'changed while it was copied');
      }
      return face(request);
    };
    expect(await run()).toMatchObject({ copied: 20, failed: [] });
    await expectAll();
    expect(await run()).toMatchObject({ copied: 0, skipped: 20 });
  });

  it('counts what is gone when its turn comes, and does not call it copied', async () => {
    await fill(10);
    between = async (request, face) => {
      if (request.url.includes('/k/3?acl')) await world.buckets.get('examplebucket')?.objects.delete(['k/3']);
      return face(request);
    };
    expect(await run()).toMatchObject({ copied: 9, gone: 1, failed: [] });
    await expectAll();
    between = async (request, face) => {
      if (request.url.includes('/k/5?acl')) await world.buckets.get('examplebucket')?.objects.delete(['k/5']);
      return face(request);
    };
    expect(await run({ verify: true })).toMatchObject({ copied: 0, skipped: 8, gone: 1, failed: [] });
  });

  it('goes on after it was killed', async () => {
    await fill(300);
    const args = ['--from', 'oss://examplebucket', '--to', 'bkt', '--state', join(folder, 'killed.jsonl')];
    const env = {
      ...process.env,
      ...r2.env,
      OSS_ENDPOINT: `http://127.0.0.1:${served.port}`,
      OSS_ACCESS_KEY_ID: KEY.id,
      OSS_ACCESS_KEY_SECRET: KEY.secret,
    };
    const start = () => spawn(process.execPath, ['scripts/migrate.ts', ...args], { env });
    const killed = start();
    r2.hangs = () => r2.stored.size >= 100 && killed.kill('SIGKILL');
    await new Promise((resolve) => killed.on('close', resolve));
    expect(r2.stored.size).toBe(100);
    r2.hangs = () => false;
    const second = start();
    let said = '';
    second.stdout.on('data', (chunk) => (said += String(chunk)));
    expect(await new Promise((resolve) => second.on('close', resolve))).toBe(0);
    expect(r2.stored.size).toBe(300);
    const [, copied, skipped] = /^(\d+) objects copied .*, (\d+) there already, 0 failed/.exec(said) ?? [];
    expect(Number(copied) + Number(skipped)).toBe(300);
    // Of sixteen under way at once, no more than these had not been noted when it ended.
    expect(Number(skipped)).toBeGreaterThanOrEqual(84);
  });

  it('verifies by asking the target, and mends what is missing, cut, or another', async () => {
    await fill(30);
    const summed = { kind: 'Multipart', etag: 'ABC-2', crc64: crc64(bytes(1)) } as const;
    await world.put('examplebucket', 'parts', bytes(1), summed);
    await run();
    expect(await run({ verify: true })).toMatchObject({ copied: 0, skipped: 31, missing: 0 });
    const held = (key: string) => r2.stored.get(`/b/${key}`)!;
    r2.stored.delete('/b/k/1');
    const other = Buffer.from(held('k/2').body).fill(1);
    r2.stored.set('/b/k/2', { ...held('k/2'), body: other, etag: md5(other) });
    r2.stored.set('/b/k/3', { ...held('k/3'), body: Buffer.from('x'), etag: md5(Buffer.from('x')) });
    const wrong = Buffer.from(bytes(1)).fill(2);
    r2.stored.set('/b/parts', { ...held('parts'), body: wrong, etag: md5(wrong) });
    expect(await run()).toMatchObject({ copied: 0, skipped: 31 });
    const asked = r2.asked.length;
    expect(await run({ verify: true, dry: true })).toMatchObject({ copied: 4, missing: 4, skipped: 27 });
    expect(r2.asked.slice(asked).every((one) => one.startsWith('HEAD '))).toBe(true);
    expect(await run({ verify: true })).toMatchObject({ copied: 4, missing: 4, skipped: 27, failed: [] });
    expect(held('k/2').body).toEqual(Buffer.from(bytes(2)));
    expect(held('parts').body).toEqual(Buffer.from(bytes(1)));
    expect(await run({ verify: true })).toMatchObject({ copied: 0, skipped: 31 });
  });

  it('takes what others copied where sums prove it, and nothing on trust', async () => {
    await fill(3);
    await world.put('examplebucket', 'sum', 'of parts', { kind: 'Multipart', etag: 'AB-1', crc64: '5' });
    await world.put('examplebucket', 'unknown', 'of parts', { kind: 'Multipart', etag: 'CD-1' });
    const { stored: theirs } = world.buckets.get('examplebucket')!.objects as never as {
      stored: Map<string, { bytes: Uint8Array }>;
    };
    for (const [key, { bytes: body }] of theirs) {
      const headers = key === 'sum' ? { 'x-amz-meta-oss-crc64': '5' } : {};
      const stored = { headers, body: Buffer.from(body), etag: md5(body), modified: new Date() };
      r2.stored.set(`/b/${key}`, stored);
    }
    const tally = await run({ verify: true });
    expect(tally).toMatchObject({ skipped: 4, copied: 1, missing: 0, failed: [] });
    expect(r2.asked.filter((one) => one.startsWith('PUT'))).toEqual(['PUT /b/unknown']);
  });

  it('copies again what others copied without its ACL and tags', async () => {
    await fill(2);
    await world.put('examplebucket', 'private', 'for few', { acl: 'private' });
    await world.put('examplebucket', 'tagged', 'by rules', { tags: { b: '2', a: '图' } });
    await world.put('examplebucket', 'default', 'as the bucket', { acl: 'default', tags: {} });
    const { stored: theirs } = world.buckets.get('examplebucket')!.objects as never as {
      stored: Map<string, { bytes: Uint8Array }>;
    };
    for (const [key, { bytes: body }] of theirs) {
      r2.stored.set(`/b/${key}`, {
        headers: {},
        body: Buffer.from(body),
        etag: md5(body),
        modified: new Date(),
      });
    }
    expect(await run({ verify: true, dry: true })).toMatchObject({ skipped: 3, copied: 2, failed: [] });
    expect(await run({ verify: true })).toMatchObject({ skipped: 3, copied: 2, missing: 0, failed: [] });
    expect(r2.stored.get('/b/private')?.headers).toMatchObject({ 'x-amz-meta-oss-acl': 'private' });
    expect(await run({ verify: true })).toMatchObject({ skipped: 5, copied: 0, failed: [] });
    expect(await run()).toMatchObject({ skipped: 5, copied: 0 });
  });

  it('sees who may read an object, also where an earlier run copied it, and overwrites nothing newer', async () => {
    await fill(3);
    await run();
    await world.put('examplebucket', 'k/1', bytes(1), { acl: 'private' });
    expect(await run()).toMatchObject({ copied: 0, skipped: 3 });
    const kept = await run({ verify: true, keepNewer: true });
    expect(kept).toMatchObject({ copied: 0, skipped: 2, failed: [] });
    expect(kept.kept).toEqual([{ key: 'k/1', reason: 'its ACL or tags are not those of the source' }]);
    expect(await run({ verify: true })).toMatchObject({ copied: 1, skipped: 2, missing: 1 });
    expect(r2.stored.get('/b/k/1')?.headers).toMatchObject({ 'x-amz-meta-oss-acl': 'private' });
  });

  it('lets go of a body whose tags cannot be read', async () => {
    await world.put('examplebucket', 'tagged', 'bytes', { tags: { shop: '7' } });
    between = async (request, face) =>
      request.url.includes('tagging') ? new Response('no', { status: 403 }) : face(request);
    const client = connect(account(served.port), 'examplebucket');
    const opened: Readable[] = [];
    const getStream = client.getStream.bind(client);
    client.getStream = async (...args) => {
      const answer = await getStream(...args);
      opened.push(answer.stream as Readable);
      return answer;
    };
    const options = { journal: journal(), concurrency: 1 };
    const target = ossTarget(client, 'examplebucket', 'copy/');
    const tally = await migrate(ossSource(client, 'examplebucket'), target, options);
    expect(tally).toMatchObject({ copied: 0, failed: [{ key: 'tagged' }] });
    expect(opened.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('writes nothing in a dry run, and names what cannot be taken', async () => {
    await fill(5);
    await world.put('examplebucket', 'a/../b', 'x');
    await world.put('examplebucket', 'l'.repeat(1024), 'x');
    await world.put('examplebucket', 'cold', 'x', { storageClass: 'Archive' });
    const place = { bucket: 'b', prefix: 'p/', seenAs: 'seen' };
    const endpoint = `http://127.0.0.1:${r2.port}`;
    const target = r2Target({ endpoint, id: 'id', secret: 'secret' }, place);
    const huge = { ...target, largest: 10 };
    const options = { journal: journal(), concurrency: 2, dry: true };
    const tally = await migrate(sourceOf(), huge, options);
    expect(r2.asked.filter((asked) => !asked.startsWith('HEAD '))).toEqual([]);
    expect(tally.refused.map(({ reason }) => reason.slice(0, 30)).toSorted()).toEqual(
      [
        ...[1, 2, 3, 4].map((index) => `${bytes(index).length} bytes are more than the target`.slice(0, 30)),
        'its key has . or .. as a segme',
        'its key would be longer than 1',
      ].toSorted(),
    );
    expect(tally).toMatchObject({ objects: 8, copied: 2, archived: 1, failed: [] });
  });

  it('copies what changed since a day, and removes what is gone where nobody else has changed it', async () => {
    await fill(6);
    await run();
    const objects = world.buckets.get('examplebucket')!.objects;
    await objects.delete(['k/1', 'k/2']);
    const theirs = Buffer.from('written at the target');
    r2.stored.set('/b/k/2', { headers: {}, body: theirs, etag: md5(theirs), modified: new Date() });
    r2.stored.set('/b/new', { headers: {}, body: theirs, etag: md5(theirs), modified: new Date() });
    const since = new Date(world.clock.time + 1000);
    world.clock.time += 60_000;
    await world.put('examplebucket', 'k/3', 'newer');
    expect(await run({ since, remove: true, dry: true })).toMatchObject({ copied: 1, removed: 1, older: 3 });
    expect(r2.stored.has('/b/k/1')).toBe(true);
    const tally = await run({ since, remove: true });
    expect(tally).toMatchObject({ copied: 1, removed: 1, older: 3, failed: [] });
    expect(tally.kept.map(({ key }) => key)).toEqual(['k/2']);
    expect([...r2.stored.keys()].toSorted()).toEqual(
      ['k/0', 'k/2', 'k/3', 'k/4', 'k/5', 'new'].map((key) => `/b/${key}`),
    );
    expect(await run({ remove: true })).toMatchObject({ copied: 0, removed: 0 });
  });

  it('leaves alone what was written at the target since, when it is told to', async () => {
    await fill(3);
    await run();
    const theirs = Buffer.from('newer than the source');
    r2.stored.set('/b/k/1', { headers: {}, body: theirs, etag: md5(theirs), modified: new Date() });
    const tally = await run({ verify: true, keepNewer: true });
    expect(tally).toMatchObject({ copied: 0, skipped: 2, kept: [{ key: 'k/1' }] });
    expect(r2.stored.get('/b/k/1')?.body).toEqual(theirs);
    expect(await run({ verify: true })).toMatchObject({ copied: 1, missing: 1 });
  });

  it('does not bring back what callers of the service deleted', async () => {
    await fill(3);
    const body = Buffer.alloc(0);
    const record = `/b//gone/seen/${createHash('sha256').update('k/1').digest('hex')}`;
    r2.stored.set(record, { headers: {}, body, etag: md5(body), modified: new Date() });
    for (const options of [{ dry: true }, {}, { verify: true }]) {
      const tally = await run(options);
      expect(tally.kept).toEqual([{ key: 'k/1', reason: 'it was deleted at the target' }]);
    }
    expect([...r2.stored.keys()].toSorted()).toEqual([record, '/b/k/0', '/b/k/2'].toSorted());
  });

  it('writes large objects in parts, each tried again for itself', async () => {
    const body = new Uint8Array(1_000_003).map((_, index) => index % 251);
    await world.put('examplebucket', 'large', body, { headers: { contentType: 'video/mp4' } });
    let failed = 0;
    r2.fails = (asked) => (asked === 'PUT /b/large' && failed++ === 1 ? 500 : undefined);
    expect(await run({}, 300_000)).toMatchObject({ copied: 1, copiedBytes: body.length, failed: [] });
    expect(r2.stored.get('/b/large')?.body).toEqual(Buffer.from(body));
    expect(r2.stored.get('/b/large')?.headers['content-type']).toBe('video/mp4');
    expect(r2.stored.get('/b/large')?.etag).toMatch(/-4$/);
    expect(r2.uploads.size).toBe(0);
    expect(await run({ verify: true }, 300_000)).toMatchObject({ copied: 0, skipped: 1 });
  });

  it('takes tags, links and headers beyond ASCII along', async () => {
    const name = 'attachment; filename="图.jpg"';
    const headers = { contentType: 'image/jpeg', contentDisposition: Buffer.from(name).toString('latin1') };
    await world.put('examplebucket', 'photo', 'bytes', { headers, tags: { shop: '7' } });
    await world.put('examplebucket', 'link', '', { kind: 'Symlink', symlink: 'photo' });
    expect(await run()).toMatchObject({ copied: 2, failed: [] });
    expect(r2.stored.get('/b/photo')?.headers).toMatchObject({
      'x-amz-meta-oss-tags': 'shop=7',
      'content-disposition': Buffer.from(name).toString('latin1'),
    });
    expect(r2.stored.get('/b/link')?.headers).toMatchObject({
      'x-amz-meta-oss-kind': 'Symlink',
      'x-amz-meta-oss-symlink': 'photo',
    });
    expect(await run({ verify: true })).toMatchObject({ copied: 0, skipped: 2 });

    const other = createWorld({ buckets: [{ name: 'targetbucket' }] });
    other.clock.time = Date.now();
    const there = await serve(other.face);
    try {
      const target = ossTarget(connect(account(there.port), 'targetbucket'), 'targetbucket');
      const options = {
        journal: openJournal(join(folder, 'marks.jsonl'), { from: END, to: END }),
        concurrency: 2,
      };
      expect(await migrate(sourceOf(), target, options)).toMatchObject({ copied: 2, failed: [] });
      const objects = other.buckets.get('targetbucket')?.objects;
      const link = await objects?.head('link');
      expect(link?.attributes).toMatchObject({ kind: 'Symlink', symlink: 'photo' });
      expect((await objects?.head('photo'))?.attributes.tags).toEqual({ shop: '7' });
      const verified = await migrate(sourceOf(), target, { ...options, verify: true });
      expect(verified).toMatchObject({ copied: 0, skipped: 2, failed: [] });
    } finally {
      await there.close();
    }
  });
});

const sourceOf = () => ossSource(connect(account(served.port), 'examplebucket'), 'examplebucket');
