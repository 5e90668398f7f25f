/** Migrations between services in this process, and into an endpoint that speaks R2's S3 dialect. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journalName } from '../../../scripts/migrate/journal.ts';
import { bar, report } from '../../../scripts/migrate/progress.ts';
import { createWorld, KEY, type World } from '../../oss/support/memory.ts';
import { serve, type Served } from '../../oss/support/serve.ts';
import { crc64, startR2 } from './support/r2.ts';

const NOTHING = {
  missing: 0,
  older: 0,
  gone: 0,
  removed: 0,
  archived: 0,
  styles: 0,
  documents: [],
  refused: [],
  kept: [],
};
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'migrate-'));
const COUNT = 1100;
/** UTF-8 as Node's `Headers` hold it: a character a byte. In workerd they hold the text itself. */
const PLACE = Buffer.from('阁楼').toString('latin1');

const environment = (prefix: string, port: number) => ({
  [`${prefix}OSS_ENDPOINT`]: `http://127.0.0.1:${port}`,
  [`${prefix}OSS_ACCESS_KEY_ID`]: KEY.id,
  [`${prefix}OSS_ACCESS_KEY_SECRET`]: KEY.secret,
});

let source: World;
let served: Served;
const migrate = (args: string[], env: Record<string, string> = {}) =>
  run(process.execPath, ['scripts/migrate.ts', '--from', 'oss://examplebucket', ...args], {
    env: { ...process.env, ...environment('', served.port), ...env },
  });

const PHOTO = new Uint8Array(300_000).fill(7);
const CRC64 = crc64(PHOTO);
const putPhoto = (meta: Record<string, string> = {}) =>
  source.put('examplebucket', 'dir/图 片+1.jpg', PHOTO, {
    headers: { contentType: 'image/jpeg', cacheControl: 'max-age=9', expires: 'tomorrow' },
    meta: { author: 'bob', ...meta },
    acl: 'private',
    crc64: CRC64,
  });

