import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStylesCommand, runStyles } from '../../scripts/styles.ts';
import { createWorld } from '../oss/support/memory.ts';
import { serve, type Served } from '../oss/support/serve.ts';

let served: Served;
const folder = mkdtempSync(join(tmpdir(), 'styles-'));
const place = () => ['--endpoint', `http://127.0.0.1:${served.port}`, '--bucket', 'examplebucket'];
const styles = async (...args: string[]) => runStyles(readStylesCommand([...args, ...place()]));
/** As it is typed: with what stands on standard input, and what comes out of standard output. */
const piped = (input: string, ...args: string[]): Promise<string> => {
  const child = spawn(process.execPath, ['scripts/styles.ts', ...args, ...place()]);
  child.stdin.end(input);
  return text(child.stdout);
};

beforeAll(async () => {
  const world = createWorld();
  world.clock.time = Date.now();
  served = await serve(world.face);
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('npm run styles', () => {
  it('writes, lists, shows, exports, imports and removes', async () => {
    await styles('put', 'thumb', 'image/resize,w_200');
    await styles('put', 'one', 'image/rotate,90');
    expect(await styles('list')).toBe('thumb\timage/resize,w_200\none\timage/rotate,90');
    expect(await styles('get', 'one')).toBe('image/rotate,90');
    const file = join(folder, 'styles.json');
    await styles('export', file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      thumb: 'image/resize,w_200',
      one: 'image/rotate,90',
    });
    await styles('delete', 'thumb');
    await expect(styles('get', 'thumb')).rejects.toThrow('There is no style thumb.');
    writeFileSync(file, JSON.stringify({ back: 'image/blur,r_3,s_2' }));
    expect(await styles('import', file)).toBe('1 styles are written');
    expect(await styles('get', 'back')).toBe('image/blur,r_3,s_2');
  });

  it('reads standard input and writes standard output, and nothing else there', async () => {
    const file = '{\n  "piped": "image/rotate,180"\n}\n';
    for (const name of (await styles('list')).split('\n').filter(Boolean)) {
      await styles('delete', name.split('\t')[0]!);
    }
    expect(await piped(file, 'import', '-')).toBe('1 styles are written\n');
    expect(await piped('', 'export', '-')).toBe(file);
  });

  it.each([
    [[], 'missing'],
    [['move', 'a'], 'move: there is no such command'],
    [['put', 'name'], 'put takes 2 arguments'],
    [['list', '--colour'], '--colour'],
    [['put', 'a b', 'image/rotate,90'], 'InvalidArgument'],
    [['get', 'x', '--secret', 'wrong'], 'SignatureDoesNotMatch'],
  ])('%j says what is wrong', async (args, message) => {
    await expect(styles(...args)).rejects.toThrow(message);
  });
});
