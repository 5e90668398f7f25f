import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Left out, one processor would be idle: files are what takes time, not who watches them.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'node',
          // Nothing here is about speed: a machine that does other things as well may take its time.
          testTimeout: 180_000,
          hookTimeout: 300_000,
          include: ['test/**/*.test.ts'],
          exclude: ['test/worker/**', 'test/browser/**'],
        },
      },
      {
        test: {
          name: 'browser',
          testTimeout: 180_000,
          hookTimeout: 300_000,
          include: ['test/browser/**/*.test.ts'],
          // Where a test waits for a page, the default of a second would be about speed.
          expect: { poll: { timeout: 90_000 } },
          globalSetup: ['test/browser/setup.ts'],
        },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                // Workers Cache has no local simulation.
                EDGE_CACHE: 'cache-api',
                FRESHNESS_SECONDS: 0,
              },
            },
          }),
        ],
        test: {
          name: 'workers',
          // The first picture of a file compiles the kernels, on a machine that may be busy.
          testTimeout: 180_000,
          hookTimeout: 300_000,
          include: ['test/worker/**/*.test.ts'],
          globalSetup: ['test/support/worker-sources.ts'],
        },
      },
    ],
  },
});