beforeAll(async () => {
  source = createWorld({ buckets: [{ acl: 'public-read' }] });
  source.clock.time = Date.now();
  served = await serve(source.face);
  for (let index = 0; index < COUNT; index++) {
    await source.put('examplebucket', `many/${index}`, `bytes of ${index}`);
  }
  await putPhoto();
  await source.put('examplebucket', 'empty', '');
  source.style('small', 'image/resize,w_50');
  source.style('wide', 'image/resize,w_500/quality,q_80');
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('npm run migrate', () => {
  it('copies objects and styles to another endpoint, and nothing twice', async () => {
    const target = createWorld({ buckets: [{ name: 'targetbucket' }] });
    target.clock.time = Date.now();
    const other = await serve(target.face);
    try {
      const env = environment('TARGET_', other.port);
      const state = join(folder, 'oss.jsonl');
      const args = ['--to', 'oss://targetbucket', '--styles', '--state', state];
      const { stdout } = await migrate(args, env);
      expect(stdout).toContain(`${COUNT + 2} objects copied`);
      expect(stdout).toContain('0 there already, 0 failed, 2 styles');
      const store = target.buckets.get('targetbucket')?.objects;
      const head = await store?.head('dir/图 片+1.jpg');
      expect(head).toMatchObject({
        size: 300_000,
        attributes: {
          headers: { contentType: 'image/jpeg', cacheControl: 'max-age=9', expires: 'tomorrow' },
          meta: { author: 'bob' },
          acl: 'private',
        },
      });
      expect((await store?.head('many/1099'))?.etag).toBe(
        (await source.buckets.get('examplebucket')?.objects.head('many/1099'))?.etag,
      );
      expect((await store?.head('empty'))?.size).toBe(0);
      expect(target.logged).toEqual([]);
      await source.put('examplebucket', 'many/5', 'changed since');
      const again = await migrate(args, env);
      expect(again.stdout).toContain(`1 objects copied (13 bytes), ${COUNT + 1} there already`);
    } finally {
      await other.close();
    }
  });

  it('goes on after a run that broke off in the middle of a line', async () => {
    const r2 = await startR2();
    try {
      const state = join(folder, 'broken.jsonl');
      await migrate(['--to', 'target', '--state', state], r2.env);
      const lines = readFileSync(state, 'utf8').split('\n');
      writeFileSync(state, `${lines.slice(0, 101).join('\n')}\n["many/1","AB`);
      const { stdout } = await migrate(['--to', 'target', '--state', state], r2.env);
      expect(stdout).toContain(`${COUNT + 2 - 100} objects copied`);
      const again = await migrate(['--to', 'target', '--state', state], r2.env);
      expect(again.stdout).toContain(`0 objects copied (0 bytes), ${COUNT + 2} there already`);
    } finally {
      await r2.close();
    }
  });

  it('refuses the journal of another migration, and has a file for each', async () => {
    const [rehearsal, production] = [await startR2(), await startR2()];
    try {
      const args = ['--to', 'target', '--state', join(folder, 'rehearsal.jsonl')];
      expect((await migrate(args, rehearsal.env)).stdout).toContain(`${COUNT + 2} objects copied`);
      const refused = await migrate(args, production.env).catch((error: { stderr: string }) => error);
      expect(refused.stderr).toContain('is the journal of another migration: {"from":["oss",');
      expect(production.stored.size).toBe(0);
      const end = { kind: 'oss', endpoint: 'https://a', bucket: 'b', prefix: '' } as const;
      const others = [{ endpoint: 'https://b' }, { prefix: 'p/' }, { bucket: 'c' }, { kind: 'r2' } as const];
      const names = [{}, ...others].flatMap((part) => [
        journalName({ from: { ...end, ...part }, to: { ...end, bucket: 'target' } }),
        journalName({ from: { ...end, bucket: 'source' }, to: { ...end, ...part } }),
      ]);
      expect(new Set(names).size).toBe(names.length);
      expect(journalName({ from: { ...end, endpoint: 'https://a/' }, to: end })).toBe(
        journalName({ from: end, to: end }),
      );
    } finally {
      await rehearsal.close();
      await production.close();
    }
  });

  it('writes to R2 what the Worker reads', async () => {
    await putPhoto({ place: PLACE });
    const r2 = await startR2();
    try {
      const args = ['--to', 'target/shop/', '--state', join(folder, 'r2.jsonl')];
      await migrate(args, r2.env);
      const stored = r2.stored.get('/target/shop/dir/%E5%9B%BE%20%E7%89%87%2B1.jpg');
      expect(stored?.body).toEqual(Buffer.alloc(300_000, 7));
      expect(stored?.headers).toMatchObject({
        'content-type': 'image/jpeg',
        'cache-control': 'max-age=9',
        'content-md5': expect.any(String) as unknown,
        'x-amz-meta-author': 'bob',
        'x-amz-meta-oss-meta-place': encodeURIComponent('阁楼'),
        'x-amz-meta-oss-acl': 'private',
        'x-amz-meta-oss-crc64': CRC64,
        'x-amz-meta-oss-expires': 'tomorrow',
      });
    } finally {
      await r2.close();
    }
  });

  it('names what fails, ends with an error, and tries only that again', async () => {
    const r2 = await startR2();
    r2.fails = (asked) => (asked === 'PUT /target/many/7' ? 403 : undefined);
    try {
      const args = ['--to', 'target', '--state', join(folder, 'failing.jsonl')];
      const failure = await migrate(args, r2.env).catch((error: { code: number; stdout: string }) => error);
      expect(failure).toMatchObject({ code: 1, stdout: expect.stringContaining('  many/7: ') as unknown });
      r2.fails = () => undefined;
      expect((await migrate(args, r2.env)).stdout).toContain('1 objects copied');
    } finally {
      await r2.close();
    }
  });

  it.each([
    [['--to', 'no good'], '--to no good: expected oss://bucket or the name of an R2 bucket.'],
    [['--to', 'target', '--concurrency', '0'], '--concurrency 0: expected a number from 1 to 256.'],
    [['--to', 'target'], 'R2_ENDPOINT is not set'],
    [['--to', 'oss://target'], 'TARGET_OSS_ENDPOINT is not set'],
  ])('%j says what is wrong', async (args, message) => {
    await expect(migrate(args)).rejects.toMatchObject({
      stderr: expect.stringContaining(message) as unknown,
    });
  });

  it('draws how far it is', () => {
    const tally = {
      objects: 24,
      bytes: 9e6,
      copied: 10,
      copiedBytes: 3_400_000,
      skipped: 2,
      failed: [],
      ...NOTHING,
    };
    expect(bar(tally)).toBe(`[${'#'.repeat(15)}${'-'.repeat(15)}] 50 % 12 of 24 objects, 3.4 MB`);
    const failed = Array.from({ length: 30 }, (_, index) => ({ key: `k${index}`, reason: 'no' }));
    expect(
      report({ ...tally, failed }, 2)
        .split('\n')
        .slice(-2),
    ).toEqual(['  and 10 more.', 'Run the same command again: it tries what failed, and nothing else.']);
  });
});
