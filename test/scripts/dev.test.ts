/** The README's first commands, as a user types them: `npm run dev`, a picture, `npm run put`, Ctrl-C. */
import { execFile } from 'node:child_process';
import { createVerify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
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

/** An application that uploads call back: what it was told last. */
interface Application {
  readonly host: string;
  readonly told: () => { readonly request: IncomingMessage; readonly body: string } | undefined;
  readonly stop: () => void;
}

async function startApplication(): Promise<Application> {
  let told: ReturnType<Application['told']>;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      told = { request, body };
      response.end('{"Status":"OK"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { host: `127.0.0.1:${port}`, told: () => told, stop: () => void server.close() };
}

describe('npm run dev', () => {
  let service: DevService | undefined;
  let origin: string;
  let application: Application;
  const size = async (path: string) => {
    const response = await fetch(`${origin}/${path}`);
    const { width, height, format } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    return `${format} ${width}x${height}`;
  };

  beforeAll(async () => {
    application = await startApplication();
    service = await startDevService(['--callback', application.host]);
    origin = `http://127.0.0.1:${service.port}`;
  });
  afterAll(async () => {
    await service?.stop();
    application.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says what it does until it is ready', () => {
    const steps = ['Building ', 'viewer: ', 'Looking into ', 'Sample pictures ', 'Starting ', 'Ready on '];
    const lines = service!.said.split('\n');
    const places = steps.map((step) => lines.findIndex((line) => line.startsWith(step)));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
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
  it('calls applications back, and shows the key that they check', async () => {
    const client = new OSS({
      endpoint: origin,
      bucket: 'privatebucket',
      accessKeyId: 'TestAccessKeyId',
      accessKeySecret: 'TestAccessKeySecret',
    });
    const upload = (host: string) => {
      const callback = { url: `http://${host}/done?a=1`, body: 'key=${object}' };
      return client.put('told.txt', Buffer.from('hello'), { callback });
    };
    expect(await upload(application.host)).toMatchObject({ data: { Status: 'OK' } });
    const { request, body } = application.told() ?? {};
    expect(body).toBe('key=told.txt');
    const { authorization = '', 'x-oss-pub-key-url': keyUrl } = request?.headers ?? {};
    const key = await fetch(Buffer.from(`${keyUrl as string}`, 'base64').toString());
    const signed = createVerify('RSA-MD5').update(`/done?a=1\n${body}`);
    expect(signed.verify(await key.text(), authorization, 'base64')).toBe(true);
    await expect(upload('127.0.0.1:9')).rejects.toMatchObject({ code: 'CallbackFailed', status: 203 });
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
