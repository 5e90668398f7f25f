/** What all commands have in common, and `put` and `img` on more than one file. */
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldWithin } from '../../bench/memory.ts';
import { Mistake, readCommand, sentenceOf, wholeNumber } from '../../scripts/lib/command.ts';
import { openLocal } from '../../scripts/lib/local.ts';
import { bar, inUnits } from '../../scripts/lib/progress.ts';
import { findSources } from '../../scripts/lib/sources.ts';

/** The scripts of `package.json` that are ours: `node FILE`, perhaps with an option of Node, and nothing else. */
const SCRIPTS = Object.entries(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts,
).flatMap(([name, line]) => {
  const file = /^node (?:--\S+ )?(\S+\.ts)$/.exec(line)?.[1];
  return file === undefined ? [] : [[name, file] as const];
});
const STACK = /^\s+at .*:\d+:\d+\)?$/m;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

const folder = mkdtempSync(join(tmpdir(), 'commands-'));
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  mkdirSync(path('pictures/trip'), { recursive: true });
  const draw = (width: number) => sharp({ create: { width, height: 20, channels: 3, background: '#369' } });
  await draw(40).jpeg().toFile(path('pictures/a.jpg'));
  await draw(60).png().toFile(path('pictures/trip/b b.png'));
  writeFileSync(path('pictures/notes.txt'), 'no picture');
  writeFileSync(path('pictures/.hidden'), 'not meant');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.concurrent('every command', () => {
  it('is found', () => expect(SCRIPTS.length).toBeGreaterThanOrEqual(14));

  it.each(SCRIPTS)('%s explains itself and does nothing', async (name, file) => {
    const { code, stdout, stderr } = await run(file, '--help');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain(`usage: npm run ${name}`);
  });

  it.each(SCRIPTS)('%s refuses an option that it does not know', async (_, file) => {
    const { code, stdout, stderr } = await run(file, '--colour', 'red');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Unknown option '--colour'\n/);
    expect(stderr).not.toMatch(STACK);
  });

  it.each([
    [['bench/speed.ts', '--runs', 'many'], 2, '--runs many: expected a number'],
    [['scripts/dev.ts', '--port', '99999'], 2, '--port 99999: expected a number from 1 to 65535.'],
    [['scripts/dev.ts', '--var', 'EDGE'], 2, '--var EDGE: expected NAME:VALUE.'],
    [['scripts/build-wasm.ts', 'nothing'], 2, 'There is no kernel nothing.'],
    [['scripts/fonts.ts', 'add'], 2, 'add: expected add NAME'],
    [['scripts/fonts.ts', 'add', 'no-such-font'], 1, 'npm install @fontsource/no-such-font'],
    [['scripts/fuzz.ts', '--target', 'tga'], 2, '--target tga: there is no such target.'],
    [['scripts/fuzz.ts', '--seconds', 'x'], 2, '--seconds x: expected a number'],
    [['scripts/load.ts', '--origin', 'here'], 2, '--origin here: expected an address'],
    [['scripts/styles.ts'], 2, 'Something is missing.'],
    [['scripts/styles.ts', 'list', '--endpoint', 'http://127.0.0.1:1'], 1, 'fetch failed: '],
    [['scripts/put.ts'], 2, 'Something is missing.'],
    [['scripts/put.ts', 'no-such-file', 'key'], 2, 'no-such-file: there is no such file.'],
    [['scripts/put.ts', 'README.md', '/key'], 2, 'A key does not begin with a slash.'],
    [['scripts/put.ts', 'docs', 'key'], 2, 'docs stands for'],
    [['scripts/put.ts', '-'], 2, 'standard input needs a key'],
    [['scripts/put.ts', 'README.md', 'k', '--bucket', 'none'], 1, 'There is no bucket none; there are'],
    [['scripts/img.ts', 'README.md', 'image/resize,w_1'], 2, 'Something is missing.'],
    [['scripts/img.ts', 'README.md', 'style/thumb', 'out'], 2, 'npm run styles -- get thumb'],
    [['scripts/img.ts', 'README.md', 'image/resize,w_0', 'out'], 1, 'InvalidArgument (EC '],
    [['scripts/img.ts', 'README.md', 'image/resize,w_1', 'out'], 1, 'BadRequest (EC 0040'],
    [['scripts/img.ts', 'docs', 'image/resize,w_1', '-'], 2, 'do not go into one'],
    [['scripts/img.ts', 'nowhere/*.jpg', 'image/resize,w_1', 'out'], 2, 'there are no files'],
    [['scripts/deploy.ts', 'now'], 2, 'now: there is one argument too many.'],
  ])('%j exits with %i and says why in words', async (args, status, message) => {
    const { code, stderr } = await run(...(args as string[]));
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(STACK);
    expect(code).toBe(status);
  });

  it('shows a stack for its own faults only', () => {
    expect(sentenceOf(new Mistake('so'))).toBe('so');
    expect(sentenceOf(new Error('the port is taken'))).toBe('the port is taken');
    expect(sentenceOf(new TypeError('x is undefined'))).toBeUndefined();
    expect(() => wholeNumber('n', '1.5')).toThrow(Mistake);
    expect(readCommand({ usage: '', takes: [1, 1] }, ['--help']).values.help).toBe(true);
  });

  it('draws how far it is', () => {
    expect(bar(1, 2, 'one')).toBe(`[${'#'.repeat(15)}${'-'.repeat(15)}] 50 % one`);
    expect(bar(0, 0, '')).toContain('100 %');
    expect([0, 999, 1000, 3_400_000].map(inUnits)).toEqual(['0 bytes', '999 bytes', '1.0 kB', '3.4 MB']);
  });
});

