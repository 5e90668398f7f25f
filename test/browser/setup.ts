/** Unpacks the browser that npm brought, once for all test files: `@sparticuz/chromium` carries it packed. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Path of the browser's program, and the folder of libraries that a bare system lacks. */
    readonly chromium: { readonly program: string; readonly libraries: string };
  }
}

export default async function setup(project: TestProject): Promise<void> {
  // Only where it believes itself in a bare system does the package unpack the shared libraries it needs.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs24.x';
  const inherited = process.env['LD_LIBRARY_PATH'];
  const { default: chromium } = await import('@sparticuz/chromium');
  // It says so to the whole process; nobody but the browser shall load them.
  if (inherited === undefined) delete process.env['LD_LIBRARY_PATH'];
  else process.env['LD_LIBRARY_PATH'] = inherited;
  const libraries = join(tmpdir(), 'al2023', 'lib');
  const program = await chromium.executablePath();
  project.provide('chromium', { program, libraries: existsSync(libraries) ? libraries : '' });
}
