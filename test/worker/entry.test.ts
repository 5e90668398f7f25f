import { env } from 'cloudflare:workers';
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
