/** R2 and KV take one write a second for each key; more is the caller's haste, not our failure. */
import { OssError } from '../../oss/protocol/error/oss-error.ts';

/** How the stores word it: KV by status, R2 by its own code. */
const TOO_FAST = /\b429\b|\(10058\)/;

/** The result of a write. Throws `ServiceUnavailable` when the store was asked too often. */
export async function unlessThrottled<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Error && TOO_FAST.test(error.message)) throw new OssError('ServiceUnavailable');
    throw error;
  }
}
