/** What the suites of this folder talk to: the face in this process, or the whole service in workerd. */
import OSS from 'ali-oss';
import { startDevService } from '../../../support/dev-service.ts';
import { createWorld, KEY } from '../../support/memory.ts';
import { serve } from '../../support/serve.ts';

/**
 * A service on a local port with two buckets: `examplebucket`, which everybody may read and which hosts without a
 * bucket mean, and `privatebucket`.
 */
export interface Target {
  readonly port: number;
  /** Whether pictures are made; otherwise an answer is its key and chain as text. */
  readonly renders: boolean;
  /** Whether header names arrive in the spelling they were given; Node's `Headers` make them lower case. */
  readonly spells: boolean;
  stop(): Promise<void>;
}

/** The face over maps on `node:http`. Its clock says `time` for good. */
export async function memoryTarget(time: number): Promise<Target> {
  const world = createWorld({
    buckets: [{ acl: 'public-read' }, { name: 'privatebucket' }],
    addressing: { fallback: 'examplebucket' },
  });
  world.clock.time = time;
  const { port, close } = await serve(world.face);
  return { port, renders: false, spells: false, stop: close };
}

/** The whole service over local R2 and KV. */
export async function workerdTarget(): Promise<Target> {
  const { port, stop } = await startDevService();
  return { port, renders: true, spells: true, stop };
}

/** The vendor's SDK as a caller of a target. */
export function aliClient({ port }: Target, options: Record<string, unknown> = {}): OSS {
  return new OSS({
    region: 'oss-cn-hangzhou',
    endpoint: `http://127.0.0.1:${port}`,
    accessKeyId: KEY.id,
    accessKeySecret: KEY.secret,
    bucket: 'examplebucket',
    // Without these the SDK prints advice about tokens.
    refreshSTSToken: () => undefined,
    refreshSTSTokenInterval: 3_600_000,
    ...options,
  });
}

/** Bytes that look like nothing else, the same for the same seed. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}
