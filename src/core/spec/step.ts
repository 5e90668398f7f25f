/** A step is one operation of a chain bound to its checked values: all the engine ever sees. */
import type { Geometry } from '../image/geometry.ts';
import type { Gaussian } from '../image/kernels/blur.ts';
import type { Kernels } from '../image/kernels/kernels.ts';
import type { Scaling } from '../image/light.ts';
import type { NativeTurns } from '../image/native.ts';
import type { Picture, Rect, Size } from '../image/picture.ts';
import type { Drawn, Marks } from './marks.ts';
import type { OutputWish } from './output.ts';
import type { Source } from './source.ts';

/** The geometry and cost of a step for one input size. */
export interface StepPlan {
  /** Where the pixels come from; left out when they stay in place. */
  readonly geometry?: Geometry | undefined;
  /** Size of the step's result. */
  readonly size: Size;
  /** True when `paint` has something to do after the geometry. */
  readonly paints: boolean;
  /** True when `paint` may clear pixels, given an output that can be transparent. */
  readonly clears?: boolean | undefined;
  /** True when `paint` may bring colour into a grey picture. */
  readonly colours?: boolean | undefined;
  /** True when `paint` draws a mark, whose fine edges want colour at every pixel. */
  readonly marks?: boolean | undefined;
  /** Bytes `paint` holds at once, beyond one band in and one band out. */
  readonly paintBytes?: number | undefined;
  /**
   * The step that does as much to the result of a shrink by `factor` as this one does before it; undefined when nothing
   * is left of it. A step that gives this lets the planner shrink first, and so decode less.
   */
  readonly afterShrink?: ((factor: number) => PixelStep | undefined) | undefined;
  /** Gaussians that the step blurs with, one after another; a step that only does this may be made one with the next. */
  readonly blurs?: readonly Gaussian[] | undefined;
  /** The step that blurs with `blurs` and then with those of the next one; undefined where that spares no work. */
  readonly joined?: ((next: readonly Gaussian[]) => PixelStep | undefined) | undefined;
  /**
   * How the same is done to a picture `by` times smaller, which is then enlarged: for who gets one at less cost than the
   * whole. Only given by a step that leaves the size as it is.
   */
  readonly smaller?: { readonly by: number; readonly step: PixelStep } | undefined;
  /** Reference milliseconds that `paint` computes for one frame. */
  readonly paintCost?: number | undefined;
}

/** What the planner knows beside the size of the picture at this point. */
export interface PlanContext {
  /** True when the encoder can write transparency: what a circle cuts off is then clear, else white. */
  readonly outputAlpha: boolean;
  /** `limit_1` policy of resize: `result` compares the scaled size with the source, `box` the asked box. */
  readonly limitPolicy: 'result' | 'box';
  /** Frames that the chain runs over, so that a step knows what is worth keeping from one to the next. */
  readonly frames: number;
  /** How pictures are scaled; `gamma` when left out. */
  readonly scaling?: Scaling | undefined;
  /** What the first step's `look` found, in the picture as it lies before that step. */
  readonly found?: Rect | undefined;
  /** How the encoder takes turned pictures in the decoder's form, if it does. */
  readonly native?: NativeTurns | undefined;
  /** Size of the picture a watermark is prepared for; `resize,P_n` counts from it and is refused elsewhere. */
  readonly canvas?: Size | undefined;
}

/** What a step's painting may use. */
export interface PaintContext extends PlanContext {
  readonly kernels: Kernels;
}

/** Changes pixels. */
export interface PixelStep {
  readonly kind: 'pixels';
  readonly operation: string;
  /** Canonical spelling: `resize,w_100`. */
  readonly text: string;
  /**
   * Looks at the pixels as they are stored, before anything is planned; undefined where nothing is found. A step that
   * looks stands first, and is not asked about what moves.
   */
  look?(picture: Picture): Promise<Rect | undefined>;
  /** Pure arithmetic before any pixel is decoded. Throws ProcessError when a limit is passed. */
  plan(size: Size, context: PlanContext): StepPlan;
  /** What it draws of the bucket: who may not see all of it, may not see the result. */
  readonly drawn?: Drawn | undefined;
  /** Fetches what the step draws, before pixels flow; its bytes are part of the job's reservation. */
  prepare?(size: Size, marks: Marks): Promise<Prepared>;
  /** Changes the placed picture; the result has the planned size. */
  paint(picture: Picture, plan: StepPlan, context: PaintContext, prepared: Prepared | undefined): Picture;
}

/** Material a step fetched: a watermark's pixels. `content` is known to the step alone. */
export interface Prepared {
  readonly bytes: number;
  readonly content: unknown;
}

/** Tells the encoder something; the last one of a kind wins. */
export interface OutputStep {
  readonly kind: 'output';
  readonly operation: string;
  readonly text: string;
  adjust(wish: OutputWish): OutputWish;
}

/** `auto-orient`: not positional, decides whether the decoded source is turned upright. */
export interface OrientStep {
  readonly kind: 'orient';
  readonly operation: string;
  readonly text: string;
  readonly upright: boolean;
}

/** `ignore-error`: not positional, decides whether the original is shown where the chain fails. */
export interface FailureStep {
  readonly kind: 'failure';
  readonly operation: string;
  readonly text: string;
  readonly ignored: boolean;
}

/** Answers JSON instead of a picture. */
export interface ReportStep {
  readonly kind: 'report';
  readonly operation: string;
  readonly text: string;
  /** True when the report reads pixels and not only the header. */
  readonly readsPixels: boolean;
  /** The answer's JSON value. `picture` is given when `readsPixels`. */
  report(source: Source, picture: Picture | undefined): Promise<unknown>;
}

/** Any step. */
export type Step = PixelStep | OutputStep | OrientStep | FailureStep | ReportStep;