describe('npm run img', () => {
  const img = (...args: string[]) => run('scripts/img.ts', ...args);
  const size = async (file: string | Buffer) => {
    const { width, height, format } = await sharp(file).metadata();
    return `${format} ${width}x${height}`;
  };

  it('takes one file', async () => {
    const { stdout } = await img(path('pictures/a.jpg'), 'image/resize,w_10', path('one.jpg'));
    expect(stdout).toMatch(/^image\/jpeg 10×5, \d+ bytes, /);
    expect(await size(path('one.jpg'))).toBe('jpeg 10x5');
  });

  it('takes a folder, names results by what came out, and names what it refused', async () => {
    const { code, stdout } = await img(
      path('pictures'),
      'image/resize,p_50,limit_0/format,webp',
      path('out'),
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/: 2 files\n.*notes\.txt: BadRequest/);
    expect(await size(path('out/a.webp'))).toBe('webp 20x10');
    expect(await size(path('out/trip/b b.webp'))).toBe('webp 30x10');
  });

  it('takes a pattern', async () => {
    const { code } = await img(path('pictures/**/*.png'), 'image/rotate,90', path('turned/'));
    expect(code).toBe(0);
    expect(await size(path('turned/trip/b b.png'))).toBe('png 20x60');
  });

  it('reads standard input and writes standard output', async () => {
    const child = spawn(process.execPath, ['scripts/img.ts', '-', 'image/resize,w_10', '-']);
    child.stdin.end(readFileSync(path('pictures/a.jpg')));
    expect(await size(await buffer(child.stdout))).toBe('jpeg 10x5');
  });
});

describe('npm run put', () => {
  const state = path('state');
  const put = (...args: string[]) => run('scripts/put.ts', ...args, '--state', state);

  it('takes a file, a folder and a pattern, and knows types by their names', async () => {
    expect((await put(path('pictures/a.jpg'))).stdout).toMatch(/^examplebucket\/a\.jpg: \d+ bytes\n$/);
    expect((await put(path('pictures'), 'all/')).stdout).toMatch(/^examplebucket: 3 files, /);
    expect((await put(path('pictures/*.jpg'), path('pictures/*.txt'), 'some/')).code).toBe(0);
    const local = await openLocal(state);
    try {
      const keys = [
        'a.jpg',
        'all/a.jpg',
        'all/trip/b b.png',
        'all/notes.txt',
        'some/a.jpg',
        'some/notes.txt',
      ];
      const there = await Promise.all(keys.map((key) => local.buckets[0]!.has(key)));
      expect(there).toEqual(keys.map(() => true));
      expect(await local.buckets[0]!.has('all/.hidden')).toBe(false);
    } finally {
      await local.close();
    }
  });
});

describe('files that are named', () => {
  it('are the file itself, or below the folder or the fixed part of the pattern', () => {
    const names = (...of: string[]) => findSources(of.map(path)).files.map(({ name }) => name);
    expect(names('pictures/a.jpg')).toEqual(['a.jpg']);
    expect(names('pictures')).toEqual(['a.jpg', 'notes.txt', 'trip/b b.png']);
    expect(names('pictures/t*/*.png')).toEqual(['trip/b b.png']);
    expect(findSources([path('pictures/a.jpg')]).single).toBe(true);
    expect(findSources([path('pictures/a*')]).single).toBe(false);
    expect(() => findSources([path('none')])).toThrow(Mistake);
  });
});

describe('npm run bench:memory', () => {
  it.each([
    [10, 20, true],
    [30, 20, false],
    [0, 20, null],
    [-5, 20, null],
  ])('calls %i bytes of at most %i kept: %j', (bytes, most, kept) => {
    expect(heldWithin(bytes, most)).toBe(kept);
  });
});
