/** `npm run replay` as a command: logs in, inventory and comparison out. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env as environment, execPath } from 'node:process';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createInventory } from '../../../scripts/replay/inventory.ts';
import { addLine, kindsOf } from '../../../scripts/replay/inventory.ts';
import { findingsOf } from '../../../scripts/replay/findings.ts';
import { readEntry } from '../../../scripts/replay/entry.ts';
import { linesOf, MAX_LINE } from '../../../scripts/replay/lines.ts';
import { compare, openState, stateName } from '../../../scripts/replay/compare.ts';

const folder = mkdtempSync(join(tmpdir(), 'replay-'));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const line = (url: string, status = 200, bytes = 1000, milliseconds = 20) =>
  `1.2.3.4 - - [29/Nov/2026:06:00:00 +0800] "GET ${url} HTTP/1.1" ${status} ${bytes} ${milliseconds} "-" "-"`;
const process = (chain: string) => `/p/a.jpg?x-oss-process=${chain}`;

const LINES = [
  ...Array<string>(6).fill(line(process('image/resize,w_100'))),
  ...Array<string>(2).fill(line(process('image%2Fresize%2Cm_lfit%2Cw_100'), 200, 5000, 90)),
  line(process('image/resize,w_50')),
  line(process('image/slim,1')),
  line(process('image/resize,w_0'), 400),
  line(process('style/thumb')),
  line('/p/a.jpg!thumb'),
  line(process('video/snapshot,t_1')),
  line('/p/a.jpg'),
  '\xff\xfe junk \x80',
  '1.2.3.4 - - [29/Nov/2026:06:00:00 +0800] "GET /half',
];

const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  promisify(execFile)(execPath, ['scripts/replay.ts', ...args], { env: { ...environment, ...env } }).catch(
    (error: { stdout: string; stderr: string; code: number }) => error,
  );

function inventoryOf(lines: readonly string[]) {
  const inventory = createInventory();
  for (const one of lines) addLine(inventory, one, readEntry(one), '!');
  return inventory;
}

describe('an inventory', () => {
  it('counts what means the same as one, and tells the rest apart', () => {
    const findings = findingsOf(inventoryOf(LINES));
    expect(findings).toMatchObject({
      lines: LINES.length,
      requests: LINES.length - 2,
      originals: 1,
      processed: 9,
      styled: 2,
      refused: 2,
      distinct: 2,
      families: { video: 1 },
      unknownActions: { slim: 1 },
      understood: 9 / 11,
      dirt: { 'no request': { count: 1 }, 'broken request': { count: 1 } },
    });
    expect(findings.chains[0]).toMatchObject({
      chain: 'image/resize,w_100',
      requests: 8,
      spellings: 2,
      slowest: 90,
      largest: 5000,
    });
    expect(findings.refusals.map(({ reason }) => reason.split(':')[0])).toEqual([
      'InvalidArgument 0040-00000213',
      'InvalidArgument 0040-00000312',
    ]);
    expect(findings.actions['resize']).toEqual({ requests: 9, parameters: { w: 9, m: 2 } });
  });

  it('takes samples of what succeeded, to ask for them', () => {
    const kinds = kindsOf(inventoryOf(LINES));
    expect(kinds[0]?.use.samples).toEqual([{ path: '/p/a.jpg', status: 200 }]);
    expect(kinds.find(({ use }) => use.chain === 'image/resize,w_0')?.use.samples).toEqual([]);
  });

  it('holds only so many texts, and counts all the same what is beyond', () => {
    const junk = Array.from({ length: 50_000 }, (_, index) => line(process(`image/bogus,${index}`)));
    const late = Array<string>(20).fill(line(process('image/resize,w_77')));
    const inventory = inventoryOf([...junk, ...late, ...junk.slice(0, 30_000)]);
    expect(inventory.uses.size).toBeLessThanOrEqual(20_000);
    const findings = findingsOf(inventory);
    expect(findings).toMatchObject({ refused: 80_000, processed: 20 });
    expect(findings.overflow).toBeGreaterThan(60_000);
    const films = Array.from({ length: 50_000 }, (_, index) => line(process(`video/snapshot,t_${index}`)));
    expect(findingsOf(inventoryOf(films)).families).toEqual({ video: 50_000 });
    expect(findings.chains.map(({ chain, requests }) => [chain, requests])).toEqual([
      ['image/resize,w_77', 20],
    ]);
  });
});

describe('lines', () => {
  it('come out of packed files, with any end, and none is longer than is sensible', async () => {
    const long = 'x'.repeat(MAX_LINE * 12);
    const path = join(folder, 'packed.gz');
    writeFileSync(path, gzipSync(`one\r\ntwo\n\n${long}\nthree`));
    const lines: string[] = [];
    for await (const some of linesOf(path)) lines.push(...some);
    expect(lines.map((one) => one.slice(0, 5))).toEqual(['one', 'two', '', 'xxxxx', 'three']);
    expect(Math.max(...lines.map(({ length }) => length))).toBe(MAX_LINE);
  });

  it.each([
    ['JSON', '{"uri":"/图/é.jpg?x-oss-process=image/watermark,text_图","status":200}'],
    [
      'JSON in escapes',
      '{"uri":"/\\u56fe/\\u00e9.jpg?x-oss-process=image/watermark,text_\\u56fe","status":200}',
    ],
    ['the common format', line('/图/é.jpg?x-oss-process=image/watermark,text_图')],
    ['addresses', 'https://h/图/é.jpg?x-oss-process=image/watermark,text_图'],
  ])('tell of keys and texts beyond ASCII in %s what was sent', async (_, text) => {
    const path = join(folder, 'beyond.log');
    writeFileSync(path, `${text}\n`);
    const inventory = createInventory();
    for await (const some of linesOf(path))
      for (const one of some) addLine(inventory, one, readEntry(one), '!');
    const [kind] = kindsOf(inventory);
    expect(kind?.use.chain).toBe('image/watermark,text_图');
    expect(Buffer.from(kind!.use.samples[0]!.path, 'latin1').toString()).toBe('/图/é.jpg');
  });
});

/** A service that answers a flat picture of the asked width, and says what it was asked. */
async function serve(
  tweak: (chain: string) => { width?: number; status?: number; colour?: string } = () => ({}),
) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chain = new URL(request.url ?? '', 'http://h').searchParams.get('x-oss-process') ?? '';
    asked.push(chain);
    const {
      width = Number(/w_(\d+)/.exec(chain)?.[1] ?? 40),
      status = 200,
      colour = '#336699',
    } = tweak(chain);
    const failing = status !== 200;
    void (
      failing
        ? Promise.resolve(Buffer.from('<Error><Code>NoSuchStyle</Code></Error>'))
        : sharp({ create: { width, height: 20, channels: 3, background: colour } })
            .png()
            .toBuffer()
    ).then((body) => {
      response.writeHead(status, { 'content-type': failing ? 'application/xml' : 'image/png' });
      response.end(body);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

it.each([
  ['', []],
  ['image/resize,w_5', ['cannot be read']],
])(
  'what the new service alone is asked for is held to be whole where it was made: %j',
  async (chain, found) => {
    const server = createServer((_, response) => response.setHeader('content-type', 'image/png').end('torn'));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const place = { base, bucket: 'p', region: 'cn-hangzhou', credentials: undefined };
    const compared = await compare({ path: '/a.png', status: 200, chain, requests: 1 }, undefined, place);
    expect(compared).toMatchObject({ old: undefined, new: { status: 200, bytes: 4 }, differences: found });
  },
);

describe('npm run replay', () => {
  const log = join(folder, 'access.log');
  writeFileSync(log, Buffer.from(`${LINES.join('\n')}\n`, 'latin1'));

  it('compares two services by traffic, goes on where it was, and writes both reports', async () => {
    const old = await serve();
    const fresh = await serve((chain) =>
      chain.startsWith('style/') ? { status: 404 } : chain.includes('w_50') ? { width: 51 } : {},
    );
    const files = ['report.html', 'report.json', 'state.jsonl'].map((name) => join(folder, name));
    const [report, json, state] = files as [string, string, string];
    const args = [
      '--log',
      log,
      '--old',
      old.url,
      '--new',
      fresh.url,
      '--report',
      report,
      '--json',
      json,
      '--state',
      state,
    ];
    const first = await run(args);
    expect(first).toMatchObject({ code: 1 });
    const { replay } = JSON.parse(readFileSync(json, 'utf8')) as { replay: Record<string, unknown> };
    expect(replay).toMatchObject({
      asked: 5,
      requests: 13,
      compatible: 10 / 13,
      missingStyles: { 'style/thumb': 2 },
    });
    expect(readFileSync(report, 'utf8')).toContain('50 × 20 became 51 × 20');
    const asked = fresh.asked.length;
    expect((await run(args)).stdout).toBe(first.stdout);
    expect(fresh.asked.length).toBe(asked);
  });

  it('takes services that do not answer, or fail alike, for no proof', async () => {
    const nobody = 'http://127.0.0.1:1';
    const failing = await serve(() => ({ status: 503 }));
    const json = join(folder, 'failing.json');
    const shareOf = async (old: string, fresh: string) => {
      const state = join(folder, `${Math.random()}.jsonl`);
      await run(['--log', log, '--old', old, '--new', fresh, '--json', json, '--state', state]);
      const { replay } = JSON.parse(readFileSync(json, 'utf8')) as { replay: { compatible: number } };
      return replay.compatible;
    };
    expect(await shareOf(nobody, nobody)).toBe(0);
    expect(await shareOf(failing.url, failing.url)).toBe(0);
  });

  it('counts no chain as compatible that nobody was let in for', async () => {
    const closed = await serve(() => ({ status: 403 }));
    const json = join(folder, 'closed.json');
    const state = join(folder, 'closed.jsonl');
    const args = ['--log', log, '--old', closed.url, '--new', closed.url, '--json', json, '--state', state];
    const { stdout } = await run(args);
    expect(stdout).toContain('compatible: 0.0 % of them');
    expect(stdout).toContain('both: 403 NoSuchStyle');
    const asked = closed.asked.length;
    await run(args);
    expect(closed.asked.length).toBe(2 * asked);
  });

  it('begins anew with --again, also where there was nothing', async () => {
    const { url, asked } = await serve();
    const state = join(folder, 'not/there/yet.jsonl');
    const args = ['--log', log, '--new', url, '--state', state, '--again'];
    expect((await run(args)).stderr).toBe('');
    const once = asked.length;
    expect((await run(args)).stderr).toBe('');
    expect(once).toBeGreaterThan(0);
    expect(asked.length).toBe(2 * once);
  });

  it('remembers for one service, one who asks and one log, and only what will be answered alike', () => {
    const place = { base: 'https://a', bucket: 'b', region: 'r', credentials: undefined };
    const keyed = { accessKeyId: 'id', accessKeySecret: 's' };
    const names = [
      stateName(['log 1'], [undefined, place]),
      stateName(['log 2'], [undefined, place]),
      stateName(['log 1'], [place, place]),
      ...[{ base: 'https://b' }, { bucket: 'c' }, { region: 's' }, { credentials: keyed }].map((other) =>
        stateName(['log 1'], [undefined, { ...place, ...other }]),
      ),
    ];
    expect(new Set(names).size).toBe(names.length);
    const nothing = { type: '', bytes: 0, milliseconds: 1, width: undefined, height: undefined };
    const seen = (status: number) => ({
      ...nothing,
      status,
      frames: undefined,
      code: undefined,
      error: undefined,
    });
    const task = (old: number, fresh: number) => ({
      chain: '',
      path: `/${old}/${fresh}`,
      status: 200,
      requests: 1,
    });
    const path = join(folder, 'remembered.jsonl');
    const pairs = [0, 200, 304, 400, 401, 403, 404, 408, 429, 500, 503].flatMap((one) => [
      [one, 200] as const,
      [200, one] as const,
    ]);
    const state = openState(path);
    for (const [old, fresh] of pairs) {
      const answers = { old: seen(old), new: seen(fresh), likeness: undefined, differences: [] };
      state.add({ ...task(old, fresh), ...answers });
    }
    const again = openState(path);
    const kept = pairs.filter(([old, fresh]) => again.find(task(old, fresh)));
    expect([...new Set(kept.flat())].toSorted()).toEqual([200, 304, 400, 404]);
  });

  it('signs for a bucket that it is told, and for no other', async () => {
    const { url } = await serve();
    const env = { NEW_ACCESS_KEY_ID: 'id', NEW_ACCESS_KEY_SECRET: 'secret' };
    expect(await run(['--log', log, '--new', url], env)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--bucket NAME'),
    });
    const state = join(folder, 'signed.jsonl');
    expect((await run(['--log', log, '--new', url, '--bucket', 'b', '--state', state], env)).stderr).toBe('');
  });

  it('asks nobody with --check, and says what is wrong in words', async () => {
    const checked = await run(['--log', log, '--check']);
    expect(checked.stdout).toContain('understood: 81.8 %');
    expect(await run(['--log', join(folder, 'none.log'), '--check'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('none.log'),
    });
    expect(await run(['--log', log])).toMatchObject({ code: 2 });
  });
});
