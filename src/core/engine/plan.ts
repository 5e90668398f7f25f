/**
 * Everything known before a pixel is decoded: sizes after each step, what is asked of the decoder, what remains
 * to be done, the output, and the bytes the job will hold.
 */
import type { Frame, Turn } from '../image/frame.ts';
import { keep, TURN_OF_ORIENTATION, turned, turnSize, UPRIGHT } from '../image/frame.ts';
import type { Kernels } from '../image/kernels/kernels.ts';
import type { Size } from '../image/picture.ts';
import { bandBytes } from '../image/picture.ts';
import { unsupportedFormat } from '../spec/error.ts';
import type { Output } from '../spec/output.ts';
import type { Source } from '../spec/source.ts';
import type { PixelStep, PlanContext, StepPlan } from '../spec/step.ts';
import type { CodecTable, Decoder, DecodePlan, DecodeWish, Encoder } from './codec.ts';
import { foldFrames, isKept, scales } from './fold.ts';
import { checkSource, type Limits } from './limits.ts';
import { checkResult, decideOutput, outputCodec } from './output.ts';
import type { Chain } from './parse.ts';

/** One step that is left to do after the decoder's part. */
export interface Stage {
  readonly step: PixelStep;
  /** Size of the picture the step gets. */
  readonly from: Size;
  readonly plan: StepPlan;
  /** The part of the step's geometry that the decoder does not do. */
  readonly frame: Frame | undefined;
}

export interface JobPlan {
  readonly source: Source;
  readonly decoder: Decoder;
  readonly wish: DecodeWish;
  readonly decode: DecodePlan;
  /** Turn of the decoded picture: Exif orientation and leading quarter turns. */
  readonly turn: Turn;
  readonly stages: readonly Stage[];
  readonly encoder: Encoder;
  readonly output: Output;
  /** Media type of the result. */
  readonly type: string;
  /** Size of the result. */
  readonly size: Size;
  /** Bytes held at once: input, codec memory, windows and whole pictures between, result. */
  readonly peakBytes: number;
  readonly context: PlanContext;
}

/** What the planner works with. */
export interface PlanTools {
  readonly codecs: CodecTable;
  readonly kernels: Kernels;
  readonly limits: Limits;
  readonly limitPolicy: PlanContext['limitPolicy'];
}

/** Plans a chain of pixel and output steps. Throws ProcessError for every limit, in the order of the steps. */
export function planJob(source: Source, chain: Chain, tools: PlanTools, canvas?: Size): JobPlan {
  checkSource(source, tools.limits);
  const decoder = decoderOf(source, tools.codecs);
  const target = outputCodec(source, chain.wish, tools.codecs);
  const context = { outputAlpha: target.alpha, limitPolicy: tools.limitPolicy, canvas };
  const { lead, stages, size } = planSteps(source, chain, context);
  checkResult(size, target);
  const painted = stages.some(({ plan }) => plan.paints);
  const output = decideOutput(source, chain, target.format, painted);
  const { turn, ...wish } = lead;
  const decode = decoder.plan(source, wish);
  const draft = {
    source,
    decoder,
    wish,
    decode,
    turn,
    stages,
    encoder: target.encoder,
    output,
    size,
    context,
  };
  return { ...draft, type: target.type, peakBytes: peakBytes(draft, tools.kernels) };
}

/** Refuses a source nobody decodes here. */
export function decoderOf(source: Source, codecs: CodecTable): Decoder {
  const decoder = codecs.get(source.format)?.decoder;
  if (!decoder) throw unsupportedFormat();
  return decoder;
}

/** The turn that auto-orient applies to a source. */
export function orient(source: Source, upright: boolean): Turn {
  return (upright && TURN_OF_ORIENTATION[source.orientation]) || UPRIGHT;
}

interface Steps {
  readonly lead: Frame;
  readonly stages: readonly Stage[];
  readonly size: Size;
}

/** Sizes through the chain; frames are folded into the lead until a step paints or scales a second time. */
function planSteps(source: Source, chain: Chain, context: PlanContext): Steps {
  let lead = turned(source, orient(source, chain.upright));
  let size = turnSize(source, lead.turn);
  const stages: Stage[] = [];
  for (const step of chain.pixels) {
    const plan = step.plan(size, context);
    const folded = stages.length === 0 && plan.frame ? foldFrames(lead, plan.frame) : undefined;
    if (folded) lead = folded;
    const frame = folded ? undefined : plan.frame;
    if (plan.paints || frame) stages.push({ step, from: size, plan, frame });
    size = plan.size;
  }
  return { lead, stages, size };
}

type Draft = Omit<JobPlan, 'type' | 'peakBytes'>;

function peakBytes(job: Draft, kernels: Kernels): number {
  const { source, decode, wish, turn, stages, encoder, output, size } = job;
  const first = frameBytes(remainder(job), decode, kernels);
  const between = stages.map(({ from, frame, plan }) => {
    const framing = frame ? frameBytes(frame, from, kernels) : 0;
    return framing + (plan.paintBytes ?? 0) + bandBytes(plan.size.width);
  });
  const turning = turnBytes(wish.window, turn);
  const encoding = encoder.peakBytes(size, output, !source.alpha);
  return [source.bytes, decode.peakBytes, first, turning, ...between, encoding].reduce((a, b) => a + b, 0);
}

/** What is left of the wish once the decoder has done its part, as a frame of the decoded picture. */
export function remainder({ decode, wish }: Pick<JobPlan, 'decode' | 'wish'>): Frame {
  if (decode.did === 'done') return keep(decode);
  if (decode.did === 'none') return { ...wish, turn: UPRIGHT };
  return { ...keep(decode), scale: wish.scale, window: wish.window };
}

/** Bytes a frame holds while rows flow through it. */
function frameBytes(frame: Frame, from: Size, kernels: Kernels): number {
  if (isKept(frame, from)) return turnBytes(frame.window, frame.turn);
  const scaling = scales(frame) ? kernels.resampleBytes(frame.cut, frame.scale) : bandBytes(frame.cut.width);
  return scaling + turnBytes(frame.window, frame.turn);
}

/** A quarter turn and an upside-down turn need the whole picture; a mirror needs none of it. */
function turnBytes({ width, height }: Size, turn: Turn): number {
  return turn.quarters === 0 ? 0 : width * height * 4 + bandBytes(turnSize({ width, height }, turn).width);
}
