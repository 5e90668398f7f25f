/** Ends the growing of an object for good (SealAppendObject): see `layout.ts`. */
import { OssError } from '../../../oss/protocol/error/oss-error.ts';
import type { Sealed } from '../../../oss/ports.ts';
import { compact } from './compact.ts';
import { findTail, type Growing } from './extents.ts';
import { readRoot } from './layout.ts';

/** Others may append or close generations meanwhile. */
const ATTEMPTS = 5;

/**
 * The generation is closed at the asked position first, which no append passes, and the root that names the next one says
 * since when nothing is added: whoever appends looks at a root.
 */
export async function sealObject(growing: Growing, key: string, position: number): Promise<Sealed> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const done = await attemptSeal(growing, key, position);
    if (done !== undefined) return done;
  }
  throw new OssError('ServiceUnavailable');
}

/** Undefined when somebody else came first. */
async function attemptSeal(growing: Growing, key: string, position: number): Promise<Sealed | undefined> {
  const head = await growing.objects.head(key);
  if (head === undefined) return { refused: 'missing' };
  const root = readRoot(head);
  if (root === undefined) return { refused: 'kind' };
  const tail = await findTail(growing, root);
  if (tail.end !== position) return { refused: 'position', length: tail.end, crc64: tail.crc64 };
  const { sealed } = root.attributes;
  if (sealed !== undefined) return { sealed };
  const now = new Date(growing.now());
  const next = await compact(growing, root, { tail }, { sealed: now });
  return next && { sealed: now };
}
