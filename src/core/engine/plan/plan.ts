/**
 * Everything known before a pixel is decoded: sizes after each step, what is asked of the decoder, what remains
 * to be done, the output, and the bytes the job will hold.
 */
import type { Geometry, Turn } from '../../image/geometry.ts';
import { cutOut, keep, TURN_OF_ORIENTATION, turnRect, UPRIGHT } from '../../image/geometry.ts';
import type { Kernels } from '../../image/kernels/kernels.ts';
import { STRIP_BYTES, turnBytes } from '../../image/kernels/turn.ts';
import { SCALINGS } from '../../image/light.ts';
import type { Rect, Size } from '../../image/picture.ts';
import { bandBytes } from '../../image/picture.ts';
import { unsupportedFormat } from '../../spec/error.ts';
import type { Output } from '../../spec/output.ts';
import type { Source } from '../../spec/source.ts';
import type { PlanContext } from '../../spec/step.ts';
import type { CodecTable, Decoder, DecodePlan, DecodeWish, Encoder } from '../codec.ts';
import { checkCost, conversionCost, FRAME_COST, geometryCost, JOB_COST } from './cost.ts';
import { foldGeometry, isKept, scales } from './fold.ts';
import { checkPixels, type Limits } from './limits.ts';
import { decideMovement, planEncode } from './movement.ts';
import { planSearch, type Search } from './search.ts';
import { type Makes, planSteps, type Stage, withSmallerFirst } from './steps.ts';
import { planTurning, type Turning } from './turning.ts';
import { checkResult, decideOutput, outputCodec } from './output.ts';
import type { Chain } from '../chain/parse.ts';

/** How a source becomes a finished picture, whatever is then done with it. */
export interface PicturePlan {
  readonly source: Source;
  readonly decoder: Decoder;
  readonly wish: DecodeWish;
  readonly decode: DecodePlan;
  /** Turn of the decoded picture: Exif orientation and leading quarter turns. */
  readonly turn: Turn;
  readonly turning: Turning;
  readonly stages: readonly Stage[];
  /** True when the chain itself turned the picture by quarters or mirrored it. */
  readonly turns: boolean;
  /** Size of the finished picture. */
  readonly size: Size;
  /** True when no pixel of it can be transparent. */
  readonly opaque: boolean;
  /** Bytes held at once: input, codec memory, windows and whole pictures between. */
  readonly workBytes: number;
  /** Reference milliseconds of decoding, geometry and painting, all frames of it. */
  readonly workCost: number;
  readonly context: PlanContext;
}

/** A picture plan and what the encoder does with the picture. */
export interface JobPlan extends PicturePlan {
  readonly encoder: Encoder;
  readonly output: Output;
  /** True when the format of the result has degrees of quality. */
  readonly graded: boolean;
  /** Media type of the result. */
  readonly type: string;
  /** `workBytes` and those of the encoder and its result. */
  readonly peakBytes: number;
  /** `workCost` and that of the encoder. */
  readonly cost: number;
  /** Set where a quality is searched for; its repetitions are part of `peakBytes` and `cost`. */
  readonly search: Search | undefined;
  /** What of one painting and encoding is worked while bands flow: all but what the encoder gives signs of. */
  readonly bandsCost: number;
  /** Bytes of `peakBytes` that are for the result alone, as far as that is known. */
  readonly promisedBytes: number;
  /** The most bytes that the result may have. */
  readonly resultBytes: number;
}

/** What the planner works with. */
export interface PlanTools {
  readonly codecs: CodecTable;
  readonly kernels: Kernels;
  readonly limits: Limits;
  readonly limitPolicy: PlanContext['limitPolicy'];
  readonly scaling?: PlanContext['scaling'];
  /** What was found in the pixels before this plan. */
  readonly looked?: Looked | undefined;
}

/** What a look at an original found, and took. */
export interface Looked {
  /** Where, in the stored pixels; undefined for nothing. */
  readonly found: Rect | undefined;
  /** Reference milliseconds. */
  readonly cost: number;
}

/** Tables of a colour conversion, a grid of 33 points on each of three axes among them. */
const CONVERSION_BYTES = 512 * 1024;

