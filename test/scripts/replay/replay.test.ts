/** `npm run replay` as a command: logs in, inventory and comparison out. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createInventory } from '../../../scripts/replay/inventory.ts';
import { addLine, kindsOf } from '../../../scripts/replay/inventory.ts';
import { findingsOf } from '../../../scripts/replay/findings.ts';
import { readEntry } from '../../../scripts/replay/entry.ts';
import { linesOf, MAX_LINE } from '../../../scripts/replay/lines.ts';
import { likeness, similarity } from '../../../scripts/replay/likeness.ts';

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

const run = async (args: readonly string[]) =>
  promisify(execFile)(execPath, ['scripts/replay.ts', ...args]).catch(
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
    expect(kinds[0]?.use.paths).toEqual(['/p/a.jpg', '/p/a.jpg']);
    expect(kinds.find(({ use }) => use.chain === 'image/resize,w_0')?.use.paths).toEqual([]);
  });

  it('holds only so many texts, and counts all the same what is beyond', () => {
    const junk = Array.from({ length: 50_000 }, (_, index) => line(process(`image/bogus,${index}`)));
    const late = Array<string>(20).fill(line(process('image/resize,w_77')));
    const inventory = inventoryOf([...junk, ...late, ...junk.slice(0, 30_000)]);
    expect(inventory.uses.size).toBeLessThanOrEqual(20_000);
    const findings = findingsOf(inventory);
    expect(findings).toMatchObject({ refused: 80_000, processed: 20 });
    expect(findings.overflow).toBeGreaterThan(60_000);
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
});

describe('likeness', () => {
  const draw = (value: (at: number) => number) => Uint8Array.from({ length: 64 * 64 }, (_, at) => value(at));
  const luma = (data: Uint8Array) => ({ width: 64, height: 64, data });
  it('is 1 for equal pictures, near it for shifted tones and far from it for others', () => {
    const waves = draw((at) => 128 + 100 * Math.sin(at / 5));
    expect(similarity(luma(waves), luma(waves))).toBeCloseTo(1);
    expect(similarity(luma(waves), luma(waves.map((value) => Math.min(255, value + 4))))).toBeGreaterThan(
      0.95,
    );
    expect(similarity(luma(waves), luma(draw((at) => 128 + 100 * Math.cos(at / 3))))).toBeLessThan(0.5);
  });

  it('is nothing for what is no picture', async () => {
    expect(await likeness(Buffer.from('no'), Buffer.from('no'))).toBeUndefined();
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
