/** Looks at an original's pixels before its chain is planned, where the first step of that asks for it. */
import { pixelCost } from '../../image/cost.ts';
import { keep } from '../../image/geometry.ts';
import { memoryExceeded } from '../../spec/error.ts';
import type { CodecUse } from '../codec.ts';
import { checkCost } from '../plan/cost.ts';
import { decoderOf, geometryBytes, type Looked, remainder } from '../plan/plan.ts';
import { applyGeometry } from './apply-geometry.ts';
import { asPlanned } from './as-planned.ts';
import { createPace, pacedPicture } from './pace.ts';
import { makeRoom, type Work } from './work.ts';

/** Reference nanoseconds of a pixel that is looked at. */
const LOOKED = 6;

/**
 * What is found; undefined for a chain that does not look. One job at a time looks: until it has planned, nobody knows what it
 * needs beside what it holds by now. Throws `MemLimitExceeded` and `ImageTooLarge` before anything is decoded.
 */
export async function lookFirst(work: Work): Promise<Looked | undefined> {
  const { source, parts, job, lanes, lease, pass, body } = work;
  const { pixels, wish: asked } = job.chain;
  const [step] = pixels;
  if (!step?.look || (source.frames > 1 && !asked.still)) return undefined;
  const decoder = decoderOf(source, parts.codecs);
  const wish = keep(source);
  const decode = decoder.plan(source, wish);
  const left = remainder({ decode, wish });
  const bytes = source.bytes + decode.peakBytes + geometryBytes(left, decode, parts.kernels);
  const cost = decode.cost + pixelCost(source, LOOKED);
  checkCost(cost, parts.limits);
  if (bytes > parts.ledger.capacity) throw memoryExceeded('The picture takes too much memory to look at.');
  await pass.enter(bytes);
  const file = await body.all();
  const end = await lanes.render.take({ cost, lease }, parts.reset);
  try {
    makeRoom(parts, new Set<CodecUse>([`decode ${source.format}`]));
    const decoded = asPlanned(decoder.decode(file, source, wish), decode, 'the decoder');
    const pace = createPace({ rest: parts.rest, lease, cost });
    const picture = applyGeometry(pacedPicture(decoded, pace, cost), left, parts.kernels);
    return { found: await step.look(picture), cost };
  } finally {
    end();
  }
}