/** Plans a chain of pixel and output steps. Throws ProcessError for every limit, in the order of the steps. */
export function planJob(source: Source, chain: Chain, tools: PlanTools): JobPlan {
  const target = outputCodec(source, chain.wish, tools.codecs);
  const moves = !chain.wish.still;
  const movement = moves
    ? decideMovement(source, decoderOf(source, tools.codecs), target.encoder)
    : undefined;
  const frames = movement?.frames ?? 1;
  const context = {
    outputAlpha: target.alpha,
    limitPolicy: tools.limitPolicy,
    scaling: tools.scaling,
    frames,
    found: tools.looked?.found && turnRect(tools.looked.found, source, orient(source, chain.upright)),
    native: target.encoder.native,
  };
  const first = planPicture(source, chain, tools, context);
  checkResult(first.size, target);
  checkPixels(first.size, frames, tools.limits);
  const scaled =
    scales(first.wish) || first.stages.some(({ geometry }) => geometry !== undefined && scales(geometry));
  const changes = {
    coloured: first.stages.some(({ plan }) => plan.colours),
    turned: first.turns,
    marked: first.stages.some(({ plan }) => plan.marks),
    cleared: first.stages.some(({ plan }) => plan.clears),
    scaled,
    untouched: first.stages.length === 0 && !scaled,
  };
  const output = { ...decideOutput(source, chain, target, changes), movement };
  // A profile that cannot go on with the pixels is applied to them.
  const srgb = source.icc !== undefined && output.icc === undefined;
  const picture = srgb ? planPicture(source, chain, tools, { ...context, native: undefined }) : first;
  const { encoder, type } = target;
  const encode = planEncode(encoder, picture.size, output, picture.opaque || !target.alpha);
  const graded = target.defaultQuality !== undefined;
  const { mostBytes } = chain.wish;
  const most = mostBytes === 'source' ? source.bytes : mostBytes;
  const isBound = graded && most !== undefined;
  const search = isBound ? planSearch(most, picture.size, output, encode.bytes) : undefined;
  const heldBytes = encode.bytes + (search?.bytes ?? 0);
  const peakBytes = picture.workBytes + heldBytes + (srgb ? CONVERSION_BYTES : 0);
  const converting = srgb ? conversionCost(picture.decode) * frames : 0;
  const workCost = picture.workCost + converting;
  const { paints, encodes } = search ?? { paints: 1, encodes: 1 };
  const cost = JOB_COST + (tools.looked?.cost ?? 0) + workCost * paints + encode.cost * encodes;
  checkCost(cost, tools.limits);
  const bandsCost = encode.signs ? workCost : JOB_COST + workCost + encode.cost;
  const wish = { ...picture.wish, srgb };
  const { promisedBytes, resultBytes } = encode;
  const costs = { workCost, cost, bandsCost };
  const told = { output, type, graded, search };
  return { ...picture, ...costs, ...told, wish, encoder, peakBytes, promisedBytes, resultBytes };
}

/**
 * Plans the pixel steps of a chain: once, whatever the number of frames, since they all have the canvas's size and one
 * is worked on at a time. Throws ProcessError for every limit, in the order of the steps.
 */
export function planPicture(
  source: Source,
  chain: Chain,
  { codecs, kernels }: PlanTools,
  context: PlanContext,
): PicturePlan {
  const decoder = decoderOf(source, codecs);
  const asked = planSteps(source, orient(source, chain.upright), chain.pixels, context);
  const steps = withSmallerFirst(asked, makesBy(decoder, source, context), context);
  const { lead, stages, size, turns } = steps;
  const { turn, ...placed } = lead;
  const light = scales(placed) ? SCALINGS[context.scaling ?? 'gamma'].wish : undefined;
  const once = { ...placed, moving: context.frames > 1, light };
  const { native } = decoder.plan(source, once);
  const keepsNative = native !== undefined && context.native?.form === native && stages.length === 0;
  const turning = planTurning(placed.window, turn, keepsNative ? context.native : undefined);
  const wish = { ...once, parts: turning.parts.length };
  const decode = decoder.plan(source, wish);
  const opaque = !source.alpha && !(context.outputAlpha && stages.some(({ plan }) => plan.clears));
  const draft = { source, decoder, wish, decode, turn, turning, stages, turns, size, opaque, context };
  return { ...draft, workBytes: workBytes(draft, kernels), workCost: workCost(draft) };
}

