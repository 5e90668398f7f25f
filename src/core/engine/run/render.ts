/** One job from its first byte to the encoded picture or the report. */
import { scaleTo } from '../../image/geometry.ts';
import type { ReportStep } from '../../spec/step.ts';
import type { Source } from '../../spec/source.ts';
import type { CodecUse, DecodeWish } from '../codec.ts';
import type { Job, Result } from '../job.ts';
import type { Lease } from '../lease.ts';
import { writeJson } from './json.ts';
import { createPass } from './lanes.ts';
import { lookFirst } from './look.ts';
import { fetchMaterial, needsMaterial, NO_MATERIAL, type Material } from './material.ts';
import { checkCost, geometryCost, reportCost } from '../plan/cost.ts';
import { boundResult } from '../plan/movement.ts';
import { decoderOf, geometryBytes, planJob, remainder, type JobPlan } from '../plan/plan.ts';
import { applyGeometry } from './apply-geometry.ts';
import { asPlanned } from './as-planned.ts';
import { pacedPicture } from './pace.ts';
import { paintFrames } from './run.ts';
import { encodeResult, type Encoded } from './search.ts';
import { withBytes, withHeader, type Runner, type Work } from './work.ts';

/** Renders a job. However it ends, its body is closed and what it held is given back. */
export function renderJob(job: Job, runner: Runner): Promise<Result> {
  const { report } = job.chain;
  const { lanes, parts } = runner;
  const passOf = (lease: Lease) => createPass({ lane: lanes.early, ledger: parts.ledger, lease });
  return withHeader(job, runner, passOf, (work) => (report ? makeReport(work, report) : makePicture(work)));
}

async function makePicture(work: Work): Promise<Result> {
  const { job, source, parts, watch } = work;
  const looked = await lookFirst(work);
  const planned = planJob(source, job.chain, { ...parts, looked });
  watch.lap('plan');
  const material = await gather(work, planned);
  const plan = boundResult(planned, parts.ledger.capacity - material.bytes);
  const need = {
    bytes: plan.peakBytes + material.bytes,
    cost: plan.cost,
    uses: usesOf(plan),
    kept: ({ chunks }: Encoded) => total(chunks),
  };
  const { prepared } = material;
  const { chunks, output } = await withBytes(work, need, (bytes, pace) => {
    const paint = { bytes, pace, cost: plan.bandsCost, prepared };
    return encodeResult(() => paintFrames(paint, plan, parts.kernels), plan, pace);
  });
  watch.lap('render');
  return { chunks, size: total(chunks), type: plan.type, plan: { ...plan, output }, phases: watch.phases };
}

function usesOf({ source, output }: JobPlan): ReadonlySet<CodecUse> {
  return new Set<CodecUse>([`decode ${source.format}`, `encode ${output.format}`]);
}

/**
 * What the stages draw, fetched while the ledger has promised nothing to this job: a mark waits for it as well, and may need
 * all there is.
 */
async function gather({ job, pass }: Work, { stages }: JobPlan): Promise<Material> {
  if (!needsMaterial(stages)) return NO_MATERIAL;
  await pass.enter(0);
  return fetchMaterial(stages, job.marks);
}

async function makeReport(work: Work, step: ReportStep): Promise<Result> {
  const { source, watch } = work;
  const answer = await (step.readsPixels ? reportPixels(work, step) : step.report(source, undefined));
  watch.lap('render');
  const text = new TextEncoder().encode(writeJson(answer));
  return {
    chunks: [text],
    size: text.length,
    type: 'application/json',
    plan: undefined,
    phases: watch.phases,
  };
}

function reportPixels(work: Work, step: ReportStep): Promise<unknown> {
  const { source, parts } = work;
  const { kernels } = parts;
  const decoder = decoderOf(source, parts.codecs);
  const wish = reportWish(source);
  const decode = decoder.plan(source, wish);
  const left = remainder({ decode, wish });
  const need = {
    bytes: source.bytes + decode.peakBytes + geometryBytes(left, decode, kernels),
    cost: decode.cost + geometryCost(left, decode) + reportCost(wish.window),
    uses: new Set<CodecUse>([`decode ${source.format}`]),
    kept: () => 0,
  };
  checkCost(need.cost, parts.limits);
  return withBytes(work, need, async (bytes, pace) => {
    const decoded = asPlanned(decoder.decode(bytes, source, wish), decode, 'the decoder');
    return step.report(source, applyGeometry(pacedPicture(decoded, pace, need.cost), left, kernels));
  });
}

/** Pixels that are enough to tell a picture's colour by, and the shrinkings that decoders are quick at. */
const REPORTED_PIXELS = 1 << 20;
const SHRINKINGS = [1, 2, 4] as const;

/** A large picture is looked at smaller: its colours are the same, and decoding is most of the work. */
function reportWish({ width, height }: Source): DecodeWish {
  const shrunk = (by: number) => ({ width: Math.ceil(width / by), height: Math.ceil(height / by) });
  const enough = (by: number) => (width / by) * (height / by) <= REPORTED_PIXELS;
  return scaleTo({ width, height }, shrunk(SHRINKINGS.find(enough) ?? 8));
}

function total(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}
