/** A real browser for tests. */
import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';

/**
 * Flags for a machine without display, sandbox or network. The package's own list is not used: it switches web security
 * off, which is what some of these tests are about.
 */
const FLAGS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser, without window. Close it when done. */
export function openBrowser(): Promise<Browser> {
  const { program, libraries } = inject('chromium');
  const env = libraries === '' ? {} : { LD_LIBRARY_PATH: libraries };
  return chromium.launch({ executablePath: program, args: FLAGS, env: { ...defined(process.env), ...env } });
}

function defined(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
