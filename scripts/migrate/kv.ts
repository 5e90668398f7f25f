/** Records into the service's KV namespace, by wrangler. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runWrangler } from '../lib/wrangler.ts';

/** Writes all of them. Throws when wrangler cannot. */
export function putRecords(records: readonly (readonly [key: string, value: unknown])[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'records-'));
  try {
    const file = join(folder, 'records.json');
    const entries = records.map(([key, value]) => ({ key, value: JSON.stringify(value) }));
    writeFileSync(file, JSON.stringify(entries));
    if (!runWrangler(['kv', 'bulk', 'put', file, '--binding', 'STYLES', '--remote'])) {
      throw new Error('wrangler could not write to KV: run `npx wrangler login` and `npm run deploy` first.');
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
