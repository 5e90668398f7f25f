/** Fills an empty local service with sample pictures and styles. What is there already stays as it is. */
import { styleKey, toRecord } from '../../src/worker/storage/style-record.ts';
import { makeSamples, SAMPLE_STYLES } from '../samples/index.ts';
import { type Local, openLocal } from './local.ts';

/** The sample whose presence tells that the others were made. */
const MARKER = 'example.jpg';

/** Seeds the default bucket; answers whether there was anything to do. */
export async function seed(state: string): Promise<boolean> {
  const local = await openLocal(state);
  try {
    const [bucket] = local.buckets;
    if (!bucket || (await bucket.has(MARKER))) return false;
    await seedStyles(local, bucket.name);
    for (const { key, bytes, type } of await makeSamples()) {
      if (!(await bucket.has(key))) await bucket.put(key, bytes, type);
    }
    return true;
  } finally {
    await local.close();
  }
}

async function seedStyles({ styles }: Local, bucket: string): Promise<void> {
  const now = new Date();
  for (const [name, content] of Object.entries(SAMPLE_STYLES)) {
    const key = styleKey(bucket, name);
    const style = toRecord({ name, content, category: 'image', created: now, modified: now });
    if ((await styles.get(key)) === null) await styles.put(key, JSON.stringify(style));
  }
}
