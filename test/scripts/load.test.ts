/** The load script: what it calls a fault, and one short run against a service in this process. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { faults, growthOf } from '../../scripts/load/verdict.ts';
import { createWorld } from '../oss/support/memory.ts';
import { serve } from '../oss/support/serve.ts';

const run = promisify(execFile);
const counts = (answers: Record<string, number>, torn: string[] = []) => ({
  answers: new Map(Object.entries(answers)),
  torn,
});
const FLAT = Array.from({ length: 30 }, () => 100);

describe('a verdict', () => {
  it('is good for what went well, for overload and for what was deleted', () => {
    const seen = { 'PUT 200': 9, 'GET process 503': 2, 'GET deleted 404': 1, 'DELETE 204': 1 };
    expect(faults(counts(seen), FLAT)).toEqual([]);
  });
  it.each(['PUT 500', 'GET 404', 'GET process 502', 'GET lost', 'PUT 403'])('is bad for %s', (label) => {
    expect(faults(counts({ 'GET 200': 5, [label]: 3 }), FLAT)).toEqual([`${label}: 3 times`]);
  });
  it('is bad for torn objects, for silence and for memory that grows', () => {
    expect(faults(counts({ 'GET 200': 1 }, ['a: 200, 3 bytes']), FLAT)[0]).toContain('a: 200, 3 bytes');
    expect(faults(counts({}), FLAT)).toEqual(['nothing was answered']);
    const growing = FLAT.map((bytes, second) => bytes + second * 5);
    expect(faults(counts({ 'GET 200': 1 }), growing)[0]).toMatch(/^memory grew/);
    expect(growthOf([1, 2, 3])).toBeUndefined();
    // As much as a Worker grows that does nothing but store.
    expect(faults(counts({ 'GET 200': 1 }), growing, growing)).toEqual([]);
    expect(faults(counts({ 'GET 200': 1 }), growing, FLAT)[0]).toMatch(/^memory grew/);
  });
});

describe('npm run load', () => {
  it('finds nothing wrong with a service but that its pictures are none', async () => {
    const world = createWorld();
    world.clock.time = Date.now();
    const { port, close } = await serve(world.face);
    try {
      const load = async (seconds: number) => {
        const args = [
          '--seconds',
          `${seconds}`,
          '--connections',
          '4',
          '--origin',
          `http://127.0.0.1:${port}`,
        ];
        const ran = await run(process.execPath, ['scripts/load.ts', ...args]).catch(
          (error: unknown) => error,
        );
        return (ran as { stdout: string }).stdout;
      };
      // A busy machine needs longer for the first of every kind.
      let stdout = await load(1);
      for (const seconds of [5, 25]) if (!stdout.includes('torn')) stdout = await load(seconds);
      expect(stdout).toMatch(/^GET 200 +\d+$/m);
      expect(stdout).toMatch(/^PUT 200 +\d+$/m);
      expect(stdout).toMatch(
        /did not stand the load:\n {2}\d+ objects or pictures were torn: image\/resize[^\n]*\n$/,
      );
      const left = await world.buckets.get('examplebucket')?.objects.list({ limit: 1 });
      expect(left?.objects).toEqual([]);
    } finally {
      await close();
    }
  });
  it('says when nobody is there', async () => {
    const asked = run(process.execPath, ['scripts/load.ts', '--origin', 'http://127.0.0.1:1']);
    await expect(asked).rejects.toMatchObject({
      stderr: expect.stringContaining('Nobody answers at http://127.0.0.1:1') as unknown,
    });
  });
});
