import { env, exports } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Env } from '../../src/worker/env.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

describe('a Worker with a wrong configuration', () => {
  it('names the variable in its log and tells callers no more than that something is wrong', async () => {
    const { answer } = await import('../../src/worker/entry.ts');
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const wrong = { ...env, FRESHNESS_SECONDS: 'soon' } as unknown as Env;
    const response = await answer(new Request('http://127.0.0.1/a.jpg'), wrong);
    expect(response.status).toBe(500);
    const body = await response.text();
    expect(body).toContain('<Code>InternalError</Code>');
    expect(body).not.toContain('FRESHNESS');
    expect(log).toHaveBeenCalledExactlyOnceWith(
      'Configuration: FRESHNESS_SECONDS is "soon": expected a whole number from 0 to 31536000',
    );
  });
});

describe('the renderer entrypoint', () => {
  it('takes purges where the platform keeps no cache of its own', async () => {
    await expect(exports.Renderer.purge(['a'.repeat(64)])).resolves.toBeUndefined();
  });
  it.each([
    ['is done', true, [], undefined],
    ['fails', false, ['a', 'b'], 'a; b'],
    ['fails and does not say why', false, [], ''],
  ])(
    'has the platform purge what it keeps, and says so where that %s',
    async (_, success, messages, told) => {
      const errors = messages.map((message) => ({ code: 1, message }));
      const purge = vi.fn(async () => ({ success, errors }));
      const { purgeTags } = await import('../../src/worker/entry.ts');
      const work = purgeTags(['tag'], { ...env, EDGE_CACHE: 'workers' } as unknown as Env, { purge });
      await (told === undefined ? work : expect(work).rejects.toThrow(told));
      expect(purge).toHaveBeenCalledExactlyOnceWith({ tags: ['tag'] });
    },
  );
  it('answers what it is asked wrongly with a refusal the gateway understands', async () => {
    const response = await exports.Renderer.fetch(
      'https://renderer/v/nowhere/etag?key=a&chain=image/resize,w_1',
    );
    expect(response.status).toBe(409);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});
