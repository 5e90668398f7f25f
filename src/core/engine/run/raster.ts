/** Makes the pixels of a picture that is drawn onto another one; of an animation those of its first frame. */
import { collectPicture } from '../../image/bands.ts';
import type { Frames } from '../../image/frame.ts';
import type { Size } from '../../image/picture.ts';
import { invalid, ProcessError } from '../../spec/error.ts';
import type { Raster } from '../../spec/marks.ts';
import type { CodecUse } from '../codec.ts';
import type { Job } from '../job.ts';
import { createPass } from './lanes.ts';
import { checkMarkBytes, needsMaterial } from './material.ts';
import { checkCost } from '../plan/cost.ts';
import { planPicture } from '../plan/plan.ts';
import { paintFrames } from './run.ts';
import { withBytes, withHeader, type Runner } from './work.ts';

/**
 * Renders a job to pixels. It runs while the job it is for holds nothing of the ledger, so it may wait for the
 * ledger and for its turn like any other.
 */
export function rasterJob(job: Job, canvas: Size, runner: Runner): Promise<Raster> {
  const { chain } = job;
  return withHeader(
    job,
    runner,
    (lease) => createPass({ ledger: runner.parts.ledger, lease }),
    async (work) => {
      const { source, parts } = work;
      if (chain.report) throw invalid(chain.report.operation, chain.report.text);
      const { limitPolicy, scaling } = parts;
      const context = { outputAlpha: true, limitPolicy, scaling, frames: 1, canvas };
      const plan = planPicture(source, chain, parts, context);
      if (needsMaterial(plan.stages))
        throw new ProcessError('WatermarkError', 'A watermark has no watermark.');
      const { width, height } = plan.size;
      const pixelBytes = width * height * 4;
      checkMarkBytes(pixelBytes);
      const uses = new Set<CodecUse>([`decode ${source.format}`]);
      const need = { bytes: plan.workBytes + pixelBytes, cost: plan.workCost, uses, kept: () => 0 };
      checkCost(plan.workCost, parts.limits);
      return withBytes(work, need, async (bytes, pace) => {
        const paint = { bytes, pace, cost: need.cost, prepared: [] };
        const pixels = await firstPixels(paintFrames(paint, plan, parts.kernels));
        return { width, height, ...pixels };
      });
    },
  );
}

async function firstPixels(frames: Frames): Promise<Pick<Raster, 'opaque' | 'pixels'>> {
  for await (const { picture } of frames) {
    return { opaque: picture.opaque, pixels: await collectPicture(picture) };
  }
  throw new Error('there is no frame');
}
