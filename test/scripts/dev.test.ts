/** The README's first commands, as a user types them: `npm run dev`, a picture, `npm run put`, Ctrl-C. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import OSS from 'ali-oss';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DevService, startDevService } from '../support/dev-service.ts';
import { addressesOf, chainsOf } from './docs/examples.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'edge-img-'));
const fails = (args: string[]) =>
  run(process.execPath, args).then(
    () => 'it went well',
    (error: { stderr: string }) => error.stderr,
  );

describe('npm run dev', () => {
  let service: DevService | undefined;
  let origin: string;
  const size = async (path: string) => {
    const response = await fetch(`${origin}/${path}`);
    const { width, height, format } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    return `${format} ${width}x${height}`;
  };

  beforeAll(async () => {
    service = await startDevService();
    origin = `http://127.0.0.1:${service.port}`;
  });
  afterAll(async () => {
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('serves the samples and the styles', async () => {
    expect(await size('example.jpg')).toBe('jpeg 400x267');
    expect(await size('example.jpg?x-oss-process=image/resize,w_100/rotate,90')).toBe('jpeg 67x100');
    expect(await size('example.jpg!square')).toBe('jpeg 200x200');
    expect(await size('examplebucket/logo.png?x-oss-process=image/format,webp')).toBe('webp 400x400');
  });
  it('serves what is put beside them, the newest version at once', async () => {
    const file = join(folder, 'mine.png');
    for (const width of [30, 40]) {
      const picture = sharp({ create: { width, height: 10, channels: 3, background: '#369' } });
      writeFileSync(file, await picture.png().toBuffer());
      const args = ['scripts/put.ts', file, 'my pictures/图 1.png', '--state', `${service?.state}`];
      expect((await run(process.execPath, args)).stdout).toContain('examplebucket/my pictures/图 1.png');
      const path = `${encodeURIComponent('my pictures/图 1.png')}?x-oss-process=image/resize,h_5`;
      expect(await size(path)).toBe(`png ${width / 2}x5`);
    }
  });
  it('tries a style on an object, into a file and to standard output', async () => {
    const file = join(folder, 'tried.jpg');
    const tried = (out: string) =>
      run(
        process.execPath,
        ['scripts/styles.ts', 'try', 'square', 'example.jpg', out, '--endpoint', origin],
        { encoding: 'buffer' },
      );
    const told = String((await tried(file)).stdout);
    const { width, height } = await sharp(file).metadata();
    expect([width, height]).toEqual([200, 200]);
    const { stdout } = await tried('-');
    expect(stdout.equals(readFileSync(file))).toBe(true);
    expect(told).toBe(`${file}: image/jpeg, ${stdout.length} bytes\n`);
    await expect(
      run(process.execPath, ['scripts/styles.ts', 'try', 'none', 'example.jpg', '-', '--endpoint', origin]),
    ).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('NoSuchStyle') as string,
    });
  });
  it.each([false, true])('answers the vendor’s SDK with the local key (V4: %s)', async (authorizationV4) => {
    const client = new OSS({
      region: 'oss-cn-hangzhou',
      endpoint: origin,
      bucket: 'examplebucket',
      accessKeyId: 'TestAccessKeyId',
      accessKeySecret: 'TestAccessKeySecret',
      authorizationV4,
      // Without it the SDK prints advice about tokens.
      refreshSTSToken: () => undefined,
      refreshSTSTokenInterval: 3_600_000,
    });
    const { content } = await client.get('example.jpg', { process: 'image/resize,w_100' });
    expect((await sharp(content).metadata()).width).toBe(100);
    await client.processObjectSave('example.jpg', 'saved.jpg', 'image/resize,w_50', 'examplebucket');
    expect(await size('saved.jpg')).toBe('jpeg 50x33');
    await expect(client.head('missing.jpg')).rejects.toMatchObject({ code: 'NoSuchKey', status: 404 });
  });
  it.each([
    ['docs/operations.md', 35, 0],
    ['docs/zh/operations.md', 35, 0],
    ['README.md', 15, 3],
    ['README.zh-CN.md', 15, 3],
  ])('makes what %s shows', async (page, chains, addresses) => {
    expect(chainsOf(page).length).toBeGreaterThan(chains);
    expect(addressesOf(page).length).toBeGreaterThanOrEqual(addresses);
    const paths = chainsOf(page).map((chain) => `/example.jpg?x-oss-process=${chain}`);
    for (const path of [...paths, ...addressesOf(page)]) {
      const response = await fetch(origin + path);
      await response.arrayBuffer();
      expect([path, response.status]).toEqual([path, 200]);
    }
  });
  it('refuses a port that is taken, and says so', async () => {
    const { port } = new URL(origin);
    expect(await fails(['scripts/dev.ts', '--port', port])).toContain(`Port ${port} is taken`);
  });
  it('ends when it is told to, and nothing goes on', async () => {
    const ended = new Promise((resolve) => service?.process.once('exit', resolve));
    service?.process.kill('SIGINT');
    expect(await ended).toBe(0);
    await expect(fetch(origin)).rejects.toThrow();
  });
});

describe('commands', () => {
  it.each([
    [['scripts/dev.ts', '--port', 'eighty'], '--port eighty: expected a number from 1 to 65535.'],
    [['scripts/put.ts', 'only-a-file'], 'only-a-file: there is no such file.'],
    [['scripts/put.ts', 'package.json', '/key'], 'A key does not begin with a slash.'],
    [
      ['scripts/put.ts', 'package.json', 'k', '--bucket', 'none', '--state', folder],
      'There is no bucket none',
    ],
    [['scripts/put.ts', 'missing-file', 'k'], 'missing-file'],
  ])('%j say what is wrong', async (args, message) => {
    expect(await fails(args)).toContain(message);
  });
});
