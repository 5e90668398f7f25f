/** Fills an empty local service with sample pictures and styles. What is there already stays as it is. */
import { styleKey, toRecord } from '../../src/worker/storage/records.ts';
import { makeSamples, type Sample, SAMPLE_STYLES } from '../samples/index.ts';
import { CALLBACK_KEY_OBJECT, localKeyPair } from './callback-key.ts';
import { type Local, openLocal } from './local.ts';

/** The sample whose presence tells that the others were made. */
const MARKER = 'example.jpg';

/** Seeds the default bucket; answers whether there was anything to do. */
export async function seed(state: string): Promise<boolean> {
  const { publicKey } = localKeyPair(state);
  const isNew = await withLocal(state, async (local) => {
    await putKey(local, publicKey);
    return isEmpty(local);
  });
  if (!isNew) return false;
  // Drawn while no store is open: its connection would be closed on a machine that takes its time.
  const samples = await makeSamples();
  await withLocal(state, (local) => fill(local, samples));
  return true;
}

async function withLocal<T>(state: string, work: (local: Local) => Promise<T>): Promise<T> {
  const local = await openLocal(state);
  try {
    return await work(local);
  } finally {
    await local.close();
  }
}

async function isEmpty({ buckets: [bucket] }: Local): Promise<boolean> {
  return bucket !== undefined && !(await bucket.has(MARKER));
}

/** What receivers of callbacks check signatures with. */
async function putKey({ buckets: [bucket] }: Local, key: string): Promise<void> {
  await bucket?.put(CALLBACK_KEY_OBJECT, new TextEncoder().encode(key), 'application/x-pem-file');
}

/** The marker last: a seed that was broken off begins again. */
async function fill(local: Local, samples: readonly Sample[]): Promise<void> {
  const [bucket] = local.buckets;
  if (!bucket) return;
  await seedStyles(local, bucket.name);
  for (const { key, bytes, type } of samples.toSorted(({ key }) => (key === MARKER ? 1 : -1))) {
    if (!(await bucket.has(key))) await bucket.put(key, bytes, type);
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