/** Whether a decoder shrinks a still picture itself, in the light of its file. */
function makesBy(decoder: Decoder, source: Source, { frames, scaling = 'gamma' }: PlanContext): Makes {
  return (lead) =>
    frames === 1 && scaling === 'gamma' && decoder.plan(source, { ...lead, moving: false }).did === 'done';
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

type Draft = Omit<PicturePlan, 'workBytes' | 'workCost'>;

function workBytes(job: Draft, kernels: Kernels): number {
  const { source, decode, wish, turn, turning, stages, context } = job;
  const strip = stripBytesOf(context);
  const first = geometryBytes(remainder(job), decode, kernels, strip);
  const between = stages.map(({ from, geometry, plan }) => {
    const bytes = geometry ? geometryBytes(geometry, from, kernels, strip) : 0;
    return bytes + (plan.paintBytes ?? 0) + bandBytes(plan.size.width);
  });
  // The bands of a moving picture are read but once: each frame is held whole.
  const held = wish.moving ? turnBytes(wish.window, turn, strip) : turning.bytes;
  return [source.bytes, decodeBytes(job), first, held, ...between].reduce((a, b) => a + b, 0);
}

/** A turned picture is decoded strip by strip. */
function decodeBytes({ decoder, source, wish, decode, turn, turning }: Draft): number {
  if (turn.quarters === 0 || wish.moving) return decode.peakBytes;
  return Math.max(...turning.parts.map((part) => planPart({ decoder, source, wish }, part).decode.peakBytes));
}

/**
 * How no more than `part` of a wish is decoded. A decoder that does all of a wish looks beyond the window where its
 * filters reach; any other is asked to cut, which is as exact because it only copies.
 */
export function planPart(
  { decoder, source, wish }: Pick<PicturePlan, 'decoder' | 'source' | 'wish'>,
  part: Rect,
): Pick<PicturePlan, 'wish' | 'decode'> {
  const { x, y } = wish.window;
  const windowed = { ...wish, window: { ...part, x: x + part.x, y: y + part.y } };
  const decode = decoder.plan(source, windowed);
  if (decode.did === 'done') return { wish: windowed, decode };
  const cut = { ...wish, ...foldGeometry({ ...wish, turn: UPRIGHT }, cutOut(part)) };
  return { wish: cut, decode: decoder.plan(source, cut) };
}

/** Bytes of a turned picture that are held at once. The bands of a moving one are read but once: it is held whole. */
export function stripBytesOf({ frames }: PlanContext): number {
  return frames > 1 ? Infinity : STRIP_BYTES;
}

function workCost(job: Draft): number {
  const { turning, stages, context } = job;
  const frame = stages.map(stageCost).reduce((a, b) => a + b, turning.cost + FRAME_COST);
  return decodedCost(job) + frame * context.frames;
}

/** One frame of a stage. */
export function stageCost({ from, geometry, plan }: Stage): number {
  return (geometry ? geometryCost(geometry, from) : 0) + (plan.paintCost ?? 0);
}

/** Decoding and placing; of a turned picture, each strip reads the file and makes its own part of the picture. */
function decodedCost(job: Draft): number {
  const { wish, turn, turning, context } = job;
  if (turn.quarters === 0 || wish.moving) return partCost(job) + placingCost(job) * (context.frames - 1);
  return turning.parts.reduce((sum, part) => sum + partCost(planPart(job, part)), 0);
}

function partCost(part: Pick<PicturePlan, 'wish' | 'decode'>): number {
  return part.decode.cost + placingCost(part);
}

function placingCost(part: Pick<PicturePlan, 'wish' | 'decode'>): number {
  return geometryCost(remainder(part), part.decode);
}

/** What is left of the wish once the decoder has done its part, as a geometry of the decoded picture. */
export function remainder({ decode, wish }: Pick<PicturePlan, 'decode' | 'wish'>): Geometry {
  if (decode.did === 'done') return keep(decode);
  if (decode.did === 'none') return { ...wish, turn: UPRIGHT };
  return { ...keep(decode), scale: wish.scale, window: wish.window };
}

/** Bytes a geometry holds while rows flow through it. */
export function geometryBytes(
  geometry: Geometry,
  from: Size,
  kernels: Kernels,
  strip: number = STRIP_BYTES,
): number {
  const { cut, scale, window, turn } = geometry;
  const turning = turnBytes(window, turn, strip);
  if (isKept(geometry, from)) return turning;
  const scaling = scales(geometry) ? kernels.resampleBytes(cut, scale, window) : 0;
  return scaling + bandBytes(window.width) + turning;
}
